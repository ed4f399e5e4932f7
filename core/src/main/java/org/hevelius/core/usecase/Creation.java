package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Fence;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.Reservation;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots. A snapshot becomes visible in one catalog transaction, after every capture is
 * durable; a failure leaves no half snapshot and never touches an older one.
 */
public final class Creation implements Facade.CreationUses {
  private final Context context;

  /** Use cases over these parts. */
  public Creation(Context context) {
    this.context = context;
  }

  /**
   * A snapshot to take: made by {@link #of(String, String)} and {@link #edit}.
   *
   * @param dataset its name
   * @param shortName a name of one's own, or null
   * @param takenBy the schedules and events that it is taken for; empty when a person asks
   * @param permanent whether it is held from the start
   * @param keep how long it must be kept, such as {@code 30d}; null for no wish
   * @param expires until when it must be kept; null for no wish
   * @param lineage what it is made from
   */
  public record Request(
      String dataset,
      String description,
      @Nullable String shortName,
      Map<String, String> tags,
      @Nullable String milestone,
      SnapshotKind kind,
      List<TakenBy> takenBy,
      boolean permanent,
      @Nullable String keep,
      @Nullable Instant expires,
      Lineage.Said lineage) {
    /** Copies the collections. */
    public Request {
      takenBy = List.copyOf(takenBy);
      tags = Map.copyOf(tags);
    }

    /** A snapshot that somebody asks for, with a description alone. */
    public static Request of(String dataset, String description) {
      return new Request(
          dataset,
          description,
          null,
          Map.of(),
          null,
          SnapshotKind.MANUAL,
          List.of(),
          false,
          null,
          null,
          Lineage.Said.NOTHING);
    }

    /** To ask for more, or for the same of another dataset. */
    public CreationBuilder edit() {
      return new CreationBuilder(this);
    }
  }

  /**
   * A snapshot that was taken.
   *
   * @param contents what was read, a source each
   * @param previous the version that it was compared with, or null
   * @param started when the work began
   * @param finished when it was durable and recorded
   * @param notes what did not go as wished and harms nothing, a sentence each
   * @param failures what failed around the snapshot, which stands all the same, a sentence each
   */
  public record Result(
      Snapshot snapshot,
      List<PendingCapture.Content> contents,
      @Nullable Long previous,
      Instant started,
      Instant finished,
      List<String> notes,
      List<String> failures) {
    /** Copies the lists. */
    public Result {
      contents = List.copyOf(contents);
      notes = List.copyOf(notes);
      failures = List.copyOf(failures);
    }

    /** The same with what there is to say of it. */
    Result saying(List<String> notes, List<String> failures) {
      return new Result(snapshot, contents, previous, started, finished, notes, failures);
    }

    /** Whether all of it is in the snapshot and nothing failed around it. */
    public boolean isComplete() {
      return losses() == 0 && failures.isEmpty();
    }

    /** How many things that should be in the snapshot are not. */
    public long losses() {
      return contents.stream().mapToLong(PendingCapture.Content::losses).sum();
    }
  }

  /**
   * The copy of a dataset's only source that a snapshot is made of.
   *
   * @param moment of which the snapshot is to be
   */
  record Origin(Instant moment, SourceSpec copy) {}

  /**
   * Makes sure that what the request says fits, before anything is done.
   *
   * @throws HeveliusException as {@link #create} would, before it reads anything
   */
  void check(Request request) {
    Dataset dataset =
        new ReferenceResolver(context.catalog()).dataset(DatasetName.of(request.dataset()));
    var _ = new SnapshotDraft(context).of(request, dataset, null, context.clock().instant());
  }

  /** Takes a snapshot. */
  @Override
  public Result create(Request request, Progress progress, BooleanSupplier canceled) {
    return create(request, UnaryOperator.identity(), List.of(), progress, canceled);
  }

  /**
   * Takes a snapshot that is more than a request can ask for.
   *
   * @param finish changes its draft before any byte is read; a guarantee that it gives stands
   *     unless the captures give a stronger one
   * @param fences what must hold when it is recorded
   * @throws HeveliusException CANCELED when a fence doesn't hold
   */
  Result create(
      Request request,
      UnaryOperator<Snapshot> finish,
      List<Fence> fences,
      Progress progress,
      BooleanSupplier canceled) {
    context.look("create", request.dataset(), () -> check(request));
    return context.audited(
        "create", request.dataset(), () -> take(request, null, finish, fences, progress, canceled));
  }

  /**
   * Takes a snapshot of the sources, or of a copy, which then must be complete and of a moment
   * behind all snapshots of the dataset.
   */
  Result take(
      Request request, @Nullable Origin origin, Progress progress, BooleanSupplier canceled) {
    return take(request, origin, UnaryOperator.identity(), List.of(), progress, canceled);
  }

  private Result take(
      Request request,
      @Nullable Origin origin,
      UnaryOperator<Snapshot> finish,
      List<Fence> fences,
      Progress progress,
      BooleanSupplier canceled) {
    Instant started = context.clock().instant();
    DatasetName name = DatasetName.of(request.dataset());
    Dataset dataset = new ReferenceResolver(context.catalog()).dataset(name);
    new Strays(context).record(dataset);
    Snapshot draft = finish.apply(new SnapshotDraft(context).of(request, dataset, origin, started));
    Optional<Snapshot> previous = context.catalog().latest(name);
    List<PendingCapture> pending = new ArrayList<>();
    try {
      for (Map.Entry<SnapshotProvider, List<SourceSpec>> group : groups(dataset).entrySet()) {
        CaptureRequest capture =
            new CaptureRequest(
                dataset,
                draft.name(),
                group.getValue(),
                parents(previous),
                origin == null ? null : origin.copy(),
                progress,
                canceled);
        pending.add(group.getKey().capture(capture));
      }
      requireFit(name, origin, pending);
      List<String> notes = new Emptied(context).look(draft, pending);
      require(fences);
      Reservation reserved =
          context
              .catalog()
              .reserve(
                  name, SnapshotNames.generate(name, draft.createdAt(), request.description()));
      Snapshot snapshot =
          draft
              .edit(reserved.version())
              .name(reserved.name())
              .guarantee(guarantee(pending).or(draft.guarantee()))
              .parentVersion(previous.map(Snapshot::version).orElse(null))
              .build();
      List<Capture> captures = publish(pending, dataset, snapshot);
      Snapshot complete = snapshot.edit().captures(captures).build();
      List<PendingCapture.Content> contents = contents(dataset, pending);
      record(complete, origin, contents, fences);
      return new Result(
          complete,
          contents,
          previous.map(Snapshot::version).orElse(null),
          started,
          context.clock().instant(),
          notes,
          List.of());
    } finally {
      pending.forEach(PendingCapture::close);
    }
  }

  private static List<PendingCapture.Content> contents(
      Dataset dataset, List<PendingCapture> pending) {
    return pending.stream()
        .flatMap(part -> part.contents().stream())
        .sorted(Comparator.comparingInt(c -> dataset.sources().indexOf(c.source())))
        .toList();
  }

  /** Looked at again where it is recorded; this keeps what is not wanted out of storage. */
  private void require(List<Fence> fences) {
    for (Fence fence : fences) {
      if (!fence.stands(context.catalog())) {
        throw fence.broken();
      }
    }
  }

  private void record(
      Snapshot complete,
      @Nullable Origin origin,
      List<PendingCapture.Content> contents,
      List<Fence> fences) {
    long losses = contents.stream().mapToLong(PendingCapture.Content::losses).sum();
    context
        .catalog()
        .record(
            complete,
            context.done(
                origin == null ? "create" : "import",
                complete.reference(),
                losses == 0 ? "" : losses + " unreadable"),
            fences);
  }

  /** People throw copies away that were imported: a part of one must not pass for the whole. */
  private void requireFit(DatasetName name, @Nullable Origin origin, List<PendingCapture> pending) {
    if (origin == null) {
      return;
    }
    List<PendingCapture.Content> contents =
        pending.stream().flatMap(p -> p.contents().stream()).toList();
    long losses = contents.stream().mapToLong(PendingCapture.Content::losses).sum();
    if (losses > 0) {
      throw new HeveliusException(
          Category.PARTIAL,
          "it can't be read as a whole: %d that should be in it could not be read"
              .formatted(losses),
          contents.stream()
              .flatMap(content -> content.findings().stream())
              .limit(5)
              .toArray(String[]::new));
    }
    requireNewest(name, origin);
  }

  private void requireNewest(DatasetName name, Origin origin) {
    Imports.newest(context, name)
        .filter(newest -> !newest.createdAt().isBefore(origin.moment()))
        .ifPresent(
            newest -> {
              throw new HeveliusException(
                  Category.CONFLICT,
                  "%s is of %s, and this copy is not newer"
                      .formatted(newest.reference(), newest.createdAt()),
                  "versions stand in the order of time; import it into a dataset of its own");
            });
  }

  /** What is read file by file comes first, so that the instants of the others lie together. */
  private Map<SnapshotProvider, List<SourceSpec>> groups(Dataset dataset) {
    Map<SnapshotProvider, List<SourceSpec>> groups = new LinkedHashMap<>();
    for (boolean atOnce : new boolean[] {false, true}) {
      for (SourceSpec source : dataset.sources()) {
        SnapshotProvider provider = context.provider(source);
        if (provider instanceof NativeStorage == atOnce) {
          groups.computeIfAbsent(provider, p -> new ArrayList<>()).add(source);
        }
      }
    }
    return groups;
  }

  private static Map<SourceSpec, Capture> parents(Optional<Snapshot> previous) {
    Map<SourceSpec, Capture> parents = new HashMap<>();
    previous.ifPresent(
        snapshot -> snapshot.captures().forEach(capture -> parents.put(capture.source(), capture)));
    return parents;
  }

  private static Guarantee guarantee(List<PendingCapture> pending) {
    return pending.size() == 1 ? pending.getFirst().guarantee() : Guarantee.UNVERIFIED;
  }

  private List<Capture> publish(List<PendingCapture> pending, Dataset dataset, Snapshot snapshot) {
    Manifest manifest =
        new Manifest(
            dataset,
            context.catalog().highestVersion(dataset.name()),
            snapshot,
            null,
            context.clock().instant());
    List<List<Capture>> published = new ArrayList<>();
    try {
      for (PendingCapture part : pending) {
        published.add(part.publish(manifest));
      }
    } catch (RuntimeException e) {
      published.forEach(captures -> takeBack(captures, e));
      throw e;
    }
    return Halves.inOrder(dataset.sources(), published.stream().flatMap(List::stream).toList());
  }

  /** Nobody knows of these captures yet, and without the others they are no version. */
  private void takeBack(List<Capture> captures, RuntimeException because) {
    try {
      context.provider(captures.getFirst().source()).forget(captures);
    } catch (RuntimeException e) {
      because.addSuppressed(e);
    }
  }
}
