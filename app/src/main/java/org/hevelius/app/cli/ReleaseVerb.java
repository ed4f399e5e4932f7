package org.hevelius.app.cli;

import java.util.stream.Collectors;
import org.hevelius.core.snapshot.Snapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "release",
    description = {
      "end a hold",
      "",
      "From then on the rules of cleanup decide about the snapshot. Nothing is deleted now."
    },
    footer = {
      "",
      "hevelius release cosmos7/raw@9",
      "What cleanup would do with it: hevelius cleanup cosmos7/raw --dry-run"
    })
final class ReleaseVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "REF", description = "the snapshot, such as cosmos7/raw@9")
  String reference = "";

  @Option(names = "--legal", description = "the legal hold, in place of the permanent one")
  boolean legal;

  ReleaseVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Snapshot released =
        session.withFacade(h -> h.snapshots().release(reference, HoldVerb.kind(legal)));
    MarkText.print(
        session,
        released,
        released.isHeld()
            ? "released; still held: "
                + released.holds().stream()
                    .map(hold -> HoldVerb.text(hold, session.times()))
                    .collect(Collectors.joining("; "))
            : "released; the rules of cleanup decide from now on");
  }
}
