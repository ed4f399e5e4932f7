package org.hevelius.providers.vast;

import java.util.List;
import java.util.OptionalLong;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import tools.jackson.databind.JsonNode;

/** Looks at directories of a cluster through its management system. */
final class VastFolders {
  private VastFolders() {}

  /**
   * How many entries a directory has; nothing when there is no such directory.
   *
   * @throws HeveliusException INVALID when it is a file
   */
  static OptionalLong children(VastCluster cluster, VastPath path) {
    JsonNode stat;
    try {
      stat = cluster.client().ask("folders/stat_path", cluster.about(path));
    } catch (VmsException e) {
      if (e.status() == 400 || e.status() == 404) {
        return OptionalLong.empty();
      }
      throw e;
    }
    if (!stat.path("is_directory").asBoolean(true)) {
      throw new HeveliusException(
          Category.INVALID,
          "%s on %s is no directory".formatted(path, cluster.settings().name()),
          "name the directory that holds the file");
    }
    return OptionalLong.of(stat.path("children").asLong(1));
  }

  /**
   * Makes sure that a source is there.
   *
   * @throws HeveliusException UNAVAILABLE when it isn't
   */
  static void require(VastCluster cluster, SourceSpec source) {
    if (children(cluster, VastSource.of(source).path()).isEmpty()) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the source %s isn't there".formatted(source),
          List.of(
                  "check the path, and that the login sees it:"
                      + " hevelius discover vast:"
                      + cluster.settings().name())
              .toArray(String[]::new));
    }
  }
}
