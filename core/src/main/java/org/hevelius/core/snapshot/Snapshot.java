package org.hevelius.core.snapshot;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Texts;
import org.jspecify.annotations.Nullable;

/**
 * One numbered, named version of a whole dataset. What it captured never changes; short name,
 * description, tags, milestone, holds, marks and expiry can be edited.
 *
 * @param version number in the dataset, from 1; never given twice
 * @param name generated, unique in the catalog; see {@link SnapshotNames}
 * @param shortName chosen, unique in the dataset; see {@link NamingRule}
 * @param createdAt when the capture began
 * @param author who asked for it
 * @param host where the capture ran
 * @param tags sorted by key
 * @param milestone what the data had reached, for people
 * @param takenBy the schedules and events that it was taken for, sorted; empty when a person asked
 * @param derivation the snapshots of any dataset that it was made from
 * @param holds sorted by kind, one of each kind at most
 * @param knownGood that its data was found to be good, or null
 * @param knownBad that its data was found to be bad, or null; never both
 * @param expires after when it is forgotten; null when the rules of retention alone decide. Until
 *     then what a person asked for is kept whatever they say, and what a policy took as they say
 * @param git state of the source's Git work tree; null when it is none
 * @param parentVersion the version of this dataset that the data descends from
 * @param captures one per source; empty only while the snapshot is being made
 */
public record Snapshot(
    DatasetName dataset,
    long version,
    String name,
    @Nullable String shortName,
    String description,
    Instant createdAt,
    String author,
    String host,
    SortedMap<String, String> tags,
    @Nullable String milestone,
    SnapshotKind kind,
    List<TakenBy> takenBy,
    Derivation derivation,
    List<Hold> holds,
    @Nullable KnownGood knownGood,
    @Nullable KnownBad knownBad,
    @Nullable Instant expires,
    Guarantee guarantee,
    @Nullable GitState git,
    @Nullable Long parentVersion,
    List<Capture> captures) {

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /** Newest first: by time, then by dataset, then by version. */
  public static final Comparator<Snapshot> NEWEST_FIRST =
      Comparator.comparing(Snapshot::createdAt)
          .reversed()
          .thenComparing(Snapshot::dataset)
          .thenComparing(Comparator.comparingLong(Snapshot::version).reversed());

  /**
   * Checks the snapshot.
   *
   * @throws HeveliusException INVALID with the field that doesn't fit
   */
  public Snapshot {
    if (version < 1) {
      throw invalid(dataset, version, "versions count from 1");
    }
    name = SnapshotNames.checked(name);
    shortName = shortName == null ? null : NamingRule.checked(shortName);
    description = Texts.text("description", description);
    if (description.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID, "the description is empty", "say in a few words why it is taken");
    }
    author = Texts.line("author", author);
    host = Texts.line("host", host);
    tags = Tags.checked(tags);
    milestone = milestone == null ? null : Texts.line("milestone", milestone);
    takenBy = takenBy.stream().distinct().sorted().toList();
    holds = holds.stream().sorted(Comparator.comparing(Hold::kind)).toList();
    if (holds.stream().map(Hold::kind).distinct().count() < holds.size()) {
      throw invalid(dataset, version, "it has two holds of one kind: " + holds);
    }
    if (knownGood != null && knownBad != null) {
      throw invalid(dataset, version, "it can't be known as both good and bad");
    }
    if (parentVersion != null && (parentVersion < 1 || parentVersion == version)) {
      throw invalid(dataset, version, "it can't descend from version " + parentVersion);
    }
    inRange(createdAt);
    if (expires != null) {
      inRange(expires);
    }
    captures = List.copyOf(captures);
  }

  /** A maker with the fields that every snapshot needs; the others start empty. */
  public static SnapshotBuilder builder(DatasetName dataset, long version, Instant createdAt) {
    return new SnapshotBuilder(dataset, version, createdAt);
  }

  /** A maker that starts with this snapshot's fields, for an edited copy. */
  public SnapshotBuilder edit() {
    return edit(version);
  }

  /** A maker that starts with this snapshot's fields under another version number. */
  public SnapshotBuilder edit(long newVersion) {
    return new SnapshotBuilder(this, newVersion);
  }

  /** The reference by version, such as {@code cosmos7/raw@12}. */
  public String reference() {
    return dataset + "@" + version;
  }

  /** Whether the storage that took it by itself has it no more, as it was last seen. */
  public boolean isGone() {
    return kind == SnapshotKind.ADOPTED && tags.containsKey(Tags.GONE);
  }

  /** Whether some hold forbids forgetting it. */
  public boolean isHeld() {
    return !holds.isEmpty();
  }

  /** How many files all captures have; nothing when that wasn't counted. */
  public OptionalLong files() {
    return captures.stream().allMatch(Capture::isCounted)
        ? OptionalLong.of(captures.stream().mapToLong(Capture::files).sum())
        : OptionalLong.empty();
  }

  /** How many directories all captures have; nothing when that wasn't counted. */
  public OptionalLong directories() {
    return captures.stream().allMatch(Capture::isCounted)
        ? OptionalLong.of(captures.stream().mapToLong(Capture::directories).sum())
        : OptionalLong.empty();
  }

  /** The size of all captures; nothing when that of one isn't known. */
  public OptionalLong bytes() {
    return sum(Capture::size);
  }

  /** What all captures have that was not stored before; nothing when that of one isn't known. */
  public OptionalLong addedBytes() {
    return sum(Capture::added);
  }

  /** What that takes in storage; nothing when that of one capture isn't known. */
  public OptionalLong storedBytes() {
    return sum(Capture::stored);
  }

  private OptionalLong sum(Function<Capture, OptionalLong> number) {
    long sum = 0;
    for (Capture capture : captures) {
      OptionalLong one = number.apply(capture);
      if (one.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += one.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  /** Whether a person wants it kept for good. */
  public boolean isPermanent() {
    return hold(Hold.Kind.PERMANENT).isPresent();
  }

  /** The hold of a kind. */
  public Optional<Hold> hold(Hold.Kind wanted) {
    return holds.stream().filter(hold -> hold.kind() == wanted).findFirst();
  }

  /** The tags as they are written, sorted. */
  public List<String> tagTexts() {
    return Tags.texts(tags);
  }

  private static void inRange(Instant time) {
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw new HeveliusException(
          Category.INVALID, "the time " + time + " is outside the years 0 to 9999");
    }
  }

  private static HeveliusException invalid(DatasetName dataset, long version, String why) {
    return new HeveliusException(
        Category.INVALID, "snapshot %s@%d can't be made: %s".formatted(dataset, version, why));
  }
}
