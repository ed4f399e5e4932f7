package org.hevelius.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Collectors;
import org.hevelius.catalog.postgres.CatalogMove;
import org.hevelius.catalog.postgres.PostgresAddress;
import org.hevelius.catalog.postgres.PostgresCatalog;
import org.hevelius.catalog.sqlite.CatalogFile;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.provider.Actor;
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

  /** What moving the catalog in a file would take along. */
  Homes.CatalogMovePlan plan(Home home, Path file, Homes.CatalogPlace to) {
    CatalogEntry entry = movable(home, to);
    CatalogMove.needEmpty(
        PostgresAddress.parse(entry.address()), setup.password(home, entry), clock);
    return plan(file, entry);
  }

  private static Homes.CatalogMovePlan plan(Path file, CatalogEntry entry) {
    try (Catalog catalog = CatalogFile.open(file)) {
      return new Homes.CatalogMovePlan(
          file,
          entry.address(),
          catalog.datasets().size(),
          catalog.count(SnapshotQuery.all()),
          catalog.auditHead().sequence());
    }
  }

  /** Moves it as it was planned. */
  Homes.CatalogMoved move(
      Home home, Homes.CatalogPlace to, Homes.CatalogMovePlan plan, Actor actor) {
    CatalogEntry entry = movable(home, to);
    if (!plan(plan.from(), entry).equals(plan)) {
      throw new HeveliusException(
          Category.CONFLICT,
          "the catalog has changed since the move was planned",
          "nothing was changed; run it again");
    }
    Instant now = clock.instant();
    long rows =
        CatalogMove.run(
            plan.from(),
            PostgresAddress.parse(entry.address()),
            setup.password(home, entry),
            clock,
            new AuditEvent(
                now,
                actor.name(),
                actor.host(),
                "catalog move",
                entry.address(),
                AuditEvent.Outcome.OK,
                "from " + plan.from()),
            () -> setup.useCatalog(home, entry));
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    Path aside = AsideFiles.move(plan.from(), ".moved-" + time.replaceAll("[^0-9TZ]", ""));
    return new Homes.CatalogMoved(plan, rows, aside);
  }

  private static CatalogEntry movable(Home home, Homes.CatalogPlace to) {
    home.config()
        .catalog()
        .ifPresent(
            present -> {
              throw new HeveliusException(
                  Category.CONFLICT,
                  "the catalog of this home stands in a server already: " + present.address(),
                  "nothing was changed");
            });
    return entry(to);
  }
}
