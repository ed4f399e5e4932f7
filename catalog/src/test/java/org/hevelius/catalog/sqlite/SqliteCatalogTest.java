package org.hevelius.catalog.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hevelius.core.access.AccessContract;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.CatalogContract;
import org.hevelius.core.catalog.CatalogFixtures;
import org.hevelius.core.catalog.FactsContract;
import org.hevelius.core.catalog.HomeContract;
import org.hevelius.core.catalog.InMemoryCatalog;
import org.hevelius.core.catalog.OperationContract;
import org.hevelius.core.catalog.PolicyContract;
import org.hevelius.core.catalog.PublicationContract;
import org.hevelius.core.catalog.RebuildContract;
import org.hevelius.core.catalog.RebuildReport;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.catalog.RemovalContract;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.drill.DrillContract;
import org.hevelius.core.event.EventContract;
import org.hevelius.core.metrics.FigureContract;
import org.hevelius.core.notify.NotificationContract;
import org.hevelius.core.recovery.RecoveryContract;
import org.hevelius.core.request.KeyContract;
import org.hevelius.core.runner.HookContract;
import org.hevelius.core.runner.ImpactContract;
import org.hevelius.core.runner.LeaseContract;
import org.hevelius.core.runner.RunContract;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.storage.AlarmContract;
import org.hevelius.core.storage.UsageContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogTest {
  @Nested
  class KeepsTheContract extends CatalogContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsOperations extends OperationContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class Removes extends RemovalContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsPolicies extends PolicyContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class Rebuilds extends RebuildContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsAccess extends AccessContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsRuns extends RunContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsLeases extends LeaseContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsHooks extends HookContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsRecoveries extends RecoveryContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsDrills extends DrillContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsImpacts extends ImpactContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsEvents extends EventContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsMessages extends NotificationContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsPublications extends PublicationContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class Counts extends FigureContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KnowsItsHome extends HomeContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsKeys extends KeyContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsUsage extends UsageContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class KeepsAlarms extends AlarmContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }
  }

  @Nested
  class TellsFacts extends FactsContract {
    @TempDir Path directory;

    @Override
    protected Catalog create() {
      return CatalogFile.create(directory.resolve("catalog.sqlite"));
    }

    @Override
    protected Catalog again(Catalog catalog) {
      return CatalogFile.open(directory.resolve("catalog.sqlite"));
    }
  }

  @Test
  void findsTheNewestOfALargeHierarchyAsOfASmallOne(@TempDir Path directory) {
    DatasetName top = DatasetName.of("m");
    List<DatasetName> names = Stream.of("m", "m/a", "m/b", "n").map(DatasetName::of).toList();
    try (Catalog file = CatalogFile.create(directory.resolve("catalog.sqlite"));
        Catalog memory = new InMemoryCatalog()) {
      for (Catalog catalog : List.of(file, memory)) {
        RebuildReport _ =
            catalog.rebuild(
                IntStream.range(0, 4_400)
                    .mapToObj(n -> recovered(names.get(n % names.size()), 1 + n / names.size())),
                CatalogFixtures.event("rebuild", "x"));
      }
      SnapshotQuery first = SnapshotQuery.all().within(top).limit(50);
      List<Snapshot> page = file.page(first);
      assertThat(page).hasSize(50).isEqualTo(memory.page(first));
      SnapshotQuery second = first.after(SnapshotQuery.Position.of(page.getLast()));
      assertThat(file.page(second)).hasSize(50).isEqualTo(memory.page(second));
      SnapshotQuery none = first.text("nothinglikethis");
      assertThat(file.page(none)).isEmpty();
      assertThat(file.count(first)).isEqualTo(3_300);
    }
  }

  private static Recovered recovered(DatasetName dataset, long version) {
    Snapshot snapshot =
        CatalogFixtures.snapshot(
                dataset, version, CatalogFixtures.TIME.plusSeconds(version * 7 % 1_000))
            .build();
    return new Recovered(
        new Manifest(
            CatalogFixtures.dataset(dataset.text()),
            version,
            snapshot,
            snapshot.captures().getFirst().source(),
            CatalogFixtures.TIME),
        snapshot.captures());
  }
}
