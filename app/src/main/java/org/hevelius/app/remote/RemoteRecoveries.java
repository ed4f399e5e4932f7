package org.hevelius.app.remote;

import java.util.List;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.usecase.Oversight;
import org.hevelius.core.usecase.RecoveryView;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** The recoveries that a service knows of; they are carried out on its machine itself. */
record RemoteRecoveries(Connection connection) implements Oversight.RecoveryUses {
  @Override
  public List<RecoveryView> list(@Nullable String dataset, int limit) {
    String name = dataset == null ? null : DatasetName.of(dataset).text();
    Wire.Page<RecoveryView> page =
        connection.get(
            Ask.of("recoveries").with("dataset", name).with("limit", limit),
            new TypeReference<>() {});
    return page.items();
  }

  @Override
  public RecoveryView show(long id) {
    return connection.get(Ask.of("recoveries/" + id), RecoveryView.class);
  }
}
