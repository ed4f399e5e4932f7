package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.usecase.Datasets;
import org.hevelius.core.usecase.Facade;
import picocli.CommandLine.Option;

/** The option that makes a dataset where there is none yet. */
final class NewDatasetOption {
  @Option(
      names = {"-s", "--source"},
      paramLabel = "SOURCE",
      description = "for a new dataset: the directory to protect; may be given again")
  List<String> sources = List.of();

  boolean given() {
    return !sources.isEmpty();
  }

  /** The dataset as it would be added. */
  Datasets.AddRequest request(String name, Session session) {
    return new Datasets.AddRequest(
        name, SourceArguments.full(sources, session), "", List.of(), null);
  }

  /** Adds the dataset where there is none of that name, and says so. */
  void ensure(Facade home, String name, Session session) {
    if (home.datasets().ensure(request(name, session)).added()) {
      session.console().error("note: added the dataset " + name);
    }
  }
}
