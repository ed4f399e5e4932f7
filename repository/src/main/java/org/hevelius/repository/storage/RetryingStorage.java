package org.hevelius.repository.storage;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.Sleeper;
import org.hevelius.repository.format.FileKind;

/**
 * Tries again what failed as {@code UNAVAILABLE}, and nothing else, after waits that double and are
 * spread at random, so that many clients don't come back all at once. A call fails for good, with
 * its last failure, when the next wait would go beyond the total.
 *
 * <p>A retried call may have happened the first time. That is harmless: names say their content,
 * removals may be repeated, and a config that turns out to be there is compared with what was to be
 * saved. A listing is handed over once it is complete, so that no file comes twice.
 */
public final class RetryingStorage implements Storage {
  private final Storage origin;
  private final Policy policy;
  private final Clock clock;
  private final Sleeper sleeper;
  private final RandomGenerator random;
  private final Consumer<Retry> notices;

  /**
   * How long to wait.
   *
   * @param first before the first retry; each further wait is twice as long
   * @param longest bound of one wait
   * @param total bound from the start of a call to the start of its last try
   */
  public record Policy(Duration first, Duration longest, Duration total) {
    /** Half a second, doubling to a minute, for 15 minutes. */
    public static final Policy STANDARD =
        new Policy(Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofMinutes(15));

    /** Checks that the waits are positive and in order. */
    public Policy {
      if (!first.isPositive() || longest.compareTo(first) < 0 || total.isNegative()) {
        throw new IllegalArgumentException(
            "waits from " + first + " to " + longest + " within " + total + " make no sense");
      }
    }
  }

  /**
   * A try that failed and will be repeated.
   *
   * @param what the call in words
   * @param attempt 1 for the first
   * @param delay time until the next try
   */
  public record Retry(String what, int attempt, Duration delay, RepositoryException failure) {}

  /**
   * Decorates a storage, which is closed with this.
   *
   * @param notices told of every try that failed and will be repeated; called from any thread
   */
  public RetryingStorage(
      Storage origin,
      Policy policy,
      Clock clock,
      Sleeper sleeper,
      RandomGenerator random,
      Consumer<Retry> notices) {
    this.origin = origin;
    this.policy = policy;
    this.clock = clock;
    this.sleeper = sleeper;
    this.random = random;
    this.notices = notices;
  }

  @Override
  public String location() {
    return origin.location();
  }

  @Override
  public void create() {
    run("create", origin::create);
  }

  @Override
  public void save(Handle handle, ByteBuffer content) {
    ByteBuffer wanted = content.duplicate();
    boolean[] repeated = {false};
    run(
        "save " + handle,
        () -> {
          content.position(wanted.position());
          try {
            origin.save(handle, content);
          } catch (RepositoryException e) {
            if (e.kind() != Kind.EXISTS
                || !repeated[0]
                || !ByteBuffer.wrap(origin.readAll(handle)).equals(wanted)) {
              repeated[0] = true;
              throw e;
            }
            content.position(content.limit());
          }
        });
  }

  @Override
  public long size(Handle handle) {
    return call("size of " + handle, () -> origin.size(handle));
  }

  @Override
  public boolean contains(Handle handle) {
    return call("look for " + handle, () -> origin.contains(handle));
  }

  @Override
  public void read(Handle handle, long offset, ByteBuffer target) {
    int start = target.position();
    run(
        "read " + handle,
        () -> {
          target.position(start);
          origin.read(handle, offset, target);
        });
  }

  @Override
  public byte[] readAll(Handle handle) {
    return call("read " + handle, () -> origin.readAll(handle));
  }

  @Override
  public void list(FileKind kind, Consumer<Listed> files) {
    List<Listed> complete =
        call(
            "list " + kind.directory(),
            () -> {
              List<Listed> listed = new ArrayList<>();
              origin.list(kind, listed::add);
              return listed;
            });
    complete.forEach(files);
  }

  @Override
  public void remove(Handle handle) {
    run("remove " + handle, () -> origin.remove(handle));
  }

  @Override
  public long freeBytes() {
    return call("free space", origin::freeBytes);
  }

  @Override
  public int removeLeftovers(Clock now) {
    return call("remove leftovers", () -> origin.removeLeftovers(now));
  }

  @Override
  public void close() {
    origin.close();
  }

  private void run(String what, Runnable work) {
    call(
        what,
        () -> {
          work.run();
          return true;
        });
  }

  private <T> T call(String what, Supplier<T> work) {
    Instant end = clock.instant().plus(policy.total());
    Duration longest = policy.first();
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (RepositoryException e) {
        if (e.kind() != Kind.UNAVAILABLE) {
          throw e;
        }
        Duration wait = spread(longest);
        if (clock.instant().plus(wait).isAfter(end)) {
          throw gaveUp(e, attempt);
        }
        notices.accept(new Retry(what, attempt, wait, e));
        sleep(wait, e);
        Duration twice = longest.multipliedBy(2);
        longest = twice.compareTo(policy.longest()) < 0 ? twice : policy.longest();
      }
    }
  }

  /** Between half of the wait and all of it. */
  private Duration spread(Duration wait) {
    long nanos = wait.toNanos();
    return Duration.ofNanos(nanos - random.nextLong(nanos / 2 + 1));
  }

  private void sleep(Duration wait, RepositoryException because) {
    try {
      sleeper.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      RepositoryException canceled =
          StorageFailures.canceled("waiting for the repository at " + location(), e);
      canceled.addSuppressed(because);
      throw canceled;
    }
  }

  private static RepositoryException gaveUp(RepositoryException last, int attempts) {
    return attempts == 1
        ? last
        : new RepositoryException(
            last.kind(),
            last.getMessage() + " (gave up after " + attempts + " tries)",
            last.advice(),
            last);
  }
}
