package org.hevelius.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Mark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "Several, after a look at the list: hevelius release 'cosmos7/**' --tagged paper=12",
      "What cleanup would do with it: hevelius cleanup cosmos7/raw --dry-run"
    })
final class ReleaseVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "REF",
      arity = "0..*",
      description = "the snapshot, such as cosmos7/raw@9; or several, or 'cosmos7/**@latest'")
  List<String> references = List.of();

  @Option(names = "--legal", description = "the legal hold, in place of the permanent one")
  boolean legal;

  @Mixin MarkSeveral several = new MarkSeveral();

  ReleaseVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (several.isAsked(references)) {
      return several.run(
          session,
          references,
          "the release of ",
          new Mark.Released(HoldVerb.kind(legal)),
          this::said);
    }
    String one = SnapshotChoice.one(references);
    Snapshot released = session.withFacade(h -> h.snapshots().release(one, HoldVerb.kind(legal)));
    MarkText.print(session, released, said(released));
    return ExitCode.DONE.number();
  }

  private String said(Snapshot released) {
    return released.isHeld()
        ? "released; still held: "
            + released.holds().stream()
                .map(hold -> HoldVerb.text(hold, session.times()))
                .collect(Collectors.joining("; "))
        : "released; the rules of cleanup decide from now on";
  }
}
