package org.hevelius.app.remote;

import java.util.Map;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.usecase.Oversight;
import org.hevelius.core.usecase.Runbooks;

/** The recovery procedures of a service's datasets. */
record RemoteRunbooks(Connection connection) implements Oversight.RunbookUses {
  private static Ask runbook(String dataset) {
    return Ask.of(DatasetName.of(dataset), "/runbook");
  }

  @Override
  public Runbooks.Written look(String name) {
    return connection.get(runbook(name), Runbooks.Written.class);
  }

  @Override
  public void wrote(Runbooks.Written written) {
    var _ =
        connection.start(
            runbook(written.dataset()), Map.of("configuration", written.configuration()), Map.of());
  }
}
