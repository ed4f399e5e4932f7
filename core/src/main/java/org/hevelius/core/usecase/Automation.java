package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.hevelius.core.alert.Alerts;
import org.hevelius.core.runner.Chore;
import org.hevelius.core.runner.Runner;

/** Joins what is done without being asked. */
public final class Automation {
  /**
   * How it is done.
   *
   * @param node names this process and no other, such as {@code mars/4711/5f3a09c1}
   * @param workers what runs long work; it bounds how much runs at once
   * @param alerts told what became of runs
   * @param log told in lines what operators should know
   */
  public record Settings(String node, Executor workers, Alerts alerts, Consumer<String> log) {}

  /** What the chores work with. */
  record Parts(Context context, String node, Desk desk, Executor workers, Alerts alerts, Log log) {}

  /** Lines for operators. */
  static final class Log {
    private static final int REMEMBERED = 1000;

    private final Consumer<String> lines;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    Log(Consumer<String> lines) {
      this.lines = lines;
    }

    /** Says it. */
    void line(String text) {
      lines.accept(text);
    }

    /** Says it, unless it was said before. */
    void once(String text) {
      if (said.size() > REMEMBERED) {
        said.clear();
      }
      if (said.add(text)) {
        lines.accept(text);
      }
    }
  }

  private Automation() {}

  /** A runner that takes what schedules ask for and forgets by policy, and does these chores. */
  static Runner runner(Context context, Settings settings, List<Chore> more) {
    Parts parts =
        new Parts(
            context,
            settings.node(),
            new Desk(),
            settings.workers(),
            settings.alerts(),
            new Log(settings.log()));
    Upkeep upkeep = new Upkeep(parts);
    List<Chore> chores = new ArrayList<>();
    chores.add(new HookCare(parts));
    SnapshotRuns snapshots = new SnapshotRuns(parts, upkeep);
    chores.add(new Schedules(parts, snapshots));
    NativeUpkeep natives = new NativeUpkeep(parts);
    chores.add(natives);
    chores.add(upkeep);
    StorageCare storage = new StorageCare(parts);
    chores.add(storage);
    chores.add(new SpaceCare(parts));
    chores.addAll(more);
    return new Runner(
        new Runner.Parts(
            settings.node(), context.catalog().leases(), context.clock(), settings.log()),
        chores,
        List.of(snapshots.metrics(), storage.metrics(), natives.metrics()));
  }
}
