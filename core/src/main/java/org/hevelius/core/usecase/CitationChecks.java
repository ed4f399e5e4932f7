package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.publication.CitedVersion;
import org.hevelius.core.publication.ContentId;
import org.hevelius.core.publication.ContentListing;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.publication.Withdrawal;
import org.hevelius.core.snapshot.KnownBad;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.jspecify.annotations.Nullable;

/** Holds what a citation says against the bytes, of which every one is read. */
public final class CitationChecks implements Facade.CitationUses {
  /** The most differences that are told. */
  public static final int MOST_TOLD = 1_000;

  private final Context context;

  /** Use cases over these parts. */
  public CitationChecks(Context context) {
    this.context = context;
  }

  /** What came out. */
  public enum Verdict {
    /** The content is what the citation says. */
    VERIFIED,
    /** The content is something else. */
    DIFFERS,
    /** The version isn't in this home. */
    NOT_HERE
  }

  /**
   * A file that differs from what the citation lists.
   *
   * @param kind {@code missing}, {@code extra} or {@code changed}
   */
  public record Difference(String kind, String path) {}

  /**
   * What came out.
   *
   * @param reference the version that was looked at, or null
   * @param cited what the citation says
   * @param found what was found; null when nothing was read
   * @param differing how many files differ from what the citation lists
   * @param differences the first of them; empty when the citation lists no files
   * @param notes what else is to be known, such as a withdrawal
   */
  public record Result(
      Verdict verdict,
      @Nullable String reference,
      String cited,
      @Nullable String found,
      long files,
      long bytes,
      long differing,
      List<Difference> differences,
      List<String> notes) {
    /** Copies the lists. */
    public Result {
      differences = List.copyOf(differences);
      notes = List.copyOf(notes);
    }
  }

  /** Holds a citation against the version in this home's storage. */
  @Override
  public Result inStorage(CitedVersion cited, Progress progress, BooleanSupplier canceled) {
    return find(cited, _ -> true)
        .map(snapshot -> of(cited, snapshot, progress, canceled))
        .orElseGet(() -> notHere(cited));
  }

  /** What is said of a version that isn't here. */
  public static Result notHere(CitedVersion cited) {
    return new Result(
        Verdict.NOT_HERE, null, cited.content().toString(), null, 0, 0, 0, List.of(), List.of());
  }

  /** Holds a citation against a version that was found for it. */
  public Result of(
      CitedVersion cited, Snapshot snapshot, Progress progress, BooleanSupplier canceled) {
    SnapshotView view = SnapshotView.of(snapshot);
    Result result;
    try (SnapshotTree tree = new Trees(context).open(snapshot)) {
      result =
          check(
              cited,
              snapshot.reference(),
              tree,
              _ -> false,
              view,
              notes(snapshot),
              progress,
              canceled);
    }
    context.recordReading(
        context.done(
            "verify citation", snapshot.reference(), result.verdict() + " " + cited.content()));
    return result;
  }

  /**
   * The version that a citation names, or else one that was published with its content.
   *
   * @param visible the datasets that whoever asks may read
   */
  public Optional<Snapshot> find(CitedVersion cited, Predicate<DatasetName> visible) {
    String name = cited.name();
    Optional<Snapshot> named = name == null ? Optional.empty() : context.catalog().byName(name);
    return named
        .filter(snapshot -> visible.test(snapshot.dataset()))
        .or(() -> published(cited.content(), visible));
  }

  private Optional<Snapshot> published(ContentId content, Predicate<DatasetName> visible) {
    return context.catalog().publications().of(content, 100).stream()
        .filter(publication -> visible.test(publication.dataset()))
        .flatMap(publication -> context.catalog().byName(publication.name()).stream())
        .findFirst();
  }

  private List<String> notes(Snapshot snapshot) {
    List<String> notes = new ArrayList<>();
    Optional<Publication> newest = new Publications(context).newest(snapshot);
    Withdrawal withdrawn = newest.map(Publication::withdrawn).orElse(null);
    if (newest.isEmpty()) {
      notes.add(snapshot.reference() + " isn't known here as published");
    } else if (withdrawn != null) {
      notes.add(
          "its publication was withdrawn on %s: %s"
              .formatted(withdrawn.at().toString().substring(0, 10), withdrawn.reason()));
    }
    KnownBad bad = snapshot.knownBad();
    if (bad != null) {
      notes.add(
          "it is known bad, says " + bad.by() + (bad.note().isEmpty() ? "" : ": " + bad.note()));
    }
    return notes;
  }

  /**
   * Holds a citation against a directory that somebody has. Needs no home.
   *
   * @param leftOut paths in it that don't belong to the data, such as the citation itself
   */
  public static Result directory(
      CitedVersion cited,
      SnapshotTree tree,
      Predicate<String> leftOut,
      Progress progress,
      BooleanSupplier canceled) {
    return check(cited, null, tree, leftOut, null, List.of(), progress, canceled);
  }

  private static Result check(
      CitedVersion cited,
      @Nullable String reference,
      SnapshotTree tree,
      Predicate<String> leftOut,
      @Nullable SnapshotView totals,
      List<String> notes,
      Progress progress,
      BooleanSupplier canceled) {
    ContentListing listing = new ContentListing(tree, true, leftOut, canceled);
    Files files = new Files(cited.files());
    ContentListing.Sum sum;
    try (Progress.Phase _ =
        progress.begin(
            "reading",
            () ->
                new Progress.State(
                    listing.files(),
                    totals == null ? 0 : Objects.requireNonNullElse(totals.files(), 0L),
                    listing.bytes(),
                    totals == null ? 0 : Objects.requireNonNullElse(totals.bytes(), 0L),
                    null))) {
      sum = listing.run(files);
    }
    files.end();
    return new Result(
        sum.content().equals(cited.content()) ? Verdict.VERIFIED : Verdict.DIFFERS,
        reference,
        cited.content().toString(),
        sum.content().toString(),
        sum.files(),
        sum.bytes(),
        files.differing,
        files.told,
        notes);
  }

  /** Compares the files that a citation lists, if it lists any, with those of a tree. */
  private static final class Files implements ContentListing.Sink {
    private final @Nullable Map<String, String> missing;
    private final List<Difference> told = new ArrayList<>();
    private long differing;

    Files(@Nullable Map<String, String> listed) {
      missing = listed == null ? null : new HashMap<>(listed);
    }

    @Override
    public void accept(ContentListing.Item item) {
      if (missing != null && item.entry().isFile()) {
        String path = item.entry().path();
        String listed = missing.remove(path);
        if (listed == null) {
          tell("extra", path);
        } else if (!listed.equals(item.sha256())) {
          tell("changed", path);
        }
      }
    }

    void end() {
      if (missing != null) {
        missing.keySet().stream().sorted(Names::compare).forEach(path -> tell("missing", path));
      }
    }

    private void tell(String kind, String path) {
      differing++;
      if (told.size() < MOST_TOLD) {
        told.add(new Difference(kind, Names.show(path)));
      }
    }
  }
}
