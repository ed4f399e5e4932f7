package org.hevelius.core.catalog;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Ancestor;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Derivation;
import org.hevelius.core.snapshot.GitState;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.KnownGood;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotBuilder;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.core.snapshot.TakenBy;

/** Datasets, snapshots and events for tests of the catalog. */
public final class CatalogFixtures {
  /** When it all begins. */
  public static final Instant TIME = Instant.parse("2026-11-21T10:30:00.123456789Z");

  /** A dataset's name. */
  public static final DatasetName RAW = DatasetName.of("cosmos7/raw");

  private CatalogFixtures() {}

  /** A dataset of two sources. */
  public static Dataset dataset(String name) {
    return new Dataset(
        DatasetName.of(name),
        "Frames, as they came\nfrom the \"mission\"",
        List.of(SourceSpec.parse("dir:/data/räw, old"), SourceSpec.parse("s3:media")),
        List.of("*.tmp", "__pycache__"),
        TIME,
        Dataset.DEFAULT_REPOSITORY);
  }

  /** An audit event. */
  public static AuditEvent event(String action, String target) {
    return new AuditEvent(TIME, "maya", "vm", action, target, AuditEvent.Outcome.OK, "");
  }

  /** A snapshot's maker with the least that is needed. */
  public static SnapshotBuilder snapshot(DatasetName dataset, long version, Instant time) {
    return Snapshot.builder(dataset, version, time)
        .name(SnapshotNames.generate(dataset, time, "v" + version))
        .description("v" + version)
        .author("maya")
        .host("vm")
        .captures(List.of(capture(id(dataset, version))));
  }

  /** A snapshot with every field set. */
  public static Snapshot full(DatasetName dataset, long version, Instant time) {
    return snapshot(dataset, version, time)
        .shortName("pre-mars-" + version)
        .description("Before Mars calibration change\nsecond line")
        .tags(Map.of("campaign", "mars", "nightly", ""))
        .milestone("Calibrated Größe")
        .kind(SnapshotKind.EVENT)
        .takenBy(List.of(new TakenBy("cosmos7", "nightly"), new TakenBy("cosmos7", "6h")))
        .derivation(
            new Derivation(
                List.of(
                    new Ancestor(
                        Ancestor.Use.DERIVED_FROM, RAW, 7, "cosmos7-raw_20260101_000000_x"),
                    new Ancestor(
                        Ancestor.Use.CALIBRATED_WITH, RAW, 8, "cosmos7-raw_20260102_000000_y")),
                "calibrate.py 2.1"))
        .hold(new Hold(Hold.Kind.PERMANENT, "baseline | x", "maya", TIME))
        .hold(new Hold(Hold.Kind.LEGAL, "", "sam", TIME.plusSeconds(1)))
        .knownGood(new KnownGood("drill", TIME, "restored and compared"))
        .expires(Instant.parse("9999-12-31T23:59:59.999999999Z"))
        .guarantee(Guarantee.QUIESCED)
        .git(new GitState("5a49f37" + "0".repeat(33), "feature/case-study", 2, null))
        .parentVersion(version == 1 ? null : version - 1)
        .captures(
            List.of(
                capture(id(dataset, version)),
                new Capture(SourceSpec.parse("s3:media"), "s3", "manifest-7", "", 1, 2, 3, 4, 5)))
        .build();
  }

  /** A capture in the repository. */
  public static Capture capture(String id) {
    return new Capture(
        SourceSpec.parse("dir:/data/raw"), "directory", id, "default", 1204, 17, 1L << 40, 99, 61);
  }

  /** 64 hex digits that depend on dataset and version alone. */
  public static String id(DatasetName dataset, long version) {
    byte[] bytes = new byte[32];
    new Random(dataset.hashCode() * 31L + version).nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
