package org.hevelius.catalog.sql;

import java.nio.file.Path;
import java.time.Clock;
import org.hevelius.catalog.postgres.PostgresAddress;
import org.hevelius.catalog.postgres.PostgresCatalog;
import org.hevelius.catalog.sqlite.CatalogFile;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.CatalogFixtures;
import org.hevelius.core.catalog.Reservation;
import org.hevelius.core.snapshot.Snapshot;

/** Records snapshots until it is killed, and prints each version when it was acknowledged. */
final class CommitLoop {
  private CommitLoop() {}

  /** The catalog in a file or a server. */
  static Catalog open(String place) {
    return place.startsWith(PostgresAddress.SCHEME)
        ? PostgresCatalog.open(PostgresAddress.parse(place), () -> "", Clock.systemUTC())
        : CatalogFile.create(Path.of(place));
  }

  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[1]);
    try (Catalog catalog = open(arguments[0])) {
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
