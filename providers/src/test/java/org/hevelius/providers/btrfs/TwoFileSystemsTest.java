package org.hevelius.providers.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Captures;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.snapshot.Capture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots with parts on two file systems. */
class TwoFileSystemsTest {
  @TempDir private Path temp;
  private BtrfsFixture one;
  private BtrfsFixture other;
  private SourceSpec first;
  private SourceSpec second;

  @BeforeEach
  void open() {
    one = new BtrfsFixture(temp.resolve("both/one"));
    other = new BtrfsFixture(temp.resolve("both/other"));
    one.andBelow(temp.resolve("both"));
    first = one.source("raw");
    second = other.source("raw");
    one.write(first, "a", "1");
    one.write(second, "b", "2");
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  private static List<String> in(BtrfsFixture fixture) throws IOException {
    try (Stream<Path> entries = Files.list(fixture.top().resolve(Place.NAME))) {
      return entries
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("lock"))
          .sorted()
          .toList();
    }
  }

  private void dieAfter(int containers) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CutOffCapture.class.getName(),
                "" + containers,
                first.location(),
                second.location())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(9);
  }

  @Test
  void whatWasPublishedOnOneOnlyCountsForNothingAndIsTakenBackFromEither() throws Exception {
    dieAfter(1);
    assertThat(in(one)).singleElement().asString().doesNotStartWith(".");
    assertThat(in(other)).singleElement().asString().startsWith(".pending-");
    assertThat(one.provider().recover()).isEmpty();
    assertThat(one.notices).singleElement().asString().contains("cut off");
    Capture next = Captures.take(one.provider(), second, 8);
    assertThat(in(one)).isEmpty();
    assertThat(in(other)).hasSize(1);
    assertThat(one.provider().exists(next)).isTrue();
  }

  @Test
  void itIsTakenBackFromWhereItWasPublishedToo() throws Exception {
    dieAfter(1);
    Capture next = Captures.take(one.provider(), first, 8);
    assertThat(in(one)).hasSize(1);
    assertThat(one.provider().exists(next)).isTrue();
    assertThat(one.provider().recover()).hasSize(1);
    Capture _ = Captures.take(one.provider(), second, 9);
    assertThat(in(other)).hasSize(1);
    assertThat(one.provider().recover()).hasSize(2);
  }

  @Test
  void whatWasPublishedOnBothCountsAlthoughNobodyCouldSaySo() throws Exception {
    dieAfter(2);
    assertThat(one.provider().recover()).hasSize(1);
    Capture _ = Captures.take(one.provider(), first, 8);
    Capture _ = Captures.take(one.provider(), second, 9);
    assertThat(one.provider().recover()).hasSize(3);
    try (Stream<Path> files = Files.walk(one.top().resolve(Place.NAME), 2)) {
      assertThat(files.map(path -> path.getFileName().toString())).doesNotContain(Parts.FILE);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsOnADiskThatIsNotMountedDecidesNothing(boolean published) throws Exception {
    dieAfter(1);
    BtrfsFixture away = published ? one : other;
    BtrfsFixture here = published ? other : one;
    List<String> before = in(here);
    BtrfsFixture.run(List.of("umount", away.top().toString()));
    try {
      Capture _ = Captures.take(here.provider(), published ? second : first, 8);
      assertThat(in(here)).containsAll(before).hasSize(2);
    } finally {
      String image = away.top() + ".img";
      BtrfsFixture.run(List.of("mount", "-o", "loop", image, away.top().toString()));
    }
  }

  @Test
  void bothPartsOfAWholeOneAreFoundAndGoTogether() throws Exception {
    Dataset dataset = Captures.dataset(first, second);
    List<Capture> captures;
    try (PendingCapture pending = Captures.begin(one.provider(), dataset, 1, List.of())) {
      captures = pending.publish(Captures.manifest(dataset, 1));
    }
    assertThat(one.provider().recover().toList())
        .singleElement()
        .satisfies(found -> assertThat(found.captures()).hasSize(2));
    one.provider().forget(captures);
    assertThat(in(one)).isEmpty();
    assertThat(in(other)).isEmpty();
  }
}
