package org.hevelius.app.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.EventView;
import org.hevelius.core.usecase.Events;
import org.hevelius.core.usecase.Oversight;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Events that a service takes in. */
record RemoteEvents(Connection connection) implements Oversight.EventUses {
  @Override
  public EventView emit(Events.Request request, Progress progress, BooleanSupplier canceled) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("event", request.name());
    wish.put("dataset", request.datasets());
    wish.put("phase", request.phase());
    wish.put("attributes", request.attributes());
    wish.put("resume", request.resume());
    if (request.id() != null) {
      wish.put("id", request.id());
    }
    Connection.Answer accepted = connection.start(Ask.of("events"), wish, Map.of());
    return Wire.MAPPER.treeToValue(
        Following.end(connection, accepted, progress, canceled), EventView.class);
  }

  @Override
  public List<EventView> list(@Nullable String dataset, @Nullable String name, int limit) {
    Events.requireLimit(limit);
    return connection.all(
        Ask.of("events")
            .with("dataset", dataset == null ? null : DatasetName.of(dataset).text())
            .with("name", name),
        limit,
        new TypeReference<>() {});
  }
}
