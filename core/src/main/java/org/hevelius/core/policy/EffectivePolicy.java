package org.hevelius.core.policy;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.retention.RetentionRule;
import org.hevelius.core.retention.RetentionRules;
import org.hevelius.core.retention.RetentionScheme;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.snapshot.TakenBy;

/**
 * What holds for one dataset, each value with where it comes from.
 *
 * @param policies names of the policies that are for it, from the broadest to the nearest; empty
 *     when there is none and only defaults hold
 * @param simulated names of those among them that only simulate
 * @param drafts names of policies that are for it and have no effect yet
 * @param values by key; of a schedule or event that is switched off only that
 * @param owners for each schedule and event the policy that its snapshots are recorded under
 */
public record EffectivePolicy(
    DatasetName dataset,
    List<String> policies,
    List<String> simulated,
    List<String> drafts,
    SortedMap<Key, Value> values,
    SortedMap<String, TakenBy> owners) {
  /**
   * An effective value.
   *
   * @param overridden values that would hold without it, the nearest first
   */
  public record Value(Setting setting, Origin origin, List<Origin> overridden) {
    /** Copies the list. */
    public Value {
      overridden = List.copyOf(overridden);
    }
  }

  /** Copies the collections. */
  public EffectivePolicy {
    policies = List.copyOf(policies);
    simulated = List.copyOf(simulated);
    drafts = List.copyOf(drafts);
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    owners = Collections.unmodifiableSortedMap(new TreeMap<>(owners));
  }

  /** Whether any policy is for the dataset. */
  public boolean isPresent() {
    return !policies.isEmpty();
  }

  /** The value of a field of the policy. */
  public <T> Optional<T> get(Field<T> field) {
    return get(field, "");
  }

  /** The value of a field of a schedule or event. */
  public <T> Optional<T> get(Field<T> field, String name) {
    return Optional.ofNullable(values.get(new Key(field, name)))
        .map(value -> field.cast(value.setting().value()));
  }

  private <T> T need(Field<T> field) {
    return get(field).orElseThrow(() -> new IllegalStateException("no default for " + field));
  }

  /** The zone whose clock counts, unless a schedule has its own. */
  public ZoneId zone() {
    return need(Field.ZONE);
  }

  /** The schedules that are due some time, by name. */
  public List<EffectiveSchedule> schedules() {
    return owners.entrySet().stream()
        .filter(owner -> get(Field.AT, owner.getKey()).isPresent())
        .map(owner -> schedule(owner.getKey(), owner.getValue()))
        .toList();
  }

  private EffectiveSchedule schedule(String name, TakenBy identity) {
    return new EffectiveSchedule(
        dataset,
        identity,
        get(Field.AT, name).orElseThrow(),
        get(Field.SCHEDULE_ZONE, name).orElseGet(this::zone),
        keep(name),
        get(Field.SCHEDULE_CATCH_UP, name).orElseGet(() -> need(Field.CATCH_UP)),
        get(Field.SCHEDULE_GRACE, name).orElseGet(() -> need(Field.GRACE)),
        get(Field.SCHEDULE_JITTER, name).orElseGet(() -> need(Field.JITTER)),
        get(Field.SCHEDULE_BLACKOUT, name).or(() -> get(Field.BLACKOUT)).orElse(List.of()),
        tags(name),
        get(Field.SCHEDULE_DESCRIPTION, name).orElse(name),
        get(Field.TAKES_OVER, name).orElse(Set.of()));
  }

  /**
   * The rules of a schedule's or event's tier. Where none are said anywhere, all stay until they
   * expire; where nothing expires either, the usual ones hold.
   */
  private List<RetentionRule> keep(String name) {
    return get(Field.KEEP, name)
        .or(() -> get(Field.EVENT_KEEP, name))
        .orElseGet(
            () ->
                get(Field.RETENTION).isPresent()
                    ? List.of()
                    : get(Field.EXPIRES)
                        .<List<RetentionRule>>map(span -> List.of(new RetentionRule.For(span)))
                        .orElseGet(RetentionRules.DEFAULT::rules));
  }

  /** The tags of a schedule's snapshots: the tier, those of the policy, and over them its own. */
  private SortedMap<String, String> tags(String name) {
    Map<String, String> tags = new TreeMap<>();
    get(Field.TIER).ifPresent(tier -> tags.put(Tags.TIER, tier));
    get(Field.TAGS).ifPresent(tags::putAll);
    get(Field.SCHEDULE_TAGS, name).ifPresent(tags::putAll);
    return new TreeMap<>(tags);
  }

  /** How short names are made for a schedule or event; nothing when its snapshots have none. */
  public Optional<NameTemplate> naming(String name) {
    return Optional.of(name)
        .filter(events()::contains)
        .flatMap(
            event ->
                get(Field.EVENT_NAME)
                    .or(() -> get(Field.LABEL, event).map(_ -> NameTemplate.LABELED)))
        .or(() -> get(Field.NAME))
        .or(() -> get(Field.PREFIX).map(_ -> NameTemplate.STANDARD));
  }

  /** What short names call the snapshots of a schedule or event. */
  public String label(String name) {
    return get(Field.LABEL, name).orElse(name);
  }

  /** Names of the events that are listened to. */
  public List<String> events() {
    Set<String> names = new LinkedHashSet<>();
    values.keySet().stream()
        .filter(key -> key.field().section() == Field.Section.EVENT)
        .filter(key -> owners.containsKey(key.name()))
        .forEach(key -> names.add(key.name()));
    return List.copyOf(names);
  }

  /** What is kept in words: the rules, a group each, and what stands above them. */
  public List<String> keeps() {
    List<String> keeps = new ArrayList<>(retention().parts());
    get(Field.HOLD)
        .ifPresent(hold -> keeps.add("held when taken (%s): stays until released".formatted(hold)));
    get(Field.EXPIRES)
        .ifPresent(
            span ->
                keeps.add("what schedules and events took: at most %s (expires)".formatted(span)));
    return List.copyOf(keeps);
  }

  /** What is kept: tiers by schedule and event, what people asked for, and the dataset's rules. */
  public RetentionScheme retention() {
    List<RetentionScheme.Group> groups = new ArrayList<>();
    owners.forEach(
        (name, identity) -> {
          Set<TakenBy> members = new HashSet<>(get(Field.TAKES_OVER, name).orElse(Set.of()));
          members.add(identity);
          ZoneId zone = get(Field.SCHEDULE_ZONE, name).orElseGet(this::zone);
          groups.add(
              new RetentionScheme.Group(
                  name, new RetentionScheme.Members.Tier(members), keep(name), zone));
        });
    Optional<List<RetentionRule>> all = get(Field.RETENTION);
    List<RetentionRule> manual = new ArrayList<>(get(Field.MANUAL).orElse(List.of()));
    all.ifPresent(manual::addAll);
    groups.add(
        new RetentionScheme.Group(
            "manual",
            new RetentionScheme.Members.Manual(),
            manual.isEmpty() ? RetentionRules.DEFAULT.rules() : manual,
            zone()));
    all.ifPresent(
        rules ->
            groups.add(
                new RetentionScheme.Group(
                    "all scheduled", new RetentionScheme.Members.Scheduled(), rules, zone())));
    return new RetentionScheme(
        groups,
        RetentionRules.GUARDS_LAST,
        RetentionRules.GUARDS_FOR,
        get(Field.MINIMUM_KEEP).orElse(null));
  }
}
