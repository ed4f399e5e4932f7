package org.hevelius.core.policy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import org.hevelius.core.dataset.Texts;
import org.hevelius.core.retention.CalendarSpan;
import org.hevelius.core.retention.RetentionRule;
import org.hevelius.core.snapshot.TakenBy;
import org.hevelius.core.yaml.Yaml;

/**
 * Something that a policy can say. The fields here are all there are.
 *
 * @param <T> type of its values
 */
public final class Field<T> {
  /** Where a field stands. */
  public enum Section {
    /** In the policy itself. */
    POLICY(""),
    /** Under {@code naming}. */
    NAMING("naming"),
    /** Under {@code hooks}. */
    HOOKS("hooks"),
    /** Under {@code recovery}. */
    RECOVERY("recovery"),
    /** Under {@code drill}. */
    DRILL("drill"),
    /** Under the name of a schedule under {@code schedules}. */
    SCHEDULE("schedules"),
    /** Under the name of an event under {@code events}. */
    EVENT("events");

    private final String key;

    Section(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }

    boolean isNamed() {
      return this == SCHEDULE || this == EVENT;
    }
  }

  /** The zone whose clock counts. */
  public static final Field<ZoneId> ZONE = policy("zone", Values::zone);

  /** What becomes of missed runs. */
  public static final Field<CatchUp> CATCH_UP =
      policy("catch-up", node -> node.parsed(CatchUp::parse));

  /** How late a run may start before it counts as missed. */
  public static final Field<Duration> GRACE = duration(Section.POLICY, "grace");

  /** Up to how much runs are shifted, by a length of time that is fixed for each dataset. */
  public static final Field<Duration> JITTER = duration(Section.POLICY, "jitter");

  /** When nothing is taken. */
  public static final Field<List<Blackout>> BLACKOUT =
      new Field<>(Section.POLICY, "blackout", Values::blackouts, FieldText::list);

  /** Tags of the snapshots. */
  public static final Field<SortedMap<String, String>> TAGS =
      new Field<>(Section.POLICY, "tags", Values::tags, FieldText::map);

  /** What the snapshots are for: to recover a system or for daily work. They get it as a tag. */
  public static final Field<String> TIER = policy("tier", Values::tier);

  /** Milestone of the snapshots. */
  public static final Field<String> MILESTONE = line(Section.POLICY, "milestone");

  /** When the snapshots go at the latest, whatever the rules say. */
  public static final Field<CalendarSpan> EXPIRES = span("expires");

  /** The hold of the snapshots. */
  public static final Field<HoldRule> HOLD =
      new Field<>(Section.POLICY, "hold", Values::hold, FieldText::hold);

  /** Where copies are to go. */
  public static final Field<Replication> REPLICATION =
      new Field<>(Section.POLICY, "replication", Values::replication, FieldText::replication);

  /** Whether storage that takes snapshots by itself is given what it can do of the schedules. */
  public static final Field<Boolean> NATIVE_SCHEDULE =
      new Field<>(Section.POLICY, "native-schedule", Values::truth, String::valueOf);

  /** What is kept of all snapshots of a dataset, beside its tiers. */
  public static final Field<List<RetentionRule>> RETENTION = keep(Section.POLICY, "retention");

  /** What is kept of the snapshots that people asked for. */
  public static final Field<List<RetentionRule>> MANUAL = keep(Section.POLICY, "manual");

  /** The largest share of a dataset's snapshots that one cleanup forgets, in percent. */
  public static final Field<Integer> BRAKE =
      new Field<>(Section.POLICY, "brake", Values::percent, percent -> percent + "%");

  /** Nothing younger is forgotten. A nearer policy can make it longer, never shorter. */
  public static final Field<CalendarSpan> MINIMUM_KEEP = span("minimum-keep");

  /** How old the newest snapshot may be. */
  public static final Field<Duration> RPO = duration(Section.POLICY, "rpo");

  /** How long it may take until all data of the dataset is back and verified. */
  public static final Field<Duration> RTO = duration(Section.POLICY, "rto");

  /** Whether it is measured how much slower a source is meanwhile, and when that is told. */
  public static final Field<ImpactRule> IMPACT =
      policy("impact", node -> node.parsed(ImpactRule::parse));

  /** In place of a time: never. */
  public static final String OFF = "off";

  /** When bytes are freed that no snapshot needs, as it is written; or {@link #OFF}. */
  public static final Field<String> PRUNE =
      new Field<>(Section.POLICY, "prune", Values::scheduleOrOff, FieldText::line);

  /** When repositories are checked, as it is written; or {@link #OFF}. */
  public static final Field<String> CHECK =
      new Field<>(Section.POLICY, "check", Values::scheduleOrOff, FieldText::line);

  /** What short names begin with. */
  public static final Field<String> PREFIX =
      new Field<>(
          Section.NAMING, "prefix", node -> node.parsed(NameTemplate::prefix), text -> text);

  /** How short names are made. */
  public static final Field<NameTemplate> NAME =
      new Field<>(
          Section.NAMING,
          "name",
          node -> node.parsed(NameTemplate::new),
          name -> FieldText.line(name.text()));

  /** How short names of the snapshots of events are made. */
  public static final Field<NameTemplate> EVENT_NAME =
      new Field<>(
          Section.NAMING,
          "event",
          node -> node.parsed(NameTemplate::new),
          name -> FieldText.line(name.text()));

  /** What is run before a snapshot, in order. */
  public static final Field<List<Hook>> BEFORE =
      new Field<>(Section.HOOKS, "before", Values::hooks, FieldText::hooks);

  /** What is run after a snapshot, always, the last one first. */
  public static final Field<List<Hook>> AFTER =
      new Field<>(Section.HOOKS, "after", Values::hooks, FieldText::hooks);

  /** Whether the hooks hold all writers while the snapshot is taken. */
  public static final Field<Boolean> QUIESCES =
      new Field<>(Section.HOOKS, "hold-writers", Values::truth, String::valueOf);

  /** The units of systemd that work with the data: stopped before a recovery, started after it. */
  public static final Field<List<String>> SERVICES =
      new Field<>(Section.RECOVERY, "services", RecoveryValues::units, FieldText::list);

  /** What is run to stop what works with the data, in order, in place of stopping units. */
  public static final Field<List<RecoveryCommand>> STOP =
      new Field<>(Section.RECOVERY, "stop", RecoveryValues::commands, RecoveryValues::text);

  /** What is run to start it again, in order, in place of starting units. */
  public static final Field<List<RecoveryCommand>> START =
      new Field<>(Section.RECOVERY, "start", RecoveryValues::commands, RecoveryValues::text);

  /** What is run after the start to find out whether all is well. */
  public static final Field<List<RecoveryCommand>> HEALTH =
      new Field<>(Section.RECOVERY, "check", RecoveryValues::checks, RecoveryValues::checksText);

  /** How data is put back. */
  public static final Field<RecoveryMode> MODE =
      new Field<>(
          Section.RECOVERY, "mode", node -> node.parsed(RecoveryMode::parse), mode -> mode.text());

  /** Whether all content is read and compared with the snapshot, beside sizes and times. */
  public static final Field<Boolean> READ_ALL =
      new Field<>(Section.RECOVERY, "compare-content", Values::truth, String::valueOf);

  /** Who is to be asked or told, for the runbook. */
  public static final Field<List<String>> CONTACTS =
      new Field<>(Section.RECOVERY, "contacts", RecoveryValues::contacts, FieldText::list);

  /** When a restore is rehearsed, as it is written; or {@link #OFF}. */
  public static final Field<String> DRILL_AT =
      new Field<>(Section.DRILL, "at", Values::scheduleOrOff, FieldText::line);

  /** How many files a drill draws; 0 for all of the dataset. */
  public static final Field<Integer> DRILL_FILES =
      new Field<>(
          Section.DRILL, "files", Values::drawn, files -> files == 0 ? "all" : files.toString());

  /** The program that looks at what a drill has restored, and its arguments. */
  public static final Field<List<String>> DRILL_CHECK =
      new Field<>(Section.DRILL, "check", Values::command, FieldText::command);

  /** How long that program may take. */
  public static final Field<Duration> DRILL_TIMEOUT = duration(Section.DRILL, "timeout");

  /** Whether a schedule or event of a broader policy or template counts no more. */
  public static final Field<Boolean> SCHEDULE_OFF = off(Section.SCHEDULE);

  /** When it is due, as it is written. */
  public static final Field<String> AT =
      new Field<>(Section.SCHEDULE, "at", Values::schedule, FieldText::line);

  /** What is kept of its snapshots. */
  public static final Field<List<RetentionRule>> KEEP = keep(Section.SCHEDULE, "keep");

  /** The zone of one schedule. */
  public static final Field<ZoneId> SCHEDULE_ZONE =
      new Field<>(Section.SCHEDULE, "zone", Values::zone, ZoneId::getId);

  /** What becomes of missed runs of one schedule. */
  public static final Field<CatchUp> SCHEDULE_CATCH_UP =
      new Field<>(
          Section.SCHEDULE, "catch-up", node -> node.parsed(CatchUp::parse), CatchUp::toString);

  /** How late one schedule's runs may start. */
  public static final Field<Duration> SCHEDULE_GRACE = duration(Section.SCHEDULE, "grace");

  /** Up to how much one schedule's runs are shifted. */
  public static final Field<Duration> SCHEDULE_JITTER = duration(Section.SCHEDULE, "jitter");

  /** When one schedule takes nothing. */
  public static final Field<List<Blackout>> SCHEDULE_BLACKOUT =
      new Field<>(Section.SCHEDULE, "blackout", Values::blackouts, FieldText::list);

  /** Tags of one schedule's snapshots. */
  public static final Field<SortedMap<String, String>> SCHEDULE_TAGS =
      new Field<>(Section.SCHEDULE, "tags", Values::tags, FieldText::map);

  /** Description of one schedule's snapshots. */
  public static final Field<String> SCHEDULE_DESCRIPTION = line(Section.SCHEDULE, "description");

  /** Schedules whose earlier snapshots belong to this one now. */
  public static final Field<Set<TakenBy>> TAKES_OVER =
      new Field<>(Section.SCHEDULE, "takes-over", Values::takenBy, FieldText::list);

  /** Whether an event counts no more. */
  public static final Field<Boolean> EVENT_OFF = off(Section.EVENT);

  /** Whether the event comes twice, before and after, and the two snapshots belong together. */
  public static final Field<Boolean> PAIR =
      new Field<>(Section.EVENT, "pair", Values::truth, String::valueOf);

  /** Within what time the same event again is the same one. */
  public static final Field<Duration> MERGE = duration(Section.EVENT, "merge");

  /** Short name of the event's snapshots, without the time. */
  public static final Field<String> LABEL =
      new Field<>(Section.EVENT, "label", node -> node.parsed(NameTemplate::prefix), text -> text);

  /** Description of the event's snapshots. */
  public static final Field<String> EVENT_DESCRIPTION = line(Section.EVENT, "description");

  /** What is kept of the event's snapshots. */
  public static final Field<List<RetentionRule>> EVENT_KEEP = keep(Section.EVENT, "keep");

  /** All fields, in the order in which they are explained. */
  public static final List<Field<?>> ALL =
      List.of(
          ZONE,
          SCHEDULE_OFF,
          AT,
          KEEP,
          SCHEDULE_ZONE,
          SCHEDULE_CATCH_UP,
          SCHEDULE_GRACE,
          SCHEDULE_JITTER,
          SCHEDULE_BLACKOUT,
          SCHEDULE_TAGS,
          SCHEDULE_DESCRIPTION,
          TAKES_OVER,
          CATCH_UP,
          GRACE,
          JITTER,
          BLACKOUT,
          EVENT_OFF,
          PAIR,
          MERGE,
          LABEL,
          EVENT_DESCRIPTION,
          EVENT_KEEP,
          RETENTION,
          MANUAL,
          MINIMUM_KEEP,
          BRAKE,
          RPO,
          RTO,
          IMPACT,
          PRUNE,
          CHECK,
          PREFIX,
          NAME,
          EVENT_NAME,
          TIER,
          TAGS,
          MILESTONE,
          EXPIRES,
          HOLD,
          BEFORE,
          AFTER,
          QUIESCES,
          SERVICES,
          STOP,
          START,
          HEALTH,
          MODE,
          READ_ALL,
          CONTACTS,
          DRILL_AT,
          DRILL_FILES,
          DRILL_CHECK,
          DRILL_TIMEOUT,
          NATIVE_SCHEDULE,
          REPLICATION);

  private final Section section;
  private final String name;
  private final Function<Yaml, T> reader;
  private final Function<T, String> text;

  private Field(Section section, String name, Function<Yaml, T> reader, Function<T, String> text) {
    this.section = section;
    this.name = name;
    this.reader = reader;
    this.text = text;
  }

  private static <T> Field<T> policy(String name, Function<Yaml, T> reader) {
    return new Field<>(Section.POLICY, name, reader, String::valueOf);
  }

  private static Field<Duration> duration(Section section, String name) {
    return new Field<>(section, name, node -> node.parsed(Lengths::duration), Lengths::text);
  }

  private static Field<CalendarSpan> span(String name) {
    return new Field<>(Section.POLICY, name, node -> node.parsed(Lengths::span), Lengths::text);
  }

  private static Field<List<RetentionRule>> keep(Section section, String name) {
    return new Field<>(section, name, Values::keep, rules -> FieldText.line(KeepText.text(rules)));
  }

  private static Field<Boolean> off(Section section) {
    return new Field<>(section, "off", Values::truth, String::valueOf);
  }

  private static Field<String> line(Section section, String name) {
    return new Field<>(
        section, name, node -> node.parsed(text -> Texts.line(name, text)), FieldText::line);
  }

  /** The fields of a section by their names. */
  static Map<String, Field<?>> of(Section section) {
    Map<String, Field<?>> fields = new LinkedHashMap<>();
    ALL.stream().filter(field -> field.section == section).forEach(f -> fields.put(f.name, f));
    return fields;
  }

  /** Where it stands. */
  public Section section() {
    return section;
  }

  /** As it is written. */
  public String name() {
    return name;
  }

  T read(Yaml node) {
    return reader.apply(node);
  }

  /** A value that this field has read. */
  @SuppressWarnings("unchecked")
  T cast(Object value) {
    return (T) value;
  }

  String text(Object value) {
    return text.apply(cast(value));
  }

  @Override
  public String toString() {
    return section.key() + "." + name;
  }
}
