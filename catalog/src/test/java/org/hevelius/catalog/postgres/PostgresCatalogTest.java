package org.hevelius.catalog.postgres;

import java.time.Clock;
import org.hevelius.core.access.AccessContract;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.CatalogContract;
import org.hevelius.core.catalog.PolicyContract;
import org.hevelius.core.catalog.RebuildContract;
import org.hevelius.core.catalog.RemovalContract;
import org.hevelius.testkit.PostgresServer;
import org.junit.jupiter.api.Nested;

class PostgresCatalogTest {
  private static Catalog fresh() {
    PostgresAddress address = PostgresAddress.parse(PostgresServer.shared().freshSchema());
    return PostgresCatalog.open(address, () -> "", Clock.systemUTC());
  }

  @Nested
  class KeepsTheContract extends CatalogContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class Removes extends RemovalContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsPolicies extends PolicyContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class Rebuilds extends RebuildContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsAccess extends AccessContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }
}
