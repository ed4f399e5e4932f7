package org.hevelius.core.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.retention.CalendarSpan;
import org.hevelius.core.retention.RetentionRule;
import org.hevelius.core.schedule.Steady;

/**
 * What storage that takes snapshots by itself could do of a policy: schedules that its frames can
 * say exactly, and for all others why they can't. A frame knows an interval, a start in UTC and how
 * long a snapshot stays here and at a copy, all in fixed units, and nothing else.
 */
public final class NativeFrames {
  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * A frame.
   *
   * @param keepRemote zero when there is no copy
   */
  public record Frame(Duration every, Instant startAt, Duration keepLocal, Duration keepRemote) {
    /** As policies write it on a line, which is how they read it, too. */
    public String text() {
      return "every %s start-at %s keep-local %s keep-remote %s"
          .formatted(length(every), START.format(startAt), length(keepLocal), length(keepRemote));
    }

    /** Whether both take and keep the same, whichever of its instants each of them names. */
    public boolean isSame(Frame other) {
      long apart = Duration.between(startAt, other.startAt).toMillis();
      return every.equals(other.every)
          && keepLocal.equals(other.keepLocal)
          && keepRemote.equals(other.keepRemote)
          && apart % every.toMillis() == 0;
    }

    /** The start as frames write it, in UTC. */
    public String start() {
      return START.format(startAt);
    }
  }

  /**
   * What becomes of a schedule.
   *
   * @param frames together they take and keep just what it says; none when it can't be said so
   * @param why what can't be said, a sentence each; none when there are frames
   */
  public record Share(String schedule, List<Frame> frames, List<String> why) {
    /** Copies the lists. */
    public Share {
      frames = List.copyOf(frames);
      why = List.copyOf(why);
    }
  }

  private final EffectivePolicy policy;
  private final int sources;
  private final Instant from;
  private final Predicate<String> targets;

  private NativeFrames(
      EffectivePolicy policy, int sources, Instant from, Predicate<String> targets) {
    this.policy = policy;
    this.sources = sources;
    this.from = from;
    this.targets = targets;
  }

  /**
   * The schedules of a dataset, in their order.
   *
   * @param sources how many sources the dataset has
   * @param from the instant from which on the frames must be exact
   * @param targets whether the storage can copy to a system of that name by itself
   */
  public static List<Share> of(
      EffectivePolicy policy, int sources, Instant from, Predicate<String> targets) {
    NativeFrames frames = new NativeFrames(policy, sources, from, targets);
    return policy.schedules().stream().map(frames::share).toList();
  }

  private Share share(EffectiveSchedule schedule) {
    List<String> why = new ArrayList<>(around(schedule));
    Steady steady = schedule.schedule().steady(from);
    if (!steady.why().isEmpty()) {
      why.add(steady.why());
    }
    Optional<Duration> local = local(schedule, why);
    Optional<Duration> remote = remote(why);
    if (!why.isEmpty() || local.isEmpty() || remote.isEmpty()) {
      return new Share(schedule.name(), List.of(), why);
    }
    return new Share(
        schedule.name(),
        steady.beats().stream()
            .map(
                beat ->
                    new Frame(
                        beat.step(),
                        beat.since().plus(schedule.shift()),
                        local.orElseThrow(),
                        remote.orElseThrow()))
            .toList(),
        List.of());
  }

  /** What a frame can't say of how snapshots are taken. */
  private List<String> around(EffectiveSchedule schedule) {
    List<String> why = new ArrayList<>();
    if (sources > 1) {
      why.add(
          "the dataset has %d sources, which belong together in one snapshot".formatted(sources));
    }
    if (!schedule.blackout().isEmpty()) {
      why.add("blackout windows move or drop some of its runs");
    }
    if (policy.get(Field.BEFORE).filter(hooks -> !hooks.isEmpty()).isPresent()
        || policy.get(Field.AFTER).filter(hooks -> !hooks.isEmpty()).isPresent()) {
      why.add("hooks run before or after its snapshots");
    }
    if (policy.get(Field.HOLD).isPresent()) {
      why.add("its snapshots are held when they are taken");
    }
    return why;
  }

  /** How long its snapshots stay, where that is one fixed length. */
  private Optional<Duration> local(EffectiveSchedule schedule, List<String> why) {
    if (policy.get(Field.RETENTION).isPresent()) {
      why.add("the rules of retention keep some of its snapshots longer than its own");
      return Optional.empty();
    }
    List<RetentionRule> rules = schedule.keep();
    if (rules.size() != 1 || !(rules.getFirst() instanceof RetentionRule.For(CalendarSpan span))) {
      rules.stream()
          .filter(rule -> !(rule instanceof RetentionRule.For))
          .forEach(rule -> why.add("\"%s\" %s".formatted(rule.text(), reason(rule))));
      if (rules.isEmpty()) {
        why.add("nothing says how long its snapshots stay");
      } else if (rules.stream().allMatch(RetentionRule.For.class::isInstance)) {
        why.add("it has several lengths of time, of which a frame has one");
      }
      return Optional.empty();
    }
    Optional<Duration> kept = fixed(span);
    if (kept.isEmpty()) {
      why.add("%s goes by the calendar; a frame's months have 30 days".formatted(span));
    }
    kept.ifPresent(length -> limits(length, why));
    return kept;
  }

  private void limits(Duration kept, List<String> why) {
    Optional<CalendarSpan> expires = policy.get(Field.EXPIRES);
    if (expires.isPresent() && least(expires.get()).compareTo(kept) < 0) {
      why.add("its snapshots may expire earlier, after %s".formatted(expires.get()));
    }
    Optional<CalendarSpan> minimum = policy.get(Field.MINIMUM_KEEP);
    if (minimum.isPresent() && most(minimum.get()).compareTo(kept) > 0) {
      why.add("nothing may go before it is %s old (minimum-keep)".formatted(minimum.get()));
    }
  }

  private static String reason(RetentionRule rule) {
    return switch (rule) {
      case RetentionRule.Last _ -> "keeps by number; a frame keeps by age alone";
      case RetentionRule.PerPeriod _, RetentionRule.PeriodFor _, RetentionRule.WithinPeriod _ ->
          "keeps the newest of each period; a frame keeps all for one time";
      case RetentionRule.Within _ ->
          "counts from the newest snapshot; a frame counts from when each was taken";
      case RetentionRule.Tagged _ -> "keeps by tags, of which storage knows nothing";
      case RetentionRule.For _ -> throw new IllegalStateException("a frame says that: " + rule);
    };
  }

  /** How long copies stay; zero without any. */
  private Optional<Duration> remote(List<String> why) {
    Optional<Replication> copies = policy.get(Field.REPLICATION);
    if (copies.isEmpty()) {
      return Optional.of(Duration.ZERO);
    }
    Replication replication = copies.get();
    try {
      if (replication.to().equals(Frames.TARGET) || targets.test(replication.system())) {
        return Optional.of(Frames.length(replication.keep()));
      }
    } catch (HeveliusException e) {
      why.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    why.add("copies go to %s, which is no target of the storage".formatted(replication.to()));
    return Optional.empty();
  }

  private static Optional<Duration> fixed(CalendarSpan span) {
    return span.years() == 0 && span.months() == 0 ? Optional.of(least(span)) : Optional.empty();
  }

  private static Duration least(CalendarSpan span) {
    return Duration.ofDays(365L * span.years() + 28L * span.months() + span.days())
        .plusHours(span.hours());
  }

  private static Duration most(CalendarSpan span) {
    return Duration.ofDays(366L * span.years() + 31L * span.months() + span.days())
        .plusHours(span.hours());
  }

  /** A length of time as frames write it, such as {@code 6h}. */
  public static String length(Duration length) {
    long seconds = length.toSeconds();
    if (seconds == 0) {
      return "0s";
    }
    return seconds % 86_400 == 0
        ? seconds / 86_400 + "d"
        : seconds % 3600 == 0
            ? seconds / 3600 + "h"
            : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
