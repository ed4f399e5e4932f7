package org.hevelius.app.cli;

import java.util.List;
import java.util.function.Function;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Batch;
import org.hevelius.core.usecase.Choice;
import org.hevelius.core.usecase.Mark;
import org.hevelius.core.usecase.SnapshotView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the verbs that mark snapshots have in common when several are meant. */
final class MarkSeveral {
  @Mixin SnapshotChoice choice = new SnapshotChoice();

  @Option(names = "--dry-run", description = "show which snapshots are meant, and end")
  boolean dryRun;

  @Option(names = "--yes", description = "don't ask, where several are released")
  boolean yes;

  /** Whether these words, with the options, take this way. */
  boolean isAsked(List<String> words) {
    return dryRun || choice.isMany(words);
  }

  /**
   * Marks each.
   *
   * @param ask what must be confirmed before it is done, such as {@code the release of}; null when
   *     nobody is asked
   * @param mark what is said of each
   * @param said what was done to one, for people
   * @return the exit code
   */
  int run(
      Session session,
      List<String> words,
      @Nullable String ask,
      Mark mark,
      Function<Snapshot, String> said) {
    Choice meant = choice.choice(words, session.times());
    return session.withFacade(
        home -> {
          List<Snapshot> snapshots = home.batches().snapshots(meant);
          if (!session.json() && (dryRun || ask != null)) {
            show(session, snapshots);
          }
          if (dryRun) {
            session.result(
                snapshots.stream().map(SnapshotView::of).toList(),
                () -> session.console().line("Nothing was changed: a dry run."));
            return ExitCode.DONE.number();
          }
          if (ask != null) {
            session.approve(ask + Humans.count(snapshots.size(), "snapshot", "snapshots"), yes);
          }
          try (Interruption interruption = session.interruption()) {
            Batch<Snapshot> done = home.batches().mark(snapshots, mark, interruption);
            session.result(done.map(SnapshotView::of), () -> tell(session, done, said));
            return BatchText.code(done, false);
          }
        });
  }

  private static void show(Session session, List<Snapshot> snapshots) {
    Table table =
        new Table()
            .column("REF")
            .column("WHEN (" + session.times().zoneName() + ")")
            .column("WHAT");
    snapshots.forEach(
        s ->
            table.row(
                s.reference(),
                session.times().minute(s.createdAt()),
                SnapshotText.titleAndName(s)));
    table.print(session.console(), "  ");
    session.console().line(Humans.count(snapshots.size(), "snapshot", "snapshots") + " meant");
  }

  private static void tell(Session session, Batch<Snapshot> done, Function<Snapshot, String> said) {
    for (Batch.Item<Snapshot> item : done.items()) {
      Snapshot snapshot = item.result();
      if (snapshot == null) {
        BatchText.failure(session, item);
      } else {
        session
            .console()
            .line(Text.printable(MarkText.title(snapshot) + ": " + said.apply(snapshot)));
      }
    }
    BatchText.end(session, done, "done", "snapshot", "snapshots");
  }
}
