package org.hevelius.app.cli;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
final class DescribeVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "REF", description = "the snapshot, such as cosmos7/raw@12")
  String reference = "";

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

  DescribeVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (description == null && name == null && milestone == null) {
      throw new HeveliusException(
          Category.INVALID,
          "nothing to change was given",
          "give --description, --name or --milestone; see: hevelius describe --help");
    }
    Snapshot described =
        session.withFacade(h -> h.snapshots().describe(reference, description, name, milestone));
    MarkText.print(
        session,
        described,
        "\"%s\"%s"
            .formatted(
                described.description(),
                described.milestone() == null ? "" : ", milestone " + described.milestone()));
  }
}
