package org.hevelius.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Mark;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "describe",
    description = {
      "change the description, the short name or the milestone of a snapshot",
      "",
      "What was captured never changes; its number and generated name stay."
    },
    footer = {
      "",
      "hevelius describe cosmos7/raw@12 --description \"Before the Mars calibration\"",
      "hevelius describe cosmos7/raw@12 --name pre-mars --milestone v2.0",
      "Drop a name or milestone: hevelius describe cosmos7/raw@12 --name \"\""
    })
final class DescribeVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "REF",
      arity = "0..*",
      description = "the snapshot, such as cosmos7/raw@12; or several, or 'cosmos7/**@latest'")
  List<String> references = List.of();

  @Option(names = "--description", paramLabel = "T", description = "the new description")
  @Nullable String description;

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "the new short name, unique in the dataset; empty for none")
  @Nullable String name;

  @Option(
      names = "--milestone",
      paramLabel = "M",
      description = "what the data had reached; empty for none")
  @Nullable String milestone;

  @Mixin MarkSeveral several = new MarkSeveral();

  DescribeVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (description == null && name == null && milestone == null) {
      throw new HeveliusException(
          Category.INVALID,
          "nothing to change was given",
          "give --description, --name or --milestone; see: hevelius describe --help");
    }
    if (several.isAsked(references)) {
      return several.run(
          session,
          references,
          null,
          new Mark.Described(description, name, milestone),
          DescribeVerb::said);
    }
    String one = SnapshotChoice.one(references);
    Snapshot described =
        session.withFacade(h -> h.snapshots().describe(one, description, name, milestone));
    MarkText.print(session, described, said(described));
    return ExitCode.DONE.number();
  }

  private static String said(Snapshot described) {
    return "\"%s\"%s"
        .formatted(
            described.description(),
            described.milestone() == null ? "" : ", milestone " + described.milestone());
  }
}
