package org.hevelius.repository.lock;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.LockFile;

/** The words in which locks are spoken of. */
final class LockText {
  private LockText() {}

  /** Who holds it, in what way, and since when. */
  static String describe(LockFile lock) {
    return (lock.exclusive() ? "exclusive" : "shared")
        + " lock of "
        + lock.username()
        + "@"
        + lock.hostname()
        + " (process "
        + lock.pid()
        + ", last renewed "
        + lock.time().toInstant().truncatedTo(ChronoUnit.SECONDS)
        + ")";
  }

  static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  static RepositoryException conflict(
      String location, LockMode wanted, List<LockFile> others, Instant now) {
    LockFile first = others.getFirst();
    Duration age = Duration.between(first.time().toInstant(), now);
    return new RepositoryException(
        Kind.LOCKED,
        "the repository at "
            + location
            + " is in use: "
            + describe(first)
            + ", "
            + duration(age)
            + " ago"
            + (others.size() == 1 ? "" : ", and " + (others.size() - 1) + " more"),
        "nothing was changed; "
            + (wanted == LockMode.EXCLUSIVE
                ? "this operation needs the repository for itself; "
                : "backups and reads can't run beside that operation; ")
            + "wait until it ends and try again; the lock of a process that was killed is removed"
            + " by itself: at once on its own machine, 30 min after its last renewal elsewhere");
  }

  static RepositoryException unreadable(String location, Id id, RepositoryException cause) {
    return new RepositoryException(
        cause.kind(),
        "the lock "
            + id.brief()
            + " in the repository at "
            + location
            + " can't be read, so nobody knows whether the repository is in use: "
            + cause.getMessage(),
        "nothing was changed; make sure that no other process works on the repository, then remove"
            + " the locks with unlock",
        cause);
  }

  static RepositoryException lost(String location, String reason) {
    return new RepositoryException(
        Kind.LOCKED,
        "the lock on the repository at " + location + " was lost: " + reason,
        "nothing more was published and all earlier snapshots are intact; run the same again: what"
            + " was stored already is not stored twice, unless it was pruned");
  }

  static RepositoryException canceled(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new RepositoryException(
        Kind.CANCELED, "canceled while waiting for a lock", "nothing was changed", cause);
  }
}
