package org.hevelius.catalog.sqlite;

import java.nio.file.Path;
import org.hevelius.core.access.AccessContract;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.CatalogContract;
import org.hevelius.core.catalog.FactsContract;
import org.hevelius.core.catalog.OperationContract;
import org.hevelius.core.catalog.PolicyContract;
import org.hevelius.core.catalog.PublicationContract;
import org.hevelius.core.catalog.RebuildContract;
import org.hevelius.core.catalog.RemovalContract;
import org.hevelius.core.event.EventContract;
import org.hevelius.core.metrics.FigureContract;
import org.hevelius.core.notify.NotificationContract;
import org.hevelius.core.request.KeyContract;
import org.hevelius.core.runner.HookContract;
import org.hevelius.core.runner.LeaseContract;
import org.hevelius.core.runner.RunContract;
import org.junit.jupiter.api.Nested;
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
  class KeepsKeys extends KeyContract {
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
}
