package org.hevelius.app.remote;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Lineage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Takes snapshots through a service. */
record RemoteCreation(Connection connection) implements Facade.CreationUses {
  /** How it was taken, as it stands beside the snapshot. */
  private record Taken(
      @Nullable Long previous,
      long durationMillis,
      long filesNew,
      long filesChanged,
      long filesUnmodified,
      long losses,
      List<String> findings) {}

  @Override
  public Creation.Result create(
      Creation.Request request, Progress progress, BooleanSupplier canceled) {
    Connection.Answer accepted =
        connection.start(
            Ask.of(DatasetName.of(request.dataset()), "/snapshots"), wish(request), Map.of());
    return result(Following.end(connection, accepted, progress, canceled));
  }

  /** What a request says, its dataset apart. */
  static Map<String, Object> wish(Creation.Request request) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("description", request.description());
    wish.put("tags", request.tags());
    wish.put("permanent", request.permanent());
    put(wish, "shortName", request.shortName());
    put(wish, "milestone", request.milestone());
    put(wish, "keep", request.keep());
    Instant expires = request.expires();
    put(wish, "expires", expires == null ? null : expires.toString());
    if (!request.lineage().equals(Lineage.Said.NOTHING)) {
      wish.put("derivedFrom", request.lineage().derivedFrom());
      wish.put("calibratedWith", request.lineage().calibratedWith());
      wish.put("derivedBy", request.lineage().by());
    }
    return wish;
  }

  private static void put(Map<String, Object> wish, String field, @Nullable String value) {
    if (value != null) {
      wish.put(field, value);
    }
  }

  /** The result as it stands in the run. */
  static Creation.Result result(JsonNode document) {
    Snapshot snapshot = Wire.snapshot(document);
    Taken taken = Wire.MAPPER.treeToValue(document, Taken.class);
    // What was read comes summed up over all sources; nobody asks for more than the sums.
    List<Capture> captures = snapshot.captures();
    PendingCapture.Content content =
        new PendingCapture.Content(
            captures.getFirst().source(),
            snapshot.files().orElse(Capture.NOT_COUNTED),
            snapshot.directories().orElse(Capture.NOT_COUNTED),
            captures.stream().mapToLong(Capture::bytes).sum(),
            taken.filesNew(),
            taken.filesChanged(),
            taken.filesUnmodified(),
            taken.losses(),
            taken.findings());
    return new Creation.Result(
        snapshot,
        List.of(content),
        taken.previous(),
        snapshot.createdAt(),
        snapshot.createdAt().plusMillis(taken.durationMillis()),
        List.of(),
        List.of());
  }
}
