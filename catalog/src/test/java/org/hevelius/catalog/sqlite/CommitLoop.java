package org.hevelius.catalog.sqlite;

import java.nio.file.Path;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.CatalogFixtures;
import org.hevelius.core.catalog.Reservation;
import org.hevelius.core.snapshot.Snapshot;

/** Records snapshots until it is killed, and prints each version when it was acknowledged. */
final class CommitLoop {
  private CommitLoop() {}

  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[1]);
    try (Catalog catalog = CatalogFile.open(Path.of(arguments[0]))) {
      for (int i = 0; i < count; i++) {
        Reservation reserved =
            catalog.reserve(CatalogFixtures.RAW, "cosmos7-raw_20261121_103000_loop");
        Snapshot snapshot =
            CatalogFixtures.full(CatalogFixtures.RAW, reserved.version(), CatalogFixtures.TIME)
                .edit()
                .name(reserved.name())
                .build();
        catalog.record(snapshot, CatalogFixtures.event("create", snapshot.reference()));
        System.out.println(reserved.version());
      }
    }
  }
}
