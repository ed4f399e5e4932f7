package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Capability;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.NativeStorage.Cloned;
import org.hevelius.core.provider.NativeStorage.Found;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Finds storage that snapshots by itself, and makes data to write to of what it has. */
public final class NativeStores implements NativeUses.StoreUses {
  private final Context context;

  NativeStores(Context context) {
    this.context = context;
  }

  /**
   * Storage that could be a source.
   *
   * @param source as it is written
   * @param bytes what it refers to
   * @param place where it is mounted, or what else helps to know it; may be empty
   * @param datasets the datasets that it is a source of already
   */
  public record Candidate(String source, long bytes, String place, List<String> datasets) {
    /** Copies the list. */
    public Candidate {
      datasets = List.copyOf(datasets);
    }
  }

  /**
   * What was found.
   *
   * @param notes what couldn't be looked at or was left out, a sentence each
   */
  public record Discovery(List<Candidate> found, List<String> notes) {
    /** Copies the lists. */
    public Discovery {
      found = List.copyOf(found);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Looks for storage that could be a source.
   *
   * @param what {@code zfs}, {@code btrfs} or {@code vast}, with the name of a machine or cluster
   *     behind a colon where only that is meant; null for all
   * @throws HeveliusException INVALID for another kind; UNAVAILABLE when what was asked for can't
   *     be looked at
   */
  @Override
  public Discovery discover(@Nullable String what) {
    List<Found> found = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    int colon = what == null ? -1 : what.indexOf(':');
    String kind = what == null || colon < 0 ? what : what.substring(0, colon);
    String where = what == null || colon < 0 ? null : what.substring(colon + 1);
    for (NativeStorage storage : storages(kind)) {
      try {
        found.addAll(storage.discover(where));
      } catch (HeveliusException e) {
        if (what != null) {
          throw e;
        }
        notes.add(storage.kind().text() + ": " + e.getMessage());
      }
    }
    List<Dataset> datasets = context.catalog().datasets();
    long left = found.stream().filter(Found::leftover).count();
    if (left > 0) {
      notes.add(
          "left out: %d %s that a rollback has kept of the state before; remove what nobody needs"
              .formatted(left, left == 1 ? "place" : "places"));
    }
    return new Discovery(
        found.stream()
            .filter(one -> !one.leftover())
            .sorted(Comparator.comparing(one -> one.source().toString()))
            .map(one -> candidate(one, datasets))
            .toList(),
        notes);
  }

  /** See {@link Adoption#adopt(SourceSpec)}. */
  @Override
  public List<Adoption.Adopted> adopt(SourceSpec source) {
    return new Adoption(context).adopt(source);
  }

  private List<NativeStorage> storages(@Nullable String kind) {
    List<NativeStorage> storages =
        context.providers().values().stream()
            .filter(NativeStorage.class::isInstance)
            .map(NativeStorage.class::cast)
            .sorted(Comparator.comparing(SnapshotProvider::kind))
            .toList();
    if (kind == null) {
      return storages;
    }
    List<NativeStorage> asked =
        storages.stream().filter(storage -> storage.kind().text().equals(kind)).toList();
    if (asked.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + kind + "\" is no storage that can be looked at",
          "there are: " + String.join(", ", storages.stream().map(s -> s.kind().text()).toList()));
    }
    return asked;
  }

  private static Candidate candidate(Found found, List<Dataset> datasets) {
    return new Candidate(
        found.source().toString(),
        found.bytes(),
        found.place(),
        datasets.stream()
            .filter(dataset -> dataset.sources().contains(found.source()))
            .map(dataset -> dataset.name().text())
            .toList());
  }

  /** What the storage of each source of a dataset can do. */
  List<CapabilityView> support(Dataset dataset) {
    return dataset.sources().stream().map(this::support).toList();
  }

  private CapabilityView support(SourceSpec source) {
    try {
      return new CapabilityView(
          source.toString(),
          context.provider(source).capabilities(source).stream()
              .map(CapabilityView.Answer::of)
              .toList(),
          "");
    } catch (HeveliusException e) {
      return new CapabilityView(source.toString(), List.of(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Data to write to.
   *
   * @param reference the version that it was made of
   * @param name as the storage calls it; its path for a directory
   * @param path where it is mounted; null when it isn't
   * @param way {@code clone} when the storage has made it at once, {@code copy} when it was
   *     restored
   */
  public record Clone(String reference, String name, @Nullable String path, String way) {}

  /**
   * Makes data to write to of a snapshot: a clone by the storage where it can, else a copy in a new
   * directory.
   *
   * @param name as the storage calls such things, or an absolute path; with several sources each
   *     has its own name behind it
   * @throws HeveliusException CONFLICT when there is something of that name; REFUSED when only a
   *     copy can be made and the name is no path
   */
  @Override
  public List<Clone> clone(
      String reference, String name, Progress progress, BooleanSupplier canceled) {
    return context.audited(
        "clone",
        reference,
        () -> {
          Snapshot snapshot = new ReferenceResolver(context.catalog()).resolve(reference);
          Optional<String> why = cannotClone(snapshot);
          if (why.isPresent() && !name.startsWith("/")) {
            throw new HeveliusException(
                Category.REFUSED,
                "%s can't be cloned by its storage: %s".formatted(snapshot.reference(), why.get()),
                "nothing was made; for a copy name a new directory: hevelius clone %s /path/to/copy"
                    .formatted(snapshot.reference()));
          }
          List<Clone> made =
              why.isPresent()
                  ? List.of(copy(snapshot, name, progress, canceled))
                  : clones(snapshot, name);
          context
              .catalog()
              .append(
                  context.done(
                      "clone",
                      snapshot.reference(),
                      String.join(", ", made.stream().map(Clone::name).toList())));
          return made;
        });
  }

  /**
   * Whether a clone of that name would lie at a path of this machine: as a copy, or as a clone of
   * storage that this machine has. Other names are those of the storage, also the absolute paths of
   * a cluster.
   */
  public boolean liesHere(String reference, String name) {
    Snapshot snapshot = new ReferenceResolver(context.catalog()).resolve(reference);
    return name.startsWith("/")
        && (cannotClone(snapshot).isPresent()
            || snapshot.captures().stream()
                .anyMatch(capture -> capture.source().kind() != SourceSpec.Kind.VAST));
  }

  /** Why the storage can't, in a few words; nothing when it can. */
  private Optional<String> cannotClone(Snapshot snapshot) {
    for (Capture capture : snapshot.captures()) {
      SnapshotProvider provider = context.provider(capture.source());
      boolean can =
          provider instanceof NativeStorage
              && provider.capabilities(capture.source()).stream()
                  .anyMatch(s -> s.capability() == Capability.CLONE && s.available());
      if (!can) {
        return Optional.of(
            provider.capabilities(capture.source()).stream()
                .filter(support -> support.capability() == Capability.CLONE)
                .map(support -> support.note())
                .findFirst()
                .orElse(capture.source() + " has no clones"));
      }
    }
    return Optional.empty();
  }

  private List<Clone> clones(Snapshot snapshot, String name) {
    Sources sources = new Sources(snapshot.captures().stream().map(Capture::source).toList());
    List<Clone> made = new ArrayList<>();
    for (Map.Entry<String, SourceSpec> entry : sources.byName().entrySet()) {
      Capture capture =
          snapshot.captures().stream()
              .filter(one -> one.source().equals(entry.getValue()))
              .findFirst()
              .orElseThrow();
      NativeStorage storage = (NativeStorage) context.provider(capture.source());
      String own = sources.isSingle() ? name : name + "-" + entry.getKey();
      try {
        Cloned clone = storage.clone(capture, own);
        String path = clone.path() == null ? null : clone.path().toString();
        made.add(new Clone(snapshot.reference(), clone.name(), path, "clone"));
      } catch (HeveliusException e) {
        if (made.isEmpty()) {
          throw e;
        }
        throw new HeveliusException(
            Category.PARTIAL,
            "%s was not cloned: %s".formatted(capture.source(), e.getMessage()),
            List.of(
                "these were made and stand: "
                    + String.join(", ", made.stream().map(Clone::name).toList())),
            e);
      }
    }
    return made;
  }

  private Clone copy(Snapshot snapshot, String place, Progress progress, BooleanSupplier canceled) {
    Restores restores = new Restores(context);
    RestorePlan plan =
        restores.plan(
            new Restores.Request(snapshot.reference(), List.of(), place, false, false, false),
            progress,
            canceled);
    boolean isNew =
        Arrays.stream(Kind.values())
            .allMatch(kind -> kind == Kind.CREATE || plan.count(kind).entries() == 0);
    if (!isNew) {
      throw new HeveliusException(
          Category.CONFLICT,
          "there is something at " + place + " already",
          "nothing was written; name a new directory");
    }
    Restores.Result result = restores.execute(plan, progress, canceled);
    if (result.count(Kind.FAILED).entries() + result.count(Kind.CONFLICT).entries() > 0) {
      throw new HeveliusException(
          Category.PARTIAL,
          "the copy at %s lacks %d".formatted(place, result.problems().size()),
          "the snapshot is as it was; remove the copy and make it again");
    }
    return new Clone(snapshot.reference(), place, place, "copy");
  }
}
