package org.hevelius.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Mark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "hold",
    description = {
      "keep a snapshot until it is released, whatever the rules of cleanup say",
      "",
      "A held snapshot is also refused to `hevelius delete` without --force. The hold stands in the"
          + " manifest of the snapshot as well, so it survives the loss of the catalog."
    },
    footer = {
      "",
      "Keep for good: hevelius hold cosmos7/raw@9 --reason \"Production baseline\"",
      "Several:       hevelius hold 'cosmos7/**@known-good' --reason \"Paper 12\"",
      "For the law:   hevelius hold cosmos7/raw@9 --legal --reason \"Case 2026-17\"",
      "End it:        hevelius release cosmos7/raw@9"
    })
final class HoldVerb implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "REF",
      arity = "0..*",
      description = "the snapshot, such as cosmos7/raw@9; or several, or 'cosmos7/**@latest'")
  List<String> references = List.of();

  @Option(names = "--reason", paramLabel = "T", description = "why, for people who come later")
  String reason = "";

  @Option(names = "--legal", description = "a legal hold, beside a permanent one")
  boolean legal;

  @Mixin MarkSeveral several = new MarkSeveral();

  HoldVerb(Session session) {
    this.session = session;
  }

  /** The kind that the options of hold and release name. */
  static Hold.Kind kind(boolean legal) {
    return legal ? Hold.Kind.LEGAL : Hold.Kind.PERMANENT;
  }

  /** A hold in words. */
  static String text(Hold hold, Times times) {
    return "%s%s, by %s since %s"
        .formatted(
            hold.kind().name().toLowerCase(Locale.ROOT),
            hold.reason().isEmpty() ? "" : " (\"" + hold.reason() + "\")",
            hold.by(),
            times.minute(hold.since()));
  }

  @Override
  public Integer call() {
    if (several.isAsked(references)) {
      return several.run(
          session,
          references,
          null,
          new Mark.Held(kind(legal), reason),
          held -> "held, " + text(held.hold(kind(legal)).orElseThrow(), session.times()));
    }
    String one = SnapshotChoice.one(references);
    Snapshot held = session.withFacade(h -> h.snapshots().hold(one, kind(legal), reason));
    Hold hold = held.hold(kind(legal)).orElseThrow();
    MarkText.print(session, held, "held, " + text(hold, session.times()));
    if (!reason.isEmpty() && !hold.reason().equals(reason)) {
      session.hint(
          Text.printable(
              "It was held already, with its own reason; to replace that: hevelius release "
                  + held.reference()
                  + (legal ? " --legal" : "")
                  + " first"));
    }
    return ExitCode.DONE.number();
  }
}
