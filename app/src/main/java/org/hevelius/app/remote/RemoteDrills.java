package org.hevelius.app.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.DrillStanding;
import org.hevelius.core.usecase.DrillView;
import org.hevelius.core.usecase.Drills;
import org.hevelius.core.usecase.Oversight;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Has a service rehearse restores, on its machine. */
record RemoteDrills(Connection connection) implements Oversight.DrillUses {
  @Override
  public DrillView run(Drills.Request request, Progress progress, BooleanSupplier canceled) {
    refuse(request.into() != null, "a directory of its own");
    refuse(!request.check().isEmpty(), "a check of its own, which is said in the policy,");
    refuse(request.keep(), "files that stay");
    refuse(!request.keyFiles().isEmpty(), "files with passwords");
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("scenario", request.scenario().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (request.at() != null) {
      wish.put("snapshot", request.at());
    }
    if (request.files() > 0) {
      wish.put("files", request.files());
    }
    if (request.seed() != null) {
      wish.put("seed", request.seed());
    }
    if (!request.paths().isEmpty()) {
      wish.put("paths", request.paths());
    }
    Connection.Answer accepted = connection.start(drills(request.dataset()), wish, Map.of());
    return Wire.MAPPER.treeToValue(
        Following.end(connection, accepted, progress, canceled), DrillView.class);
  }

  private static void refuse(boolean wished, String what) {
    if (wished) {
      throw new HeveliusException(
          Category.INVALID,
          "a drill through a service can't have " + what,
          "nothing was restored; run it on the machine of the service");
    }
  }

  private static Ask drills(String dataset) {
    return Ask.of(DatasetName.of(dataset), "/drills");
  }

  @Override
  public List<DrillView> list(@Nullable String dataset, int limit) {
    return connection.all(
        Ask.of("drills").with("dataset", dataset), limit, new TypeReference<>() {});
  }

  @Override
  public DrillView show(String dataset, @Nullable Long number) {
    String which = number == null ? "latest" : String.valueOf(number);
    return connection.get(Ask.of(DatasetName.of(dataset), "/drills/" + which), DrillView.class);
  }

  @Override
  public DrillView note(String dataset, long number, String lesson) {
    Ask notes = Ask.of(DatasetName.of(dataset), "/drills/%d/notes".formatted(number));
    return connection.change("POST", notes, Map.of("text", lesson), Map.of()).as(DrillView.class);
  }

  @Override
  public List<DrillStanding> standing(@Nullable String dataset) {
    Wire.Page<DrillStanding> all =
        connection.get(
            Ask.of("drills/standing").with("dataset", dataset), new TypeReference<>() {});
    return all.items();
  }
}
