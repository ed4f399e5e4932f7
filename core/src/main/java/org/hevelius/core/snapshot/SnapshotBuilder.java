package org.hevelius.core.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Snapshot} field by field; {@link #build} checks it. Not safe for threads. */
public final class SnapshotBuilder {
  private final DatasetName dataset;
  private final long version;
  private final Instant createdAt;
  private String name = "";
  private @Nullable String shortName;
  private String description = "";
  private String author = "";
  private String host = "";
  private Map<String, String> tags = Map.of();
  private @Nullable String milestone;
  private SnapshotKind kind = SnapshotKind.MANUAL;
  private List<TakenBy> takenBy = List.of();
  private Derivation derivation = Derivation.NONE;
  private List<Hold> holds = List.of();
  private @Nullable KnownGood knownGood;
  private @Nullable KnownBad knownBad;
  private @Nullable Instant expires;
  private Guarantee guarantee = Guarantee.UNVERIFIED;
  private @Nullable GitState git;
  private @Nullable Long parentVersion;
  private List<Capture> captures = List.of();

  SnapshotBuilder(DatasetName dataset, long version, Instant createdAt) {
    this.dataset = dataset;
    this.version = version;
    this.createdAt = createdAt;
  }

  SnapshotBuilder(Snapshot snapshot, long version) {
    this(snapshot.dataset(), version, snapshot.createdAt());
    this.name = snapshot.name();
    this.shortName = snapshot.shortName();
    this.description = snapshot.description();
    this.author = snapshot.author();
    this.host = snapshot.host();
    this.tags = snapshot.tags();
    this.milestone = snapshot.milestone();
    this.kind = snapshot.kind();
    this.takenBy = snapshot.takenBy();
    this.derivation = snapshot.derivation();
    this.holds = snapshot.holds();
    this.knownGood = snapshot.knownGood();
    this.knownBad = snapshot.knownBad();
    this.expires = snapshot.expires();
    this.guarantee = snapshot.guarantee();
    this.git = snapshot.git();
    this.parentVersion = snapshot.parentVersion();
    this.captures = snapshot.captures();
  }

  /** The generated name; see {@link SnapshotNames}. Must be set. */
  public SnapshotBuilder name(String value) {
    name = value;
    return this;
  }

  /** The chosen name, or none. */
  public SnapshotBuilder shortName(@Nullable String value) {
    shortName = value;
    return this;
  }

  /** The description. Must be set. */
  public SnapshotBuilder description(String value) {
    description = value;
    return this;
  }

  /** Who asked for it. Must be set. */
  public SnapshotBuilder author(String value) {
    author = value;
    return this;
  }

  /** Where the capture ran. Must be set. */
  public SnapshotBuilder host(String value) {
    host = value;
    return this;
  }

  /** All tags. */
  public SnapshotBuilder tags(Map<String, String> value) {
    tags = value;
    return this;
  }

  /** The milestone, or none. */
  public SnapshotBuilder milestone(@Nullable String value) {
    milestone = value;
    return this;
  }

  /** What made it; {@code MANUAL} unless said otherwise. */
  public SnapshotBuilder kind(SnapshotKind value) {
    kind = value;
    return this;
  }

  /** The schedules and events that it was taken for. */
  public SnapshotBuilder takenBy(List<TakenBy> value) {
    takenBy = value;
    return this;
  }

  /** What it was made from. */
  public SnapshotBuilder derivation(Derivation value) {
    derivation = value;
    return this;
  }

  /** All holds. */
  public SnapshotBuilder holds(List<Hold> value) {
    holds = value;
    return this;
  }

  /** The known-good mark, or none. */
  public SnapshotBuilder knownGood(@Nullable KnownGood value) {
    knownGood = value;
    return this;
  }

  /** The known-bad mark, or none. */
  public SnapshotBuilder knownBad(@Nullable KnownBad value) {
    knownBad = value;
    return this;
  }

  /** The expiry, or none. */
  public SnapshotBuilder expires(@Nullable Instant value) {
    expires = value;
    return this;
  }

  /** The guarantee; {@code UNVERIFIED} unless said otherwise. */
  public SnapshotBuilder guarantee(Guarantee value) {
    guarantee = value;
    return this;
  }

  /** The Git state, or none. */
  public SnapshotBuilder git(@Nullable GitState value) {
    git = value;
    return this;
  }

  /** The version it descends from, or none. */
  public SnapshotBuilder parentVersion(@Nullable Long value) {
    parentVersion = value;
    return this;
  }

  /** All captures. */
  public SnapshotBuilder captures(List<Capture> value) {
    captures = value;
    return this;
  }

  /** Adds a hold, in place of one of the same kind. */
  public SnapshotBuilder hold(Hold hold) {
    List<Hold> others = new ArrayList<>(holds);
    others.removeIf(other -> other.kind() == hold.kind());
    others.add(hold);
    return holds(others);
  }

  /** The checked snapshot. */
  public Snapshot build() {
    return new Snapshot(
        dataset,
        version,
        name,
        shortName,
        description,
        createdAt,
        author,
        host,
        Tags.checked(tags),
        milestone,
        kind,
        takenBy,
        derivation,
        holds,
        knownGood,
        knownBad,
        expires,
        guarantee,
        git,
        parentVersion,
        captures);
  }
}
