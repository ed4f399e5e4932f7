package org.hevelius.providers.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCountTest {
  @TempDir private Path temp;
  private Path raw;
  private Path notes;
  private TestHome home;

  @BeforeEach
  void makeHomeAndData() throws IOException {
    raw = temp.resolve("raw");
    notes = temp.resolve("notes");
    TestHome.write(raw.resolve("a/b/events.csv"), "0123456789");
    TestHome.write(raw.resolve("a/mars.caldb"), "01234");
    TestHome.write(raw.resolve("a/scratch.tmp"), "not captured");
    Files.createSymbolicLink(raw.resolve("latest"), Path.of("a/mars.caldb"));
    TestHome.write(notes.resolve("log.txt"), "abc");
    home = TestHome.make(temp.resolve("home"));
  }

  @AfterEach
  void close() {
    home.close();
  }

  /** Waits, before anything is read, until the total is as expected. */
  private static final class Watcher implements Progress {
    private final boolean watching;
    private final long expected;
    private final List<State> first = new ArrayList<>();

    Watcher(boolean watching, long expected) {
      this.watching = watching;
      this.expected = expected;
    }

    @Override
    public boolean wantsTotals() {
      return watching;
    }

    @Override
    public Phase begin(String phase, Supplier<State> state) {
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (state.get().totalFiles() != expected && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      first.add(state.get());
      return () -> {};
    }
  }

  @Test
  void tellsHowMuchTheFirstSnapshotHasToRead() {
    Watcher watcher = new Watcher(true, 4);
    try (PendingCapture pending = capture(watcher, List.of())) {
      assertThat(watcher.first.getFirst().totalBytes()).isEqualTo(18);
      assertThat(pending.contents().stream().mapToLong(PendingCapture.Content::files).sum())
          .isEqualTo(4);
      assertThat(pending.contents().stream().mapToLong(PendingCapture.Content::bytes).sum())
          .isEqualTo(18);
    }
  }

  @Test
  void countsNothingWhenNobodyWatches() {
    Watcher watcher = new Watcher(false, 0);
    capture(watcher, List.of()).close();
    assertThat(watcher.first.getFirst().totalBytes()).isZero();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("counting");
  }

  @Test
  void takesTheTotalOfTheVersionBeforeWhenThereIsOne() throws IOException {
    Dataset dataset = dataset();
    List<Capture> first = home.take(dataset, 1);
    Files.delete(notes.resolve("log.txt"));
    Watcher watcher = new Watcher(true, 4);
    capture(watcher, first).close();
    assertThat(watcher.first.getFirst().totalBytes()).isEqualTo(18);
  }

  private Dataset dataset() {
    return TestHome.dataset(List.of("*.tmp"), raw, notes);
  }

  private PendingCapture capture(Progress progress, List<Capture> parents) {
    Map<SourceSpec, Capture> bySource = new HashMap<>();
    parents.forEach(capture -> bySource.put(capture.source(), capture));
    Dataset dataset = dataset();
    return home.provider.capture(
        new CaptureRequest(
            dataset, dataset.name().text(), dataset.sources(), bySource, progress, () -> false));
  }
}
