package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.TrailFilter;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.runner.Run;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link Facade} that says what happens by itself, and tells what became of it:
 * policies, events, jobs, versions in their order, the audit trail and messages to people. What is
 * said there of its methods holds for these too.
 */
public interface Oversight {
  /** Applies, explains and plays policies. */
  PolicyUses policies();

  /** Takes in events, and lists them. */
  EventUses events();

  /** Tells what was due, what became of it, and how each dataset stands. */
  JobUses jobs();

  /** Rehearses restores. */
  DrillUses drills();

  /** Tells what changed from version to version. */
  ChangeLogUses changeLog();

  /** Tells what was made from what. */
  LineageUses lineage();

  /** Tells who did what. */
  TrailUses trail();

  /** Shows and tunes storage systems: views, quotas, health and performance. */
  StorageUses storage();

  /** Shows the channels to people and what waits for them, and tries them. */
  NoticeUses notices();

  /** Writes recovery procedures. */
  RunbookUses runbooks();

  /** Tells of whole recoveries. */
  RecoveryUses recoveries();

  /** See {@link Runbooks}. */
  interface RunbookUses {
    /** Makes one; nothing is recorded. */
    Runbooks.Written look(String name);

    /** Records that one was written. */
    void wrote(Runbooks.Written written);
  }

  /** See {@link Recoveries}. */
  interface RecoveryUses {
    /** What a recovery would do; changes nothing. */
    RecoveryPlanView look(Recoveries.Request request, Progress progress, BooleanSupplier canceled);

    /**
     * The newest recoveries, the newest first.
     *
     * @param dataset null for those of all datasets
     */
    List<RecoveryView> list(@Nullable String dataset, int limit);

    /** The recovery of that number. */
    RecoveryView show(long id);
  }

  /** See {@link ManagedPolicies}. */
  interface PolicyUses {
    /** Plans to apply the policies in a text. */
    ManagedPolicies.Plan planApply(String file, String text, @Nullable String dataset);

    /** Plans to remove a policy. */
    ManagedPolicies.Plan planRemove(String name);

    /** Carries out a plan. */
    ManagedPolicies.Plan execute(ManagedPolicies.Plan plan);

    /** All policies, sorted by name. */
    List<PolicyView> list();

    /** One policy. */
    PolicyView show(String name);

    /** What holds for a dataset and where each value comes from. */
    PolicyView.Explained explain(String dataset);

    /** The next runs for a dataset after a time, or after now for null. */
    PolicyView.Next next(String dataset, int count, @Nullable Instant from);

    /** Plays schedules and retention forward. */
    PolicyView.Simulated simulate(String dataset, int days);
  }

  /** See {@link Events}. */
  interface EventUses {
    /** Takes in an event, for all datasets in its scope that the caller may use. */
    EventView emit(Events.Request request, Progress progress, BooleanSupplier canceled);

    /** Events, the newest first. */
    List<EventView> list(@Nullable String dataset, @Nullable String name, int limit);
  }

  /** See {@link Jobs}. */
  interface JobUses {
    /** Runs with what comes next. */
    Jobs.Listing list(@Nullable String dataset, Run.@Nullable State state, int limit);

    /** How all stands. */
    Jobs.Status status();
  }

  /** See {@link Drills}. */
  interface DrillUses {
    /** Rehearses a restore. */
    DrillView run(Drills.Request request, Progress progress, BooleanSupplier canceled);

    /** Drills, the newest first. */
    List<DrillView> list(@Nullable String dataset, int limit);

    /** One drill with what it found; the newest for null. */
    DrillView show(String dataset, @Nullable Long number);

    /** Keeps a lesson that was learned from a drill. */
    DrillView note(String dataset, long number, String lesson);

    /** How the rehearsals of each dataset stand. */
    List<DrillStanding> standing(@Nullable String dataset);
  }

  /** See {@link ChangeLog}. */
  interface ChangeLogUses {
    /** The versions that match with what changed in them, read as the stream is consumed. */
    Stream<LogView> log(ChangeLog.Request request, BooleanSupplier canceled);
  }

  /** See {@link Lineage}. */
  interface LineageUses {
    /** What is known of a snapshot's lineage in a direction. */
    Lineage.Around around(Snapshot snapshot, Lineage.Direction direction, int depth);
  }

  /** See {@link Care}. */
  interface TrailUses {
    /** The entries that a filter means, newest first, read as the stream is consumed. */
    Stream<AuditEntry> trail(TrailFilter filter);

    /** Computes the chain of hashes again and compares. */
    Care.TrailCheck verifyTrail();
  }

  /** See {@link Notices}. */
  interface NoticeUses {
    /** The channels, and their queues. */
    Notices.Overview list(int limit);

    /** Sends a message that says that it is a test. */
    List<Notices.Trial> test(@Nullable String name);

    /** What is wrong, the newest first; with what was, if closed ones are meant too. */
    List<AlertView> alerts(boolean closed, int limit);

    /** Says that the caller looks after something that is wrong: nobody else is told of it. */
    AlertView acknowledge(long id, String note);
  }
}
