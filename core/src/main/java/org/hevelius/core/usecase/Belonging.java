package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hevelius.core.catalog.RebuildReport;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;

/**
 * Tells the snapshots of this home from those of others in storage that all of them use. What lies
 * in a repository belongs to whoever has that repository. What names no home was made before homes
 * had ids: it is ours where the catalog says so.
 */
final class Belonging {
  private final String home;
  private final Set<String> listed;
  private final Map<String, RebuildReport.OfAnotherHome> others = new LinkedHashMap<>();

  private Belonging(String home, Set<String> listed) {
    this.home = home;
    this.listed = listed;
  }

  /** Looks at what the catalog lists now. */
  static Belonging of(Context context) {
    Set<String> listed = new HashSet<>();
    try (Stream<Snapshot> all = context.catalog().snapshots(SnapshotQuery.all())) {
      all.filter(snapshot -> snapshot.kind() != SnapshotKind.ADOPTED)
          .flatMap(snapshot -> snapshot.captures().stream())
          .filter(Belonging::isShared)
          .forEach(capture -> listed.add(key(capture)));
    }
    return new Belonging(home(context), listed);
  }

  /** The id of this home; empty when it has none. */
  static String home(Context context) {
    return context.catalog().home().id().orElse("");
  }

  private static boolean isShared(Capture capture) {
    return capture.repository().isEmpty();
  }

  private static String key(Capture capture) {
    return capture.source().kind() + " " + capture.id();
  }

  /** Whether the catalog lists a capture as one that this home made. */
  boolean isListed(Capture capture) {
    return listed.contains(key(capture));
  }

  /** Whether a snapshot that was found is ours; what isn't is counted. */
  boolean isOurs(Recovered found) {
    String by = found.manifest().home();
    if (found.captures().stream().noneMatch(Belonging::isShared)
        || by.equals(home)
        || (by.isEmpty() && found.captures().stream().anyMatch(this::isListed))) {
      return true;
    }
    Set<String> sources = new TreeSet<>();
    found.captures().forEach(capture -> sources.add(capture.source().toString()));
    var _ =
        others.merge(
            by,
            new RebuildReport.OfAnotherHome(by, 1, List.copyOf(sources)),
            RebuildReport.OfAnotherHome::and);
    return false;
  }

  /** What was found of others. */
  List<RebuildReport.Finding> others() {
    return new ArrayList<>(others.values());
  }
}
