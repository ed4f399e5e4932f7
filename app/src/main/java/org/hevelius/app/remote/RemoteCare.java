package org.hevelius.app.remote;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.Care;
import org.hevelius.core.usecase.Facade;
import org.jspecify.annotations.Nullable;

/** Has a service check what it stores. */
record RemoteCare(Connection connection) implements Facade.CareUses {
  @Override
  public Care.Checkup checkup(
      @Nullable String repository,
      double readPercent,
      @Nullable String part,
      Progress progress,
      BooleanSupplier canceled) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("readPercent", readPercent);
    if (repository != null) {
      wish.put("repository", repository);
    }
    if (part != null) {
      wish.put("part", part);
    }
    Connection.Answer accepted = connection.start(Ask.of("checks"), wish, Map.of());
    return Wire.MAPPER.treeToValue(
        Following.end(connection, accepted, progress, canceled), Care.Checkup.class);
  }
}
