package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.usecase.DatasetView;
import org.hevelius.core.usecase.Datasets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "set",
    description = {
      "change a dataset",
      "",
      "Only what later snapshots hold changes; those that exist stay as they are."
    },
    footer = {
      "",
      "hevelius dataset set cosmos7/raw --add-source /data/cosmos7/calib --exclude '*.tmp'"
    })
final class DatasetSetVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "the dataset")
  String name = "";

  @Option(names = "--description", paramLabel = "TEXT", description = "what the data is")
  @Nullable String description;

  @Option(names = "--add-source", paramLabel = "SOURCE", description = "one more place")
  List<String> addSources = List.of();

  @Option(
      names = "--remove-source",
      paramLabel = "SOURCE",
      description = "a place no longer captured; what was captured of it stays")
  List<String> removeSources = List.of();

  @Option(names = "--exclude", paramLabel = "PATTERN", description = "leave out such files")
  List<String> excludes = List.of();

  @Option(names = "--no-exclude", paramLabel = "PATTERN", description = "don't leave them out")
  List<String> noExcludes = List.of();

  @Option(
      names = "--tag",
      paramLabel = "KEY[=VALUE]",
      description = "a tag of the dataset, by which --where finds it; may be given again")
  List<String> tags = List.of();

  @Option(names = "--untag", paramLabel = "KEY", description = "take a tag away")
  List<String> untags = List.of();

  DatasetSetVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (description == null
        && addSources.isEmpty()
        && removeSources.isEmpty()
        && excludes.isEmpty()
        && noExcludes.isEmpty()
        && tags.isEmpty()
        && untags.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "nothing is to be changed",
          "see what can be: hevelius dataset set --help");
    }
    DatasetView changed =
        session.withFacade(
            home ->
                DatasetView.of(
                    home.datasets()
                        .set(
                            new Datasets.SetRequest(
                                name,
                                description,
                                SourceArguments.full(addSources, session),
                                SourceArguments.full(removeSources, session),
                                excludes,
                                noExcludes,
                                tags,
                                untags))));
    session.result(
        changed,
        () -> {
          session.console().line("Dataset " + changed.name() + " changed");
          DatasetShowVerb.print(session, changed);
        });
  }
}
