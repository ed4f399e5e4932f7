package org.hevelius.core.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.retention.RetentionRule;
import org.hevelius.core.yaml.Yaml;

/**
 * The blocks {@code snapshots} (a database, with daily, weekly and monthly tiers) and {@code
 * s3_snapshots} (buckets) as TAMS writes them. A retention of {@code weekly: 4} is read as both:
 * the last 4 and all of 4 weeks, so that missed runs shorten nothing and extra ones neither.
 */
final class TamsBlocks {
  private static final Map<String, String> TIERS =
      Map.of("daily", "d", "weekly", "w", "monthly", "mo");
  private static final String DONE =
      "compression and encryption: the repository does both, whatever a policy says";

  private final Policy.Source source;

  TamsBlocks(Policy.Source source) {
    this.source = source;
  }

  /** The policy of the block {@code snapshots}. */
  Policy database(Yaml.Field block) {
    Yaml.Fields fields = block.value().mapping();
    fields.only(sorted("retention", "schedule", "compression", "encryption"));
    DatasetName dataset = source.dataset();
    if (dataset == null) {
      throw block
          .position()
          .refused(
              "the block \"snapshots\" doesn't say for which dataset it is",
              "name it with --dataset");
    }
    SortedMap<Key, Setting> settings = new TreeMap<>();
    Yaml.Fields schedules = Values.need(fields, "schedule").mapping();
    schedules.only(new TreeSet<>(TIERS.keySet()));
    schedules
        .fields()
        .values()
        .forEach(
            f -> set(settings, new Key(Field.AT, f.key()), Values.schedule(f.value()), f.value()));
    Yaml.Fields retention = Values.need(fields, "retention").mapping();
    retention.only(new TreeSet<>(TIERS.keySet()));
    for (Yaml.Field field : retention.fields().values()) {
      if (!schedules.fields().containsKey(field.key())) {
        throw field
            .position()
            .refused("retention is given for \"%s\", but no schedule".formatted(field.key()));
      }
      int count = field.value().parsed(TamsBlocks::number);
      String unit = TIERS.getOrDefault(field.key(), "d");
      List<RetentionRule> keep = KeepText.parse("last " + count + " + " + count + unit);
      set(settings, new Key(Field.KEEP, field.key()), keep, field.value());
    }
    List<String> notes = new ArrayList<>();
    switches(fields, notes);
    return policy("tams-db-" + dataset.flat(), dataset, settings, notes, block);
  }

  /**
   * The policies of the block {@code s3_snapshots}, one per bucket.
   *
   * @param given whether the dataset that is named beside the file is for them; else each is for
   *     the dataset of its name
   */
  List<Policy> buckets(Yaml.Field block, boolean given) {
    Yaml.Fields fields = block.value().mapping();
    fields.only(sorted("buckets", "schedule"));
    Yaml.Fields schedule = Values.need(fields, "schedule").mapping();
    schedule.only(sorted("frequency", "start_time"));
    Yaml frequency = Values.need(schedule, "frequency");
    Yaml.Field start = schedule.fields().get("start_time");
    String from = start == null ? "" : " from " + start.value().line();
    String at =
        Values.schedule(new Yaml.Line(frequency.position(), "every " + frequency.line() + from));
    Yaml buckets = Values.need(fields, "buckets");
    List<Yaml> all = buckets.items();
    List<Policy> policies = new ArrayList<>();
    for (Yaml bucket : all) {
      policies.add(bucket(bucket.mapping(), at, frequency, given, all.size() == 1));
    }
    if (policies.isEmpty()) {
      throw buckets.position().refused("there is no bucket in it");
    }
    return policies;
  }

  private Policy bucket(
      Yaml.Fields bucket, String at, Yaml frequency, boolean isGiven, boolean only) {
    bucket.only(
        sorted("name", "retention", "compression", "encryption", "cross_region_replication"));
    Yaml name = Values.need(bucket, "name");
    DatasetName named = name.parsed(DatasetName::of);
    DatasetName given = isGiven ? source.dataset() : null;
    DatasetName dataset =
        given == null ? named : only ? given : DatasetName.of(given + "/" + named);
    SortedMap<Key, Setting> settings = new TreeMap<>();
    set(settings, new Key(Field.AT, "bucket"), at, frequency);
    Yaml retention = Values.need(bucket, "retention");
    int days = retention.parsed(TamsBlocks::number);
    set(settings, new Key(Field.KEEP, "bucket"), KeepText.parse(days + "d"), retention);
    List<String> notes = new ArrayList<>();
    switches(bucket, notes);
    Yaml.Field replication = bucket.fields().get("cross_region_replication");
    if (replication != null) {
      replication(replication.value().mapping(), settings, notes);
    }
    return policy(
        "tams-s3-" + named.flat(),
        dataset,
        settings,
        notes,
        new Yaml.Field(bucket.position(), "", bucket));
  }

  private static void replication(
      Yaml.Fields fields, SortedMap<Key, Setting> settings, List<String> notes) {
    fields.only(sorted("enabled", "destination"));
    Yaml to = Values.need(fields, "destination");
    if (Values.truth(Values.need(fields, "enabled"))) {
      Replication replication = to.parsed(text -> new Replication(text, ""));
      set(settings, Key.of(Field.REPLICATION), replication, to);
      notes.add(
          "replication to %s is kept with the policy; this version copies nothing"
              .formatted(replication));
    } else {
      notes.add("replication to %s is switched off".formatted(to.line()));
    }
  }

  private Policy policy(
      String name,
      DatasetName dataset,
      SortedMap<Key, Setting> settings,
      List<String> notes,
      Yaml.Field block) {
    String fits = name.length() > 64 ? name.substring(0, 64) : name;
    return new Policy(
        fits,
        "",
        List.of(new Scope(dataset.text())),
        Policy.State.ACTIVE,
        null,
        settings,
        notes,
        source,
        block.position());
  }

  /** What the repository does in any case can be asked for, and can't be switched off. */
  private static void switches(Yaml.Fields fields, List<String> notes) {
    for (String key : List.of("compression", "encryption")) {
      Yaml.Field field = fields.fields().get(key);
      if (field != null && !Values.truth(field.value())) {
        throw field
            .value()
            .position()
            .refused(key + " can't be switched off", "the repository does it always; leave it out");
      }
      if (field != null && !notes.contains(DONE)) {
        notes.add(DONE);
      }
    }
  }

  private static void set(SortedMap<Key, Setting> settings, Key key, Object value, Yaml node) {
    settings.put(key, new Setting(key, value, node.position()));
  }

  private static int number(String text) {
    if (!text.matches("[1-9][0-9]{0,4}")) {
      throw new HeveliusException(
          Category.INVALID, "\"" + text + "\" is no number", "write a whole number from 1 on");
    }
    return Integer.parseInt(text);
  }

  private static Set<String> sorted(String... keys) {
    return new TreeSet<>(Set.of(keys));
  }
}
