package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;

/**
 * Snapshots of sources in storage of several kinds: each provider finds only its own captures of
 * one. It remembers what isn't whole yet, not what is.
 */
final class Halves {
  private Halves() {}

  /**
   * The same snapshots with the captures of all kinds, in the order of the dataset's sources; those
   * of which a capture is in another storage come last.
   */
  static Stream<Recovered> joined(Stream<Recovered> found) {
    Map<String, Recovered> halves = new LinkedHashMap<>();
    Stream<Recovered> whole =
        found.filter(
            part -> {
              boolean isWhole = isWhole(part);
              if (!isWhole) {
                var _ = halves.merge(part.manifest().snapshot().name(), part, Halves::join);
              }
              return isWhole;
            });
    return Stream.concat(whole, Stream.of(halves).flatMap(parts -> parts.values().stream()));
  }

  /** Whether there is a capture of each source that the dataset had. */
  static boolean isWhole(Recovered found) {
    List<SourceSpec> sources = found.captures().stream().map(Capture::source).toList();
    return new HashSet<>(sources).containsAll(found.manifest().dataset().sources());
  }

  private static Recovered join(Recovered one, Recovered other) {
    Manifest later =
        other.manifest().written().isAfter(one.manifest().written())
            ? other.manifest()
            : one.manifest();
    List<Capture> captures = new ArrayList<>(one.captures());
    captures.removeIf(
        capture -> other.captures().stream().anyMatch(c -> c.source().equals(capture.source())));
    captures.addAll(other.captures());
    return new Recovered(later, inOrder(later.dataset().sources(), captures));
  }

  /** Captures in the order of their sources; those of others at the end. */
  static List<Capture> inOrder(List<SourceSpec> sources, List<Capture> captures) {
    List<Capture> ordered = new ArrayList<>();
    for (SourceSpec source : sources) {
      captures.stream().filter(c -> c.source().equals(source)).forEach(ordered::add);
    }
    captures.stream().filter(c -> !sources.contains(c.source())).forEach(ordered::add);
    return ordered;
  }
}
