package org.hevelius.core.alert;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Something that somebody may want to be told of.
 *
 * @param subject the dataset or other thing that it is about
 * @param run id of the run that it belongs to; empty when there is none
 * @param summary one sentence; never a secret
 * @param details lines that help on, such as the error's advice
 */
public record Alert(
    Kind kind, String subject, String run, Instant time, String summary, List<String> details) {
  /** What kinds there are. */
  public enum Kind {
    /** A run by schedule or event has begun. */
    RUN_STARTED(Severity.INFO),
    /** A run has ended well. */
    RUN_SUCCEEDED(Severity.INFO),
    /** A run has failed, or left something out. */
    RUN_FAILED(Severity.CRITICAL),
    /** A run was due, and not begun within its grace. */
    RUN_MISSED(Severity.WARNING),
    /** Retention would have forgotten more than its brake allows, and forgot nothing. */
    RETENTION_REFUSED(Severity.WARNING),
    /** The newest snapshot is older than the dataset's RPO. */
    SNAPSHOT_TOO_OLD(Severity.CRITICAL),
    /** A whole recovery has failed; the state before may stand again, or somebody has to look. */
    RECOVERY_FAILED(Severity.CRITICAL),
    /** A rehearsed restore didn't bring back what was captured, or could not be tried. */
    DRILL_FAILED(Severity.CRITICAL),
    /** No rehearsed restore has passed in the time in which the policy asks for one. */
    DRILL_OVERDUE(Severity.WARNING),
    /** A rehearsed restore has passed; this ends what was told of earlier ones. */
    DRILL_PASSED(Severity.INFO),
    /** A storage system, quota, budget or source of a dataset fills up. */
    STORAGE_FILLING(Severity.WARNING),
    /** A storage system, quota, budget or source of a dataset is nearly full. */
    STORAGE_FULL(Severity.CRITICAL),
    /** Storage says that it isn't well, or can't be asked. */
    STORAGE_UNHEALTHY(Severity.CRITICAL),
    /** A storage system has raised an alarm that concerns datasets, or all of it. */
    STORAGE_ALARM(Severity.CRITICAL),
    /** An alarm that was told of is off; this ends what was told of it. */
    STORAGE_ALARM_ENDED(Severity.INFO),
    /** A quota has grown by itself. */
    QUOTA_EXPANDED(Severity.INFO),
    /** A quota should grow by itself and doesn't. */
    QUOTA_NOT_EXPANDED(Severity.WARNING),
    /** A source was slower, while it was captured, than its policy allows. */
    SOURCE_SLOWED(Severity.WARNING),
    /** A snapshot was taken and its source wasn't slowed; this ends what was told before. */
    SOURCE_AT_EASE(Severity.INFO),
    /** Storage, a quota, a budget or a source has space again. */
    STORAGE_EASED(Severity.INFO),
    /** Storage says that it is well again. */
    STORAGE_WELL(Severity.INFO),
    /** A whole recovery has put the data back. */
    RECOVERY_SUCCEEDED(Severity.INFO),
    /** Retention has ended well after it had refused. */
    RETENTION_DONE(Severity.INFO);

    private final Severity severity;

    Kind(Severity severity) {
      this.severity = severity;
    }

    /** How grave it is. */
    public Severity severity() {
      return severity;
    }

    /** What about the same subject is well again by it. */
    public Set<Kind> ends() {
      return switch (this) {
        case RUN_SUCCEEDED -> Set.of(RUN_FAILED, RUN_MISSED, SNAPSHOT_TOO_OLD);
        case DRILL_PASSED -> Set.of(DRILL_FAILED, DRILL_OVERDUE);
        case SOURCE_AT_EASE -> Set.of(SOURCE_SLOWED);
        case STORAGE_EASED -> Set.of(STORAGE_FILLING, STORAGE_FULL, QUOTA_NOT_EXPANDED);
        case QUOTA_EXPANDED -> Set.of(QUOTA_NOT_EXPANDED);
        case STORAGE_WELL -> Set.of(STORAGE_UNHEALTHY);
        case STORAGE_ALARM_ENDED -> Set.of(STORAGE_ALARM);
        case RECOVERY_SUCCEEDED -> Set.of(RECOVERY_FAILED);
        case RETENTION_DONE -> Set.of(RETENTION_REFUSED);
        default -> Set.of();
      };
    }
  }

  /** How grave something is. */
  public enum Severity {
    /** Good to know. */
    INFO,
    /** Should be looked at. */
    WARNING,
    /** Data are at risk. */
    CRITICAL
  }

  /** Copies the list. */
  public Alert {
    details = List.copyOf(details);
  }
}
