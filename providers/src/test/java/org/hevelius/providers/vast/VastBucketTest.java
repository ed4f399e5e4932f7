package org.hevelius.providers.vast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.provider.Captures.take;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.snapshot.Capture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores from snapshots that are seen through a bucket alone. */
class VastBucketTest {
  private static final SourceSpec OBS = SourceSpec.parse("vast:lab/prod/obs");
  private static final int LARGE = 20_000_001;
  private static final List<String> NAMES =
      List.of("night 1.csv", "it's \"raw\" +100%.txt", "Höhe ☂.txt", "a&b=c?d#e.txt", "two\nlines");

  @TempDir Path directory;
  private Stand stand;
  private VastProvider provider;
  private Capture capture;
  private byte[] large;

  @BeforeEach
  void set() throws IOException {
    stand = Stand.at(directory);
    stand.know(stand.cluster());
    stand.view("/prod/obs", "obs");
    for (String name : NAMES) {
      stand.write("prod/obs/events/" + name, "content of " + name);
    }
    stand.write("prod/obs/empty", "");
    large = new byte[LARGE];
    new Random(7).nextBytes(large);
    Files.write(stand.data("prod/obs/large.bin"), large);
    capture = take(stand.provider(), OBS, 1);
    stand.write("prod/obs/events/night 1.csv", "changed since");
    stand.know(stand.cluster(Stand.LOGIN, List.of(), stand.buckets()));
    provider = stand.provider();
  }

  @AfterEach
  void end() {
    stand.close();
  }

  private List<String> restore(@Nullable String target, List<String> paths, boolean dryRun) {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    provider.restore(
        new RestoreOrder(
            capture,
            null,
            target,
            paths,
            false,
            false,
            null,
            dryRun,
            true,
            !dryRun,
            (action, _) -> told.add(action.kind() + " " + action.path()),
            Progress.NONE,
            () -> false));
    return told.stream().sorted().toList();
  }

  @Test
  void allOfItComesBackByteForByteIntoADirectory() throws IOException {
    Path place = directory.resolve("place");
    List<String> planned = restore(place.toString(), List.of(), true);
    assertThat(place).doesNotExist();
    assertThat(restore(place.toString(), List.of(), false)).isEqualTo(planned);
    for (String name : NAMES) {
      assertThat(place.resolve("events").resolve(name)).hasContent("content of " + name);
    }
    assertThat(place.resolve("empty")).isEmptyFile();
    assertThat(Arrays.equals(Files.readAllBytes(place.resolve("large.bin")), large)).isTrue();
    assertThat(place.resolve(".snapshot")).doesNotExist();
    assertThat(stand.notices).anyMatch(line -> line.contains("shows no links, owners"));
  }

  @Test
  void aSingleFileComesBackAndNothingElse() {
    Path place = directory.resolve("place");
    restore(place.toString(), List.of("events/Höhe ☂.txt"), false);
    assertThat(place.resolve("events")).isDirectoryContaining("glob:**Höhe*");
    assertThat(place.resolve("events/night 1.csv")).doesNotExist();
    assertThat(place.resolve("large.bin")).doesNotExist();
  }

  @Test
  void aBucketThatRefusesInTheMiddleFailsThoseFilesAndSaysSo() {
    Path place = directory.resolve("place");
    stand.know(
        stand.cluster(
            Stand.LOGIN,
            List.of(),
            new org.hevelius.core.storage.Clusters.Buckets(
                stand.buckets().endpoint(),
                new org.hevelius.core.secret.SecretRef.OfVariable("S3_ACCESS"),
                new org.hevelius.core.secret.SecretRef.OfVariable("WRONG"))));
    assertThatThrownBy(() -> restore(place.toString(), List.of(), false))
        .isInstanceOf(HeveliusException.class)
        .hasMessageNotContaining("never");
    assertThat(place.resolve("large.bin")).doesNotExist();
  }

  @Test
  void nothingIsWrittenBackThroughABucketAndItIsSaidWhatCanBeDone() {
    for (boolean dryRun : new boolean[] {true, false}) {
      assertThatThrownBy(() -> restore(null, List.of(), dryRun))
          .isInstanceOfSatisfying(
              HeveliusException.class,
              e -> {
                assertThat(e.category()).isEqualTo(Category.UNAVAILABLE);
                assertThat(e.advice()).anyMatch(line -> line.contains("--to DIR"));
              });
    }
    assertThat(stand.read("prod/obs/events/night 1.csv")).isEqualTo("changed since");
  }

  @Test
  void aGuardOfTheSourceProtectsNoOtherDirectory() {
    assertThatThrownBy(
            () ->
                provider.restore(
                    new RestoreOrder(
                        capture,
                        null,
                        directory.resolve("place").toString(),
                        List.of(),
                        false,
                        true,
                        capture,
                        false,
                        false,
                        false,
                        (_, _) -> {},
                        Progress.NONE,
                        () -> false)))
        .hasMessageContaining("the guard is a capture of");
  }
}
