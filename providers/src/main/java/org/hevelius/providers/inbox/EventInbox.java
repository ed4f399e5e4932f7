package org.hevelius.providers.inbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.runner.Chore;
import org.hevelius.core.usecase.EventView;
import org.hevelius.core.usecase.Events;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the events that stand as files in a directory. A file is read when it hasn't changed for
 * a while, and afterwards lies in {@code done}, or with the reason beside it in {@code failed};
 * none is ever deleted. Its identity names the event: a file that was taken in when the program
 * ended is not taken in again.
 */
public final class EventInbox implements Chore {
  /** The largest file that is read, in bytes. */
  static final int MAX_SIZE = 1 << 16;

  /** For how long a file must not have changed. */
  static final Duration QUIET = Duration.ofSeconds(2);

  private static final int AT_ONCE = 100;
  private static final int MOST_WATCHED = 10_000;

  /** Takes in an event. */
  @FunctionalInterface
  public interface Emitter {
    /** The event with what came of it; see {@link Events#emit}. */
    EventView emit(Events.Request request, BooleanSupplier stop);
  }

  /** How a file looked at a beat. */
  private record Seen(Object key, long size, Instant changed) {}

  private final Path directory;
  private final Emitter emitter;
  private final Executor worker;
  private final Consumer<String> log;
  private final AtomicBoolean busy = new AtomicBoolean();
  private Map<Path, Seen> before = new HashMap<>();

  /**
   * Watches a directory from now on; it is made when it isn't there.
   *
   * @param worker does what takes long
   * @param log told in lines what operators should know
   * @throws HeveliusException UNAVAILABLE when it can't be made; REFUSED when {@code done} or
   *     {@code failed} in it is something else than a directory
   */
  public EventInbox(Path directory, Emitter emitter, Executor worker, Consumer<String> log) {
    this.directory = directory;
    this.emitter = emitter;
    this.worker = worker;
    this.log = log;
    MarkerFiles.make(directory);
  }

  @Override
  public String name() {
    return "events from " + directory;
  }

  @Override
  public void run(Instant now, BooleanSupplier stop) {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      List<Path> ready = ready(now);
      if (ready.isEmpty()) {
        busy.set(false);
        return;
      }
      worker.execute(
          () -> {
            try {
              ready.stream().takeWhile(_ -> !stop.getAsBoolean()).forEach(f -> take(f, stop));
            } finally {
              busy.set(false);
            }
          });
    } catch (RejectedExecutionException e) {
      busy.set(false);
    } catch (RuntimeException e) {
      busy.set(false);
      throw e;
    }
  }

  /** The files that look as they did at the beat before, and have done so for long enough. */
  private List<Path> ready(Instant now) {
    Map<Path, Seen> present = new HashMap<>();
    List<Path> ready = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Seen seen = MarkerFiles.isMarker(file) ? seen(file) : null;
        if (seen != null && present.size() < MOST_WATCHED) {
          present.put(file, seen);
          boolean quiet = !seen.changed().plus(QUIET).isAfter(now);
          if (quiet && seen.equals(before.get(file)) && ready.size() < AT_ONCE) {
            ready.add(file);
          }
        }
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the directory for events " + directory + " can't be read: " + e.getMessage(),
          List.of("events in it wait; make it readable for the service"),
          e);
    }
    before = present;
    ready.sort(null);
    return ready;
  }

  private static @Nullable Seen seen(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isDirectory()
          ? null
          : new Seen(
              String.valueOf(attributes.fileKey()),
              attributes.size(),
              attributes.lastModifiedTime().toInstant());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private void take(Path file, BooleanSupplier stop) {
    try {
      MarkerFiles.Read read = MarkerFiles.read(file);
      EventView view = emitter.emit(read.request(), stop);
      if (view.isComplete()) {
        MarkerFiles.move(directory, file, "done", Optional.empty());
      } else {
        fail(file, reason(view));
      }
    } catch (HeveliusException e) {
      switch (e.category()) {
        case INVALID, NOT_FOUND, CONFLICT, REFUSED, DENIED, PARTIAL, DAMAGED -> fail(file, text(e));
        // What passes by itself is tried again with a later beat.
        case UNAVAILABLE, FULL -> log.accept(name() + ": " + file.getFileName() + ": " + text(e));
        case CANCELED -> {}
      }
    } catch (RuntimeException e) {
      fail(file, "a fault of the program: " + e);
    }
  }

  private static String reason(EventView view) {
    List<String> lines = new ArrayList<>(view.notes());
    view.results()
        .forEach(
            r ->
                lines.add(
                    "%s: %s %s %s"
                        .formatted(
                            r.dataset(),
                            r.result(),
                            r.snapshot() == null ? "" : r.snapshot(),
                            r.detail())
                        .strip()));
    if (lines.isEmpty()) {
      lines.add("no snapshot was taken");
    }
    lines.add("the event has the id " + view.id());
    return String.join("\n", lines);
  }

  private static String text(HeveliusException e) {
    List<String> lines = new ArrayList<>();
    lines.add(String.valueOf(e.getMessage()));
    lines.addAll(e.advice());
    return String.join("\n", lines);
  }

  private void fail(Path file, String reason) {
    try {
      log.accept(
          "%s: %s failed: %s"
              .formatted(name(), MarkerFiles.shown(file), reason.lines().findFirst().orElse("")));
      MarkerFiles.move(directory, file, "failed", Optional.of(reason + "\n"));
    } catch (HeveliusException e) {
      log.accept(name() + ": " + e.getMessage());
    }
  }
}
