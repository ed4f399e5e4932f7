package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.CaptureCounts;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.SnapshotNames;

/** Shows the snapshots of other programs as Hevelius would list them. */
final class Adoptions {
  private static final int MAX_SLUG = 40;

  private Adoptions() {}

  /** Snapshots as versions of one dataset, oldest first. */
  static List<Recovered> of(SourceSpec source, Place place, List<Snap> foreign, String host) {
    if (foreign.isEmpty()) {
      return List.of();
    }
    Dataset dataset =
        new Dataset(
            name(place),
            "adopted from another program: snapshots of " + source,
            List.of(source),
            List.of(),
            foreign.getFirst().created(),
            Dataset.DEFAULT_REPOSITORY);
    List<Recovered> adopted = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long version = 0;
    for (Snap snap : foreign) {
      version++;
      String generated = SnapshotNames.generate(dataset.name(), snap.created(), "adopted");
      String name = generated;
      for (int n = 2; !names.add(name); n++) {
        name = SnapshotNames.numbered(generated, n);
      }
      Snapshot snapshot =
          Snapshot.builder(dataset.name(), version, snap.created())
              .name(name)
              .description("adopted from ZFS: " + snap.full())
              .author("unknown")
              .host(host)
              .kind(SnapshotKind.ADOPTED)
              .guarantee(Guarantee.ATOMIC)
              .parentVersion(version > 1 ? version - 1 : null)
              .build();
      CaptureCounts counts =
          new CaptureCounts(
              source,
              Capture.NOT_COUNTED,
              Capture.NOT_COUNTED,
              snap.listed().number("referenced"),
              snap.listed().number("used"),
              snap.listed().number("used"));
      adopted.add(
          new Recovered(
              new Manifest(dataset, version, snapshot, null, snap.created()),
              List.of(counts.capture(Snaps.PROVIDER, snap.guid(), ""))));
    }
    return adopted;
  }

  private static DatasetName name(Place place) {
    List<String> parts = new ArrayList<>(List.of("adopted", "zfs"));
    if (!place.machine().isEmpty()) {
      parts.add(slug(place.machine()));
    }
    for (String part : place.dataset().split("/", -1)) {
      parts.add(slug(part));
    }
    return DatasetName.of(String.join("/", parts));
  }

  private static String slug(String text) {
    String slug = SnapshotNames.slug(text).replace('_', '-');
    return slug.length() > MAX_SLUG ? slug.substring(0, MAX_SLUG) : slug;
  }
}
