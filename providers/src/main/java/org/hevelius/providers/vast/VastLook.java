package org.hevelius.providers.vast;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.snapshot.Capture;

/**
 * What snapshots clusters have, each of which is listed once. What isn't in the list is asked for
 * by itself before it counts as gone.
 */
final class VastLook implements SnapshotProvider.Look {
  private final VastReading reading;
  private final Predicate<Capture> alone;
  private final Map<String, Map<String, VastPath>> listed = new HashMap<>();

  VastLook(VastReading reading, Predicate<Capture> alone) {
    this.reading = reading;
    this.alone = alone;
  }

  @Override
  public boolean exists(Capture capture) {
    SourceSpec source = capture.source();
    VastSource named = VastSource.of(source);
    Map<String, VastPath> there =
        listed.computeIfAbsent(named.cluster(), _ -> paths(reading.cluster(source)));
    VastPath path = there.get(capture.id());
    return (path != null && path.covers(named.path())) || alone.test(capture);
  }

  /** By identity, which names the cluster that answers now. */
  private static Map<String, VastPath> paths(VastCluster cluster) {
    String psnt = cluster.current();
    Map<String, VastPath> paths = new HashMap<>();
    for (VastSnapshot snapshot : cluster.snapshots()) {
      if (snapshot.isThere()) {
        paths.put(new VastCluster.Identity(psnt, snapshot.guid()).toString(), snapshot.path());
      }
    }
    return paths;
  }
}
