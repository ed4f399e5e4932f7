package org.hevelius.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {
  private static final Instant TIME = Instant.parse("2026-11-21T10:30:00.123456789Z");
  private static final SourceSpec SOURCE = SourceSpec.parse("dir:/data/räw");
  private static final Dataset DATASET =
      new Dataset(
          DatasetName.of("cosmos7/raw"),
          "Raw \"frames\"\nof the mission",
          List.of(SOURCE, SourceSpec.parse("s3:media")),
          List.of("*.tmp"),
          TIME,
          "main",
          List.of("campaign=mars", "x-ray"));

  @Test
  void comesBackAsItWas() {
    Snapshot full =
        bare()
            .shortName("pre-mars")
            .tags(Map.of("campaign", "mars", "nightly", ""))
            .milestone("calibrated 😀")
            .kind(SnapshotKind.EVENT)
            .takenBy(List.of(new TakenBy("cosmos7", "calibration"), new TakenBy("cosmos7", "6h")))
            .derivation(
                new Derivation(
                    List.of(
                        Ancestor.parse("derived-from cosmos7/raw@7 cosmos7-raw_20260101_000000_x"),
                        Ancestor.parse("calibrated-with calib@1 calib_20260101_000000_x")),
                    "calibrate.py 2.1"))
            .hold(new Hold(Hold.Kind.LEGAL, "contract", "sam", TIME))
            .hold(new Hold(Hold.Kind.PERMANENT, "", "maya", TIME))
            .knownGood(new KnownGood("drill", TIME, "restored"))
            .expires(TIME.plusSeconds(1))
            .guarantee(Guarantee.ORDERED)
            .git(new GitState("a".repeat(40), null, 3, "https://host/x"))
            .parentVersion(11L)
            .build();
    Snapshot bad = bare().knownBad(new KnownBad("sam", TIME, "wrong gain")).build();
    for (Snapshot snapshot : List.of(full, bad, bare().build())) {
      Manifest manifest = new Manifest(DATASET, 14, snapshot, SOURCE, TIME);
      assertThat(Manifest.parse(manifest.toJson(), "here")).isEqualTo(manifest);
      Manifest counted = manifest.withCounts(List.of(new CaptureCounts(SOURCE, 5, 4, 3, 2, 1)));
      assertThat(Manifest.parse(counted.toJson(), "here")).isEqualTo(counted);
    }
  }

  @Test
  void leavesOutTheCaptures() {
    Snapshot captured =
        bare()
            .captures(
                List.of(new Capture(SOURCE, "directory", "f".repeat(64), "main", 1, 1, 1, 1, 1)))
            .build();
    Manifest manifest = new Manifest(DATASET, 1, captured, SOURCE, TIME);
    assertThat(manifest.snapshot().captures()).isEmpty();
    assertThat(manifest.highestVersion()).isEqualTo(12);
    assertThat(new String(manifest.toJson(), StandardCharsets.UTF_8)).doesNotContain("ffff");
  }

  @Test
  void readsFormsWithUnknownAndMissingFields() {
    String json =
        """
        {"manifest": 7, "readableFrom": 1, "future": {"x": [1]},
         "dataset": {"name": "d", "sources": ["dir:/d"], "created": "2026-01-01T00:00:00Z", "q": 1},
         "snapshot": {"dataset": "d", "version": 3, "name": "d_20260101_000000_x",
           "description": "x", "createdAt": "2026-01-01T00:00:00Z", "author": "a", "host": "h",
           "kind": "MANUAL", "guarantee": "ATOMIC", "mood": "good",
           "holds": [{"kind": "EMBARGO", "since": "2026-01-01T00:00:00Z"},
                     {"kind": "CUSTODY", "since": "2026-01-01T00:00:00Z"}]}}
        """;
    Manifest manifest = parse(json);
    assertThat(manifest.snapshot().version()).isEqualTo(3);
    assertThat(manifest.highestVersion()).isEqualTo(3);
    assertThat(manifest.snapshot().isPermanent()).as("an unknown hold still holds").isTrue();
    assertThat(manifest.dataset().repository()).isEqualTo(Dataset.DEFAULT_REPOSITORY);
    assertThat(manifest.written()).isEqualTo(manifest.snapshot().createdAt());
  }

  @Test
  void refusesADocumentThatNeedsANewerReader() {
    assertThatThrownBy(() -> parse("{\"manifest\": 9, \"readableFrom\": 2}"))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.REFUSED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | no JSON",
        "[] | no JSON object",
        "{} | \"manifest\" is missing",
        "{\"manifest\": 1} | \"snapshot\" is missing",
        "{\"manifest\": 1, \"snapshot\": 3} | \"snapshot\" is no object",
        "{\"manifest\": 1, \"snapshot\": {\"dataset\": \"d\", \"version\": \"x\"}} |"
            + " \"snapshot.version\" is no whole number",
        "{\"manifest\": 1, \"snapshot\": {\"dataset\": \"../d\"}} | is no name for a dataset",
        "{\"manifest\": 1, \"snapshot\": {\"dataset\": \"d\", \"version\": 1, \"createdAt\":"
            + " \"now\"}} | \"snapshot.createdAt\" reads \"now\"",
      })
  void saysWhichFieldIsDamaged(String json, String message) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.DAMAGED);
              assertThat(e).hasMessageContaining(message).hasMessageContaining("at here");
            });
  }

  private static Manifest parse(String json) {
    return Manifest.parse(json.getBytes(StandardCharsets.UTF_8), "here");
  }

  private static SnapshotBuilder bare() {
    return Snapshot.builder(DATASET.name(), 12, TIME)
        .name("cosmos7-raw_20261121_103000_x")
        .description("x")
        .author("maya")
        .host("vm");
  }
}
