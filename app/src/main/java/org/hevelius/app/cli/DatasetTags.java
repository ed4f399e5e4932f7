package org.hevelius.app.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** The option that chooses datasets by their own tags. */
final class DatasetTags {
  @Option(
      names = "--where",
      paramLabel = "KEY[=VALUE]",
      description = "of all datasets, or those that are named, the ones with this tag of their own")
  List<String> where = List.of();
}
