package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Origin;
import org.hevelius.core.usecase.RestorePlan;
import org.hevelius.core.usecase.Restores;

/** Plans and results of restore, revert, undo and redo as text. */
final class RestoreText {
  /** How many actions of a kind are shown at most. */
  static final int SHOWN = 20;

  private static final List<Kind> CHANGES =
      List.of(Kind.OVERWRITE, Kind.CREATE, Kind.DELETE, Kind.METADATA);

  private final Session session;
  private final Console console;

  RestoreText(Session session) {
    this.session = session;
    this.console = session.console();
  }

  /** The name of a plan as people are asked for it. */
  static String shortId(String id) {
    return id.substring(0, Math.min(4, id.length()));
  }

  /**
   * Prints a plan.
   *
   * @param extras what deleting would remove besides
   * @param origins which versions have what is overwritten or deleted, by path
   */
  void plan(RestorePlan plan, RestorePlan.Count extras, Map<String, Origin> origins) {
    console.line(console.bold("Plan " + shortId(plan.id())) + "  " + Text.printable(title(plan)));
    actions(plan, extras, origins);
    if (plan.inPlace() && plan.changes() > 0 && plan.missing().isEmpty()) {
      console.line(
          "A guard snapshot of the present state is taken first; `%s` returns to it."
              .formatted(wayBack(plan)));
    }
  }

  /** Prints the plan of one dataset within a plan of several. */
  void section(RestorePlan plan, RestorePlan.Count extras, Map<String, Origin> origins) {
    console.line(console.bold(Text.printable(title(plan))));
    actions(plan, extras, origins);
  }

  private void actions(RestorePlan plan, RestorePlan.Count extras, Map<String, Origin> origins) {
    Table table = new Table().column("").number("").number("").column("");
    long kinds = CHANGES.stream().filter(kind -> plan.count(kind).entries() > 0).count();
    for (Kind kind : CHANGES) {
      boolean always = kind == Kind.CREATE || (plan.inPlace() && kind != Kind.METADATA);
      if (always || plan.count(kind).entries() > 0) {
        rows(table, plan, kind, (int) (SHOWN / Math.max(1, kinds)), extras, origins);
      }
    }
    if (plan.count(Kind.UNCHANGED).entries() > 0) {
      table.row("unchanged", Humans.count(plan.count(Kind.UNCHANGED).entries()), "", "");
    }
    rows(table, plan, Kind.CONFLICT, SHOWN, extras, origins);
    rows(table, plan, Kind.FAILED, SHOWN, extras, origins);
    table.print(console, "  ");
    if (!plan.missing().isEmpty() && plan.changes() > 0) {
      console.line(
          console.yellow(
              Text.printable(
                  "%s is gone: there is no present state to guard. Nothing that is there is"
                          .formatted(String.join(" and ", plan.missing()))
                      + " touched, and `hevelius undo` won't remove what is created.")));
      session.hint("If its disk should be mounted there, mount it first.");
    }
  }

  private void rows(
      Table table,
      RestorePlan plan,
      Kind kind,
      int limit,
      RestorePlan.Count extras,
      Map<String, Origin> origins) {
    RestorePlan.Count count = plan.count(kind);
    if (count.entries() == 0 && (kind == Kind.CONFLICT || kind == Kind.FAILED)) {
      return;
    }
    List<RestoreAction> known =
        plan.first().stream().filter(action -> action.kind() == kind).limit(limit).toList();
    boolean one = count.entries() == 1 && known.size() == 1;
    table.row(
        word(kind),
        Humans.count(count.entries()),
        count.entries() > 0 && kind != Kind.METADATA ? Humans.bytes(count.bytes()) : "",
        one ? text(known.getFirst(), origins) : remark(plan, kind, extras));
    if (one) {
      return;
    }
    known.forEach(action -> table.row("", "", "", text(action, origins)));
    if (count.entries() > known.size()) {
      table.row("", "", "", "and " + Humans.count(count.entries() - known.size()) + " more");
    }
  }

  private String text(RestoreAction action, Map<String, Origin> origins) {
    Origin origin = origins.get(action.path());
    return origin == null ? text(action) : action.path() + "  (" + text(origin) + ")";
  }

  private String text(Origin origin) {
    return switch (origin.state()) {
      case UNCHANGED -> "unchanged since @" + origin.version();
      case AS_IN_OLDER -> "as in @" + origin.version();
      case CHANGED ->
          "changed since @" + origin.version() + ", " + session.times().age(origin.modified());
      case IN_NO_RECENT_VERSION -> "not in any recent version";
      case IN_NO_VERSION -> "not in any version";
    };
  }

  private static String text(RestoreAction action) {
    return action.path() + (action.note().isEmpty() ? "" : "  (" + action.note() + ")");
  }

  /** A kind of action in words. */
  static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String remark(RestorePlan plan, Kind kind, RestorePlan.Count extras) {
    if (kind == Kind.METADATA) {
      return "content is equal; owner, mode, times or attributes are set";
    }
    if (kind == Kind.CONFLICT) {
      return "left alone:";
    }
    if (kind == Kind.DELETE && plan.kind() == Operation.Kind.RESTORE && !plan.delete()) {
      return "files that are not in the snapshot stay"
          + (extras.entries() > 0
              ? "; --delete would remove %s (%s)"
                  .formatted(Humans.count(extras.entries()), Humans.bytes(extras.bytes()))
              : "");
    }
    return "";
  }

  private String title(RestorePlan plan) {
    String part = plan.paths().isEmpty() ? "" : String.join(", ", plan.paths());
    Snapshot base = plan.base();
    return switch (plan.kind()) {
      case RESTORE ->
          "restore %s of %s%s %s"
              .formatted(
                  part.isEmpty() ? "all" : part,
                  plan.want().reference(),
                  plan.want().shortName() == null ? "" : " (" + plan.want().shortName() + ")",
                  plan.target() == null ? "in place" : "to " + plan.target());
      case REVERT ->
          "take back what changed from %s to %s%s, and keep everything else"
              .formatted(
                  plan.want().reference(),
                  base == null ? "live" : base.reference(),
                  part.isEmpty() ? "" : " in " + part);
      case UNDO, REDO -> undoTitle(plan) + (part.isEmpty() ? "" : ", in " + part);
    };
  }

  private String undoTitle(RestorePlan plan) {
    Operation undone = plan.undoes();
    if (undone == null) {
      return "go back to " + plan.want().reference();
    }
    if (undone.kind() == Operation.Kind.UNDO) {
      return "take back the undo of %s: back to the guard %s"
          .formatted(session.times().age(undone.started()), plan.want().reference());
    }
    return "undo the %s %s %s of %s: back to the guard %s"
        .formatted(
            undone.isRollback() ? "rollback" : word(undone.kind()),
            undone.isRollback() || undone.kind() == Operation.Kind.REVERT ? "to" : "of",
            undone.reference(),
            session.times().age(undone.started()),
            plan.want().reference());
  }

  /** How to return to what was before. */
  static String wayBack(RestorePlan plan) {
    return plan.kind() == Operation.Kind.UNDO ? "hevelius undo --redo" : "hevelius undo";
  }

  private static String word(Operation.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Prints what follows a plan that is not carried out. */
  void afterDryRun(RestorePlan plan) {
    console.line(
        plan.changes() == 0
            ? "There is nothing to do."
            : "Nothing was changed: this was a dry run. To carry it out, leave out --dry-run.");
  }

  /** Prints that a plan changes nothing. */
  void nothingToDo(RestorePlan plan) {
    long conflicts = plan.count(Kind.CONFLICT).entries();
    console.line(
        conflicts == 0
            ? "There is nothing to do: everything is as it was asked for."
            : "Nothing was changed: "
                + Humans.count(conflicts, "conflict was", "conflicts were")
                + " left alone.");
    adviceOnConflicts(plan, conflicts);
  }

  /** Prints what was done. */
  void result(Restores.Result result) {
    result(result, wayBack(result.plan()));
  }

  /**
   * Prints what was done.
   *
   * @param back how to return to what was before
   */
  void result(Restores.Result result, String back) {
    RestorePlan plan = result.plan();
    Snapshot guard = result.guard();
    StringBuilder line = new StringBuilder();
    if (guard != null) {
      line.append("Guard ").append(guard.reference()).append(".  ");
    }
    line.append(done(result)).append('.');
    if (guard != null) {
      line.append("  ")
          .append(plan.kind() == Operation.Kind.UNDO ? "Take it back with: " : "Undo with: ")
          .append(back);
    }
    console.line(Text.printable(line.toString()));
    problems(result, Kind.CONFLICT, "conflict was left alone:", "conflicts were left alone:");
    problems(result, Kind.FAILED, "failed:", "failed:");
    adviceOnConflicts(plan, result.count(Kind.CONFLICT).entries());
    if (result.count(Kind.FAILED).entries() > 0) {
      session.hint(
          "What failed is as it was, or is named above; run the same again when the cause is"
              + " gone: what is done already is skipped.");
    }
  }

  private static String done(Restores.Result result) {
    long created = result.count(Kind.CREATE).entries();
    long overwritten = result.count(Kind.OVERWRITE).entries();
    long written = created + overwritten;
    long bytes = result.count(Kind.CREATE).bytes() + result.count(Kind.OVERWRITE).bytes();
    List<String> parts = new ArrayList<>();
    parts.add(
        "Restored %s (%s)"
            .formatted(Humans.count(written, "entry", "entries"), Humans.bytes(bytes)));
    if (result.count(Kind.METADATA).entries() > 0) {
      parts.add("set metadata of " + Humans.count(result.count(Kind.METADATA).entries()));
    }
    if (result.count(Kind.DELETE).entries() > 0) {
      parts.add("removed " + Humans.count(result.count(Kind.DELETE).entries()));
    }
    if (result.plan().verify() && written > 0) {
      long failed = result.count(Kind.FAILED).entries();
      parts.add(
          "verified %s of %s".formatted(Humans.count(written), Humans.count(written + failed)));
    }
    String target = result.plan().target();
    return String.join(", ", parts) + (target == null ? "" : " in " + target);
  }

  private void problems(Restores.Result result, Kind kind, String one, String many) {
    long all = result.count(kind).entries();
    if (all == 0) {
      return;
    }
    console.line(console.yellow(Humans.count(all, one, many)));
    List<RestoreAction> shown =
        result.problems().stream().filter(action -> action.kind() == kind).limit(SHOWN).toList();
    shown.forEach(action -> console.line("  " + Text.printable(text(action))));
    if (all > shown.size()) {
      console.line("  and " + Humans.count(all - shown.size()) + " more");
    }
  }

  private void adviceOnConflicts(RestorePlan plan, long conflicts) {
    if (conflicts == 0) {
      return;
    }
    if (plan.inPlace()) {
      session.hint(
          "These were changed by someone else meanwhile. To see how: hevelius diff %s live --content PATH"
              .formatted(plan.want().reference()));
      session.hint(
          "To take the version of the snapshot all the same: hevelius restore %s --path PATH --in-place"
              .formatted(plan.want().reference()));
    } else {
      session.hint(
          "What is there already and differs is never overwritten outside of the dataset; restore"
              + " to a new directory to have all of it.");
    }
  }
}
