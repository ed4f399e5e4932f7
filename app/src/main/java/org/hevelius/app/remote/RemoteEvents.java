package org.hevelius.app.remote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
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
    // Named here, so that it can be asked for again of a service that was lost meanwhile.
    String id = request.id() == null ? UUID.randomUUID().toString() : request.id();
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("id", id);
    wish.put("event", request.name());
    wish.put("dataset", request.datasets());
    wish.put("phase", request.phase());
    wish.put("attributes", request.attributes());
    wish.put("resume", request.resume());
    try {
      Connection.Answer accepted = connection.start(Ask.of("events"), wish, Map.of());
      return Wire.MAPPER.treeToValue(
          Following.end(connection, accepted, progress, canceled), EventView.class);
    } catch (HeveliusException e) {
      throw e.category() == Category.UNAVAILABLE ? lost(e, id) : e;
    }
  }

  private static HeveliusException lost(HeveliusException e, String id) {
    List<String> advice = new ArrayList<>(e.advice());
    advice.add(
        "the event has the id "
            + id
            + ": emitted again with this --id and --resume it is taken in"
            + " once");
    return new HeveliusException(e.category(), String.valueOf(e.getMessage()), advice, e);
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
