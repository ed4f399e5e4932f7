package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.usecase.DatasetView;
import org.hevelius.core.usecase.Datasets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = {
      "add a dataset",
      "",
      "The sources must be there. Makes the home too when there is none yet."
    },
    footer = {"", "hevelius dataset add cosmos7/raw --source /data/cosmos7/raw --exclude '*.tmp'"})
final class DatasetAddVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "a path of lower-case names: cosmos7/raw")
  String name = "";

  @Option(
      names = {"-s", "--source"},
      paramLabel = "SOURCE",
      required = true,
      description = "where the data lives: a directory, or kind:location; may be given again")
  List<String> sources = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      description = "leave out files with such a name or path; may be given again")
  List<String> excludes = List.of();

  @Option(names = "--description", paramLabel = "TEXT", description = "what the data is")
  String description = "";

  @Option(
      names = "--repository",
      paramLabel = "NAME",
      description = "which repository of the home takes the data (else the default one)")
  @Nullable String repository;

  DatasetAddVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (session.service().isEmpty()) {
      InitVerb.ensureHome(session);
    }
    List<String> full = SourceArguments.full(sources, session);
    DatasetView added =
        session.withFacade(
            home ->
                DatasetView.of(
                    home.datasets()
                        .add(
                            new Datasets.AddRequest(
                                name, full, description, excludes, repository))));
    session.result(
        added,
        () -> {
          session.console().line("Dataset " + added.name() + " added");
          DatasetShowVerb.print(session, added);
        });
    session.hint("First snapshot:  hevelius create " + added.name() + " \"why it is taken\"");
  }
}
