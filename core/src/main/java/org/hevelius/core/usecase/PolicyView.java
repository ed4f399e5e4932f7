package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.policy.EffectiveSchedule;
import org.hevelius.core.policy.NativeFrames;
import org.hevelius.core.policy.Origin;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.policy.Simulation;
import org.jspecify.annotations.Nullable;

/**
 * A policy as programs see it.
 *
 * @param settings what it sets itself, as policies write it, by path
 * @param notes what of it is only kept with it, or done in any case
 * @param file where it was read
 * @param line where it begins there
 * @param text all of that file
 * @param datasets the datasets in its scopes
 */
public record PolicyView(
    String name,
    String description,
    List<String> scopes,
    String state,
    @Nullable String template,
    Map<String, String> settings,
    List<String> notes,
    String file,
    int line,
    String text,
    List<String> datasets) {

  /** Copies the collections; the settings stay in their order. */
  public PolicyView {
    scopes = List.copyOf(scopes);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    notes = List.copyOf(notes);
    datasets = List.copyOf(datasets);
  }

  /** The same with these datasets alone, and without the text of the whole file. */
  public PolicyView seenBy(Predicate<DatasetName> visible) {
    return new PolicyView(
        name,
        description,
        scopes,
        state,
        template,
        settings,
        notes,
        file,
        line,
        "",
        datasets.stream().filter(name -> visible.test(DatasetName.of(name))).toList());
  }

  /**
   * What applying or removing would change, or has changed.
   *
   * @param plan its id
   * @param executed whether it was carried out
   * @param storage what is changed on storage with schedules of its own, a sentence each
   */
  public record Planned(
      String plan,
      boolean executed,
      List<ManagedPolicies.Difference> differences,
      List<String> notes,
      List<String> storage) {
    /** The document of a plan. */
    public static Planned of(ManagedPolicies.Plan plan, boolean executed) {
      return new Planned(plan.id(), executed, plan.differences(), plan.notes(), plan.storage());
    }
  }

  /** The view of a policy. */
  static PolicyView of(Policy policy, List<String> datasets) {
    Map<String, String> settings = new LinkedHashMap<>();
    policy.settings().values().forEach(s -> settings.put(s.key().toString(), s.text()));
    return new PolicyView(
        policy.name(),
        policy.description(),
        policy.scopes().stream().map(Object::toString).toList(),
        policy.state().text(),
        policy.template(),
        settings,
        policy.notes(),
        policy.source().file(),
        policy.position().line(),
        policy.source().text(),
        datasets);
  }

  /**
   * An effective value.
   *
   * @param from where it comes from
   * @param overrides where other values come from that would hold without it, the nearest first
   */
  public record Value(String key, String value, String from, List<String> overrides) {
    /** Copies the list. */
    public Value {
      overrides = List.copyOf(overrides);
    }
  }

  /**
   * What holds for a dataset.
   *
   * @param policies from the broadest scope to the nearest
   * @param simulated those of them that only simulate
   * @param drafts policies for it without effect
   * @param keeps the rules of retention in words, a group each
   * @param frames what storage that takes snapshots by itself could do of each schedule
   * @param storage what it does; null where it isn't asked to do anything
   */
  public record Explained(
      String dataset,
      List<String> policies,
      List<String> simulated,
      List<String> drafts,
      List<Value> values,
      List<String> keeps,
      List<Framed> frames,
      @Nullable Handover storage) {
    static Explained of(
        EffectivePolicy policy, List<NativeFrames.Share> shares, @Nullable Handover storage) {
      return new Explained(
          policy.dataset().text(),
          policy.policies(),
          policy.simulated(),
          policy.drafts(),
          policy.values().values().stream()
              .map(
                  value ->
                      new Value(
                          value.setting().key().toString(),
                          value.setting().text(),
                          value.origin().text(),
                          value.overridden().stream().map(Origin::text).toList()))
              .toList(),
          policy.keeps(),
          shares.stream().map(Framed::of).toList(),
          storage);
    }
  }

  /**
   * Who takes the snapshots of a dataset whose storage has schedules of its own.
   *
   * @param name of what was set up on the storage; empty when nothing is
   * @param since from when on it has been so; null when nothing is set up
   * @param trouble why it isn't in effect; empty when it is
   * @param storage schedules that the storage keeps, with what it does for each
   * @param hevelius schedules that Hevelius keeps, with the reason for each
   * @param copies how the storage copies the source to other systems, a sentence each
   */
  public record Handover(
      String name,
      @Nullable Instant since,
      String trouble,
      List<String> storage,
      List<String> hevelius,
      List<String> copies) {
    /** Copies the lists. */
    public Handover {
      storage = List.copyOf(storage);
      hevelius = List.copyOf(hevelius);
      copies = List.copyOf(copies);
    }
  }

  /**
   * A schedule as frames of storage that takes snapshots by itself.
   *
   * @param frames that together take and keep just what it says; none when it can't be said so
   * @param why what frames can't say of it, a sentence each
   */
  public record Framed(String schedule, List<String> frames, List<String> why) {
    /** Copies the lists. */
    public Framed {
      frames = List.copyOf(frames);
      why = List.copyOf(why);
    }

    static Framed of(NativeFrames.Share share) {
      return new Framed(
          share.schedule(),
          share.frames().stream().map(NativeFrames.Frame::text).toList(),
          share.why());
    }
  }

  /**
   * A run to come.
   *
   * @param schedule such as {@code cosmos7/nightly}: its policy and its name
   * @param planned when the schedule says
   * @param time when it runs
   * @param local the same in the zone of the schedule, with the offset
   * @param shift by how much jitter shifts it
   * @param moved whether a blackout window moved it
   * @param clocks what it means for the run that clocks in the zone are set there, such as {@code
   *     02:30 doesn't exist, runs at 03:00}; null when nothing
   */
  public record Run(
      String schedule,
      Instant planned,
      Instant time,
      OffsetDateTime local,
      String zone,
      Duration shift,
      boolean moved,
      @Nullable String clocks) {
    static Run of(EffectiveSchedule schedule, EffectiveSchedule.Due due) {
      return new Run(
          schedule.identity().toString(),
          due.planned(),
          due.time(),
          due.time().atZone(schedule.zone()).toOffsetDateTime(),
          schedule.zone().getId(),
          schedule.shift(),
          due.moved(),
          schedule.schedule().clocks(due.planned()).orElse(null));
    }
  }

  /**
   * What else is due: a rehearsed restore of the dataset, or a check of all repositories.
   *
   * @param kind {@code drill} or {@code check}
   * @param said when, as the policies say it
   * @param time when it runs
   */
  public record Care(String kind, String said, Instant time) {}

  /**
   * The next runs for a dataset; runs at one time are one snapshot.
   *
   * @param care drills and checks until the last of these runs, or the next one of each
   */
  public record Next(
      String dataset,
      List<String> policies,
      List<String> simulated,
      List<Run> runs,
      List<Care> care) {}

  /**
   * Schedules and retention played forward.
   *
   * @param bytesPerDay measured; null when there are too few snapshots to measure
   */
  public record Simulated(
      String dataset,
      List<String> policies,
      List<String> simulated,
      int days,
      @Nullable Long bytesPerDay,
      List<String> keeps,
      List<Simulation.Point> points) {
    static Simulated of(
        EffectivePolicy policy, int days, Simulation.Rate rate, List<Simulation.Point> points) {
      return new Simulated(
          policy.dataset().text(),
          policy.policies(),
          policy.simulated(),
          days,
          rate.isKnown() ? Math.round(rate.perDay()) : null,
          policy.keeps(),
          points);
    }
  }
}
