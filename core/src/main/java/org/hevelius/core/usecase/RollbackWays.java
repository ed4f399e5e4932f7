package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Capability;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.NativeStorage.Doomed;
import org.hevelius.core.provider.NativeStorage.Native;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Finds the ways to put all sources of a snapshot back at once, and what each would cost. */
final class RollbackWays {
  private final Context context;

  RollbackWays(Context context) {
    this.context = context;
  }

  RollbackPlan plan(Rollbacks.Request request) {
    Snapshot snapshot =
        new Strays(context)
            .current(new ReferenceResolver(context.catalog()).resolve(request.reference()));
    requireSources(snapshot);
    Map<String, List<NativeStorage.RollbackPlan>> byWay = new LinkedHashMap<>();
    for (Capture capture : snapshot.captures()) {
      for (NativeStorage.RollbackPlan part : parts(snapshot, capture)) {
        byWay.computeIfAbsent(part.way(), _ -> new ArrayList<>()).add(part);
      }
    }
    byWay.values().removeIf(parts -> parts.size() < snapshot.captures().size());
    if (byWay.isEmpty()) {
      throw refused(snapshot, "its sources have no way in common");
    }
    Map<String, Snapshot> versions = versions(snapshot);
    List<RollbackPlan.Way> ways =
        byWay.entrySet().stream()
            .map(entry -> beside(snapshot, way(entry.getKey(), entry.getValue(), versions)))
            .sorted(Comparator.comparingInt(way -> way.lost().size()))
            .toList();
    String chosen = chosen(request, snapshot, ways);
    String state =
        ways.stream()
            .filter(way -> way.way().equals(chosen))
            .map(way -> token(way))
            .findFirst()
            .orElse("");
    Integer confirmed = request.destroy();
    String id = PlanIds.of("rollback", snapshot, chosen == null ? "" : chosen, state);
    return new RollbackPlan(id, snapshot, ways, chosen, confirmed);
  }

  /** How one source can be put back at once so that nothing is lost. */
  static Stream<NativeStorage.RollbackPlan> keeping(Context context, Capture capture) {
    return context.provider(capture.source()) instanceof NativeStorage storage
        ? storage.rollbacks(capture).stream().filter(NativeStorage.RollbackPlan::keepsAll)
        : Stream.empty();
  }

  /** Without sizes: some storage settles them only seconds after the snapshots. */
  private static String token(RollbackPlan.Way way) {
    List<RollbackPlan.Lost> lost =
        way.lost().stream()
            .map(
                one ->
                    new RollbackPlan.Lost(
                        one.source(), one.what(), one.name(), one.reference(), one.ours(), 0))
            .toList();
    return lost
        + String.join(" ", way.forbidden())
        + String.join(" ", way.parts().stream().map(NativeStorage.RollbackPlan::token).toList());
  }

  private static @Nullable String chosen(
      Rollbacks.Request request, Snapshot snapshot, List<RollbackPlan.Way> ways) {
    String wanted = request.way();
    if (wanted == null) {
      return ways.stream()
          .filter(way -> way.keepsAll() && way.forbidden().isEmpty())
          .map(RollbackPlan.Way::way)
          .findFirst()
          .orElse(null);
    }
    List<String> words = ways.stream().map(RollbackPlan.Way::way).toList();
    if (!words.contains(wanted)) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "%s can't be rolled back to by \"%s\"".formatted(snapshot.reference(), wanted),
          "its storage has: " + String.join(", ", words));
    }
    return wanted;
  }

  /** Only what the dataset still calls its sources may be put back. */
  private void requireSources(Snapshot snapshot) {
    Dataset dataset = new ReferenceResolver(context.catalog()).dataset(snapshot.dataset());
    for (Capture capture : snapshot.captures()) {
      if (!dataset.sources().contains(capture.source())) {
        throw new HeveliusException(
            Category.CONFLICT,
            "%s was captured from %s, which is no source of %s any more"
                .formatted(snapshot.reference(), capture.source(), dataset.name()),
            "restore it to another place: hevelius restore %s --to DIR"
                .formatted(snapshot.reference()));
      }
    }
  }

  private List<NativeStorage.RollbackPlan> parts(Snapshot snapshot, Capture capture) {
    SnapshotProvider provider = context.provider(capture.source());
    if (provider instanceof NativeStorage storage) {
      List<NativeStorage.RollbackPlan> parts = storage.rollbacks(capture);
      if (!parts.isEmpty()) {
        return parts;
      }
    }
    String why =
        provider.capabilities(capture.source()).stream()
            .filter(support -> support.capability() == Capability.ROLLBACK)
            .filter(support -> !support.available())
            .map(support -> ": " + support.note())
            .findFirst()
            .orElse("");
    throw refused(snapshot, "%s can't be put back at once%s".formatted(capture.source(), why));
  }

  private static HeveliusException refused(Snapshot snapshot, String why) {
    return new HeveliusException(
        Category.REFUSED,
        "%s can't be rolled back to: %s".formatted(snapshot.reference(), why),
        "nothing was touched; bring the files back, with a way back (undo): hevelius restore %s"
                .formatted(snapshot.reference())
            + " --in-place --delete");
  }

  /** All versions of any dataset that have a capture of these sources, by the ids of these. */
  private Map<String, Snapshot> versions(Snapshot snapshot) {
    List<SourceSpec> sources = snapshot.captures().stream().map(Capture::source).toList();
    Map<String, Snapshot> versions = new LinkedHashMap<>();
    for (Dataset dataset : context.catalog().datasets()) {
      if (dataset.sources().stream().noneMatch(sources::contains)) {
        continue;
      }
      try (Stream<Snapshot> all = context.catalog().snapshots(SnapshotQuery.of(dataset.name()))) {
        all.forEach(
            version ->
                version.captures().stream()
                    .filter(capture -> sources.contains(capture.source()))
                    .forEach(
                        capture -> versions.put(capture.source() + " " + capture.id(), version)));
      }
    }
    return versions;
  }

  private RollbackPlan.Way way(
      String word, List<NativeStorage.RollbackPlan> parts, Map<String, Snapshot> versions) {
    List<RollbackPlan.Lost> lost = new ArrayList<>();
    List<Snapshot> gone = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    Set<String> effects = new LinkedHashSet<>();
    for (NativeStorage.RollbackPlan part : parts) {
      SourceSpec source = part.to().source();
      effects.addAll(part.effects());
      Map<String, String> byName = part.keepsAll() ? Map.of() : names(source);
      for (Doomed one : part.destroyed()) {
        String key = source + " " + byName.getOrDefault(one.name(), "");
        boolean isSnapshot = one.what().equals("snapshot");
        Optional<Snapshot> version = Optional.ofNullable(isSnapshot ? versions.get(key) : null);
        version.ifPresent(
            found -> {
              ids.add(key);
              gone.add(found);
            });
        lost.add(
            new RollbackPlan.Lost(
                source.toString(),
                one.what(),
                one.name(),
                version.map(Snapshot::reference).orElse(null),
                one.ours(),
                one.bytes()));
      }
    }
    List<String> forbidden = new ArrayList<>();
    lost.stream()
        .filter(one -> !one.ours())
        .forEach(
            one ->
                forbidden.add(
                    "it would destroy the %s %s, which Hevelius didn't make"
                        .formatted(one.what(), one.name())));
    gone.stream().distinct().forEach(version -> why(version, ids).ifPresent(forbidden::add));
    return new RollbackPlan.Way(word, parts, lost, List.copyOf(effects), forbidden);
  }

  /** What other datasets have below or around: its data change too, and its versions may not go. */
  private RollbackPlan.Way beside(Snapshot snapshot, RollbackPlan.Way way) {
    List<SourceSpec> sources = snapshot.captures().stream().map(Capture::source).toList();
    Neighbors neighbors = new Neighbors(context);
    List<String> effects = new ArrayList<>(way.effects());
    neighbors
        .of(new ReferenceResolver(context.catalog()).dataset(snapshot.dataset()), sources)
        .forEach(other -> effects.add(RollbackPlan.ALSO_CHANGED + other));
    List<String> forbidden = new ArrayList<>(way.forbidden());
    if (!way.keepsAll()) {
      neighbors
          .newer(sources, snapshot.createdAt())
          .forEach(version -> forbidden.add("it could destroy " + version));
    }
    return new RollbackPlan.Way(way.way(), way.parts(), way.lost(), effects, forbidden);
  }

  private Map<String, String> names(SourceSpec source) {
    Map<String, String> ids = new LinkedHashMap<>();
    if (context.provider(source) instanceof NativeStorage storage) {
      for (Native one : storage.snapshots(source)) {
        ids.put(one.name(), one.id());
      }
    }
    return ids;
  }

  /** Why a version may not be lost, if it may not. */
  private Optional<String> why(Snapshot version, Set<String> ids) {
    if (version.isHeld()) {
      return Optional.of(
          "it would destroy %s, which is held (%s)"
              .formatted(
                  version.reference(),
                  version.holds().getFirst().kind().name().toLowerCase(Locale.ROOT)));
    }
    Optional<Capture> left =
        version.captures().stream()
            .filter(capture -> !ids.contains(capture.source() + " " + capture.id()))
            .findFirst();
    if (left.isPresent()) {
      return Optional.of(
          "it would destroy a part of %s, whose capture of %s would be left over"
              .formatted(version.reference(), left.get().source()));
    }
    try {
      new MinimumKeep(context).require(version);
      return Optional.empty();
    } catch (HeveliusException e) {
      return Optional.of("it would destroy " + version.reference() + ": " + e.getMessage());
    }
  }
}
