package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.CaptureCounts;
import org.hevelius.core.snapshot.Manifest;

/** Finds the snapshots of ours by their properties. */
final class ZfsRecovery {
  private final Snaps snaps;
  private final Consumer<String> notices;

  ZfsRecovery(Snaps snaps, Consumer<String> notices) {
    this.snaps = snaps;
    this.notices = notices;
  }

  /** All of one machine. */
  List<Recovered> all(Zfs zfs) {
    List<Recovered> found = new ArrayList<>();
    zfs.onEachPool(pool -> found.addAll(in(zfs, pool, snap -> true)), notices);
    return found;
  }

  /** Those of a dataset, wherever in the pools of its sources they live by now. */
  List<Recovered> of(Dataset dataset, LongPredicate wanted) {
    Map<String, Place> pools = new LinkedHashMap<>();
    for (SourceSpec source : dataset.sources()) {
      if (source.kind() == SourceSpec.Kind.ZFS) {
        Place place = Place.of(source);
        pools.putIfAbsent(place.machine() + ":" + place.pool(), place);
      }
    }
    List<Recovered> found = new ArrayList<>();
    for (Place place : pools.values()) {
      Zfs zfs = snaps.zfs(place);
      found.addAll(
          in(
              zfs,
              place.pool(),
              snap -> {
                OptionalLong version = version(snap, dataset);
                return version.isPresent() && wanted.test(version.getAsLong());
              }));
    }
    return joined(found).stream()
        .filter(one -> one.manifest().snapshot().dataset().equals(dataset.name()))
        .sorted(Comparator.comparingLong(one -> one.manifest().snapshot().version()))
        .toList();
  }

  private static OptionalLong version(Snap snap, Dataset dataset) {
    String reference = snap.listed().own(Labels.SNAPSHOT);
    String prefix = dataset.name() + "@";
    String version = reference.startsWith(prefix) ? reference.substring(prefix.length()) : "";
    return version.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(version))
        : OptionalLong.empty();
  }

  private record Part(Snap snap, Labels.Head head, Manifest manifest) {}

  private List<Recovered> in(Zfs zfs, String pool, Predicate<Snap> wanted) {
    Map<String, TreeMap<Integer, Part>> captures = new LinkedHashMap<>();
    for (String dataset : zfs.datasets(pool)) {
      for (Listed listed : zfs.snapshots(dataset, Snaps.PROPERTIES)) {
        Snap snap = new Snap(zfs, listed);
        Optional<Labels.Head> head = Labels.Head.of(snap);
        if (snap.isOfHevelius() && head.isPresent() && wanted.test(snap)) {
          manifest(snap)
              .ifPresent(
                  manifest ->
                      captures
                          .computeIfAbsent(snap.token(), token -> new TreeMap<>())
                          .put(head.get().index(), new Part(snap, head.get(), manifest)));
        }
      }
    }
    List<Recovered> found = new ArrayList<>();
    captures.values().forEach(parts -> recovered(parts).ifPresent(found::add));
    return found;
  }

  private Optional<Manifest> manifest(Snap snap) {
    try {
      return Labels.read(snap).map(manifest -> manifest.withHome(snap.home()));
    } catch (HeveliusException e) {
      notices.accept(
          "what is known of the ZFS snapshot %s can't be read: %s"
              .formatted(snap.full(), e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Recovered> recovered(SortedMap<Integer, Part> parts) {
    Manifest manifest =
        parts.values().stream()
            .map(Part::manifest)
            .max(Comparator.comparing(Manifest::written))
            .orElseThrow();
    // Of several machines or pools each has its own first one; the others' are asked there.
    List<CaptureCounts> counts = manifest.counts();
    List<Capture> captures = new ArrayList<>();
    parts.forEach(
        (index, part) -> {
          if (index < counts.size()) {
            captures.add(counts.get(index).capture(Snaps.PROVIDER, part.snap().guid(), ""));
          }
        });
    if (captures.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Recovered(manifest, captures));
  }

  /** What was found in several pools as the snapshots that it belongs to; only what is whole. */
  List<Recovered> joined(List<Recovered> found) {
    Map<List<Object>, List<Recovered>> groups = new LinkedHashMap<>();
    for (Recovered one : found) {
      var snapshot = one.manifest().snapshot();
      groups
          .computeIfAbsent(
              List.of(
                  one.manifest().home(), snapshot.dataset(), snapshot.version(), snapshot.name()),
              key -> new ArrayList<>())
          .add(one);
    }
    List<Recovered> joined = new ArrayList<>();
    groups.values().forEach(group -> join(group).ifPresent(joined::add));
    return joined;
  }

  private Optional<Recovered> join(List<Recovered> group) {
    Manifest manifest =
        group.stream()
            .map(Recovered::manifest)
            .max(Comparator.comparing(Manifest::written))
            .orElseThrow();
    List<SourceSpec> sources = manifest.counts().stream().map(CaptureCounts::source).toList();
    List<Capture> captures =
        group.stream()
            .flatMap(one -> one.captures().stream())
            // Two machines of the file may be one.
            .distinct()
            .sorted(Comparator.comparingInt(capture -> sources.indexOf(capture.source())))
            .toList();
    TreeSet<String> missing = new TreeSet<>();
    sources.forEach(source -> missing.add(source.toString()));
    captures.forEach(capture -> missing.remove(capture.source().toString()));
    boolean published =
        !sources.isEmpty()
            && captures.stream().anyMatch(c -> c.source().equals(sources.getFirst()));
    if (!missing.isEmpty()) {
      notices.accept(
          "the snapshot %s isn't whole: %s"
              .formatted(
                  manifest.snapshot().reference(),
                  (published ? "its capture is gone of " : "it was never published, or lost ")
                      + String.join(", ", missing)));
    }
    return published ? Optional.of(new Recovered(manifest, captures)) : Optional.empty();
  }
}
