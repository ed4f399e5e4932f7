package org.hevelius.app.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.RecoveryMode;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.Oversight;
import org.hevelius.core.usecase.Recoveries;
import org.hevelius.core.usecase.RecoveryPlanView;
import org.hevelius.core.usecase.RecoveryView;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** The recoveries that a service knows of; they are carried out on its machine itself. */
record RemoteRecoveries(Connection connection) implements Oversight.RecoveryUses {
  @Override
  public RecoveryPlanView look(
      Recoveries.Request request, Progress progress, BooleanSupplier canceled) {
    Map<String, Object> wish = new LinkedHashMap<>();
    if (request.at() != null) {
      wish.put("at", request.at());
    }
    RecoveryMode mode = request.mode();
    if (mode != null) {
      wish.put("mode", mode.text());
    }
    Ask plans = Ask.of(DatasetName.of(request.dataset()), "/recoveries/plans");
    return connection.change("POST", plans, wish, Map.of()).as(RecoveryPlanView.class);
  }

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
