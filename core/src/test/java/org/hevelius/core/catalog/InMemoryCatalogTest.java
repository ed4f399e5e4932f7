package org.hevelius.core.catalog;

import org.hevelius.core.access.AccessContract;
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

class InMemoryCatalogTest {
  @Nested
  class KeepsTheContract extends CatalogContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsOperations extends OperationContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class Removes extends RemovalContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsPolicies extends PolicyContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class Rebuilds extends RebuildContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsAccess extends AccessContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsRuns extends RunContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsLeases extends LeaseContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsHooks extends HookContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsRecoveries extends RecoveryContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsDrills extends DrillContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsImpacts extends ImpactContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsEvents extends EventContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsMessages extends NotificationContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsPublications extends PublicationContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class Counts extends FigureContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KnowsItsHome extends HomeContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsKeys extends KeyContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsUsage extends UsageContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class KeepsAlarms extends AlarmContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }
  }

  @Nested
  class TellsFacts extends FactsContract {
    @Override
    protected Catalog create() {
      return new InMemoryCatalog();
    }

    @Override
    protected Catalog again(Catalog catalog) {
      return catalog;
    }
  }
}
