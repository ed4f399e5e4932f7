package org.hevelius.catalog.postgres;

import org.hevelius.core.access.AccessContract;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.CatalogContract;
import org.hevelius.core.catalog.FactsContract;
import org.hevelius.core.catalog.HomeContract;
import org.hevelius.core.catalog.OperationContract;
import org.hevelius.core.catalog.PolicyContract;
import org.hevelius.core.catalog.PublicationContract;
import org.hevelius.core.catalog.RebuildContract;
import org.hevelius.core.catalog.RemovalContract;
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
import org.hevelius.core.storage.AlarmContract;
import org.hevelius.core.storage.UsageContract;
import org.junit.jupiter.api.Nested;

class PostgresCatalogTest {
  private static Catalog fresh() {
    return PostgresNode.open(PostgresNode.fresh());
  }

  @Nested
  class KeepsTheContract extends CatalogContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsOperations extends OperationContract {
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

  @Nested
  class KeepsRuns extends RunContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsLeases extends LeaseContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsHooks extends HookContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsRecoveries extends RecoveryContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsDrills extends DrillContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsImpacts extends ImpactContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsEvents extends EventContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsMessages extends NotificationContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsPublications extends PublicationContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class Counts extends FigureContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KnowsItsHome extends HomeContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsKeys extends KeyContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsUsage extends UsageContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class KeepsAlarms extends AlarmContract {
    @Override
    protected Catalog create() {
      return fresh();
    }
  }

  @Nested
  class TellsFacts extends FactsContract {
    private final PostgresAddress address = PostgresNode.fresh();

    @Override
    protected Catalog create() {
      return PostgresNode.open(address);
    }

    @Override
    protected Catalog again(Catalog catalog) {
      return PostgresNode.open(address);
    }
  }
}
