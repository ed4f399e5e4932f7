package org.hevelius.app;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import org.hevelius.catalog.postgres.PostgresAddress;
import org.hevelius.catalog.postgres.PostgresCatalog;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.usecase.Homes;
import org.hevelius.providers.directory.CatalogEntry;
import org.hevelius.providers.directory.Home;
import org.hevelius.providers.directory.HomeSetup;

/** Catalogs in a server, which several homes share. */
record SharedCatalogs(HomeSetup setup, Clock clock) {
  /** As many snapshots tell whether a repository is the one that the others use. */
  private static final int SAMPLE = 500;

  /** Opens the catalog of a home. */
  Catalog open(Home home, CatalogEntry entry) {
    return PostgresCatalog.open(
        PostgresAddress.parse(entry.address()), setup.password(home, entry), clock);
  }

  /** Makes a home with such a catalog, or one more for a catalog that is there. */
  Homes.InitResult init(Home home, HomeSetup.Request wanted, Homes.CatalogPlace place) {
    CatalogEntry entry = entry(place);
    try (Catalog catalog = open(home, entry)) {
      Set<String> known =
          catalog
              .snapshots(SnapshotQuery.all())
              .flatMap(snapshot -> snapshot.captures().stream())
              .filter(capture -> capture.repository().equals(Dataset.DEFAULT_REPOSITORY))
              .limit(SAMPLE)
              .map(Capture::id)
              .collect(Collectors.toSet());
      HomeSetup.Result made = setup.init(home, wanted, new HomeSetup.SharedCatalog(entry, known));
      return new Homes.InitResult(
          made.home(),
          made.location(),
          made.repositoryId(),
          made.passwordFile(),
          entry.address(),
          catalog.count(SnapshotQuery.all()));
    }
  }

  /** The address in its one form, so that nothing of what was typed is kept unread. */
  static CatalogEntry entry(Homes.CatalogPlace place) {
    Path file = place.passwordFile();
    return new CatalogEntry(
        PostgresAddress.parse(place.address()).toString(),
        file == null ? null : file.toString(),
        place.passwordEnvironment(),
        place.passwordCommand());
  }
}
