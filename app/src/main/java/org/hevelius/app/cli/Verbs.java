package org.hevelius.app.cli;

import static org.hevelius.app.cli.Verb.Group.BACK;
import static org.hevelius.app.cli.Verb.Group.CARE;
import static org.hevelius.app.cli.Verb.Group.FIND;
import static org.hevelius.app.cli.Verb.Group.HIDDEN;
import static org.hevelius.app.cli.Verb.Group.KEEP;
import static org.hevelius.app.cli.Verb.Group.SERVE;
import static org.hevelius.app.cli.Verb.Group.START;
import static org.hevelius.app.cli.Verb.Group.TAKE;
import static org.hevelius.app.cli.Verb.Weight.HEAVY;
import static org.hevelius.app.cli.Verb.Weight.LIGHT;

import java.util.List;
import java.util.Optional;

/**
 * The table of verbs. A new verb is one class and one line here, and a word in the launcher's list
 * when it is light.
 */
final class Verbs {
  static final List<Verb> ALL =
      List.of(
          new Verb("demo", START, HEAVY, DemoVerb.class),
          new Verb("init", START, LIGHT, InitVerb.class),
          new Verb("dataset", START, LIGHT, DatasetVerb.class),
          new Verb("discover", START, HEAVY, DiscoverVerb.class),
          new Verb("adopt", START, HEAVY, AdoptVerb.class),
          new Verb("create", TAKE, HEAVY, CreateVerb.class),
          new Verb("exec", TAKE, HEAVY, ExecVerb.class),
          new Verb("import", TAKE, HEAVY, ImportVerb.class),
          new Verb("event", TAKE, HEAVY, EventVerb.class),
          new Verb("list", FIND, LIGHT, ListVerb.class),
          new Verb("show", FIND, LIGHT, ShowVerb.class),
          new Verb("browse", FIND, LIGHT, BrowseVerb.class),
          new Verb("cat", FIND, HEAVY, CatVerb.class),
          new Verb("history", FIND, HEAVY, HistoryVerb.class),
          new Verb("find", FIND, HEAVY, FindVerb.class),
          new Verb("diff", FIND, HEAVY, DiffVerb.class),
          new Verb("log", FIND, HEAVY, LogVerb.class),
          new Verb("lineage", FIND, LIGHT, LineageVerb.class),
          new Verb("restore", BACK, HEAVY, RestoreVerb.class),
          new Verb("rollback", BACK, HEAVY, RollbackVerb.class),
          new Verb("clone", BACK, HEAVY, CloneVerb.class),
          new Verb("revert", BACK, HEAVY, RevertVerb.class),
          new Verb("undo", BACK, HEAVY, UndoVerb.class),
          new Verb("recover", BACK, HEAVY, RecoverVerb.class),
          new Verb("hold", KEEP, LIGHT, HoldVerb.class),
          new Verb("release", KEEP, LIGHT, ReleaseVerb.class),
          new Verb("tag", KEEP, LIGHT, TagVerb.class),
          new Verb("describe", KEEP, LIGHT, DescribeVerb.class),
          new Verb("known-good", KEEP, LIGHT, KnownGoodVerb.class),
          new Verb("known-bad", KEEP, LIGHT, KnownBadVerb.class),
          new Verb("publish", KEEP, HEAVY, PublishVerb.class),
          new Verb("cite", KEEP, HEAVY, CiteVerb.class),
          new Verb("verify-citation", KEEP, HEAVY, VerifyCitationVerb.class),
          new Verb("delete", KEEP, LIGHT, DeleteVerb.class),
          new Verb("policy", KEEP, LIGHT, PolicyVerb.class),
          new Verb("cleanup", KEEP, HEAVY, CleanupVerb.class),
          new Verb("check", CARE, HEAVY, CheckVerb.class),
          new Verb("drill", CARE, HEAVY, DrillVerb.class),
          new Verb("repository", CARE, HEAVY, RepositoryVerb.class),
          new Verb("catalog", CARE, HEAVY, CatalogVerb.class),
          new Verb("report", CARE, LIGHT, ReportVerb.class),
          new Verb("runbook", CARE, HEAVY, RunbookVerb.class),
          new Verb("cluster", CARE, LIGHT, ClusterVerb.class),
          new Verb("view", CARE, LIGHT, ViewVerb.class),
          new Verb("quota", CARE, LIGHT, QuotaVerb.class),
          new Verb("health", CARE, LIGHT, HealthVerb.class),
          new Verb("metrics", CARE, LIGHT, MetricsVerb.class),
          new Verb("serve", CARE, HEAVY, ServeVerb.class),
          new Verb("jobs", CARE, LIGHT, JobsVerb.class),
          new Verb("status", CARE, HEAVY, StatusVerb.class),
          new Verb("audit", CARE, LIGHT, AuditVerb.class),
          new Verb("user", SERVE, LIGHT, UserVerb.class),
          new Verb("token", SERVE, LIGHT, TokenVerb.class),
          new Verb("notify", SERVE, LIGHT, NotifyVerb.class),
          new Verb("alert", SERVE, LIGHT, AlertVerb.class),
          new Verb("simulator", SERVE, HEAVY, SimulatorVerb.class),
          new Verb("help", CARE, LIGHT, HelpVerb.class),
          new Verb("completion", CARE, LIGHT, CompletionVerb.class),
          new Verb("complete-names", HIDDEN, LIGHT, CompleteNamesVerb.class),
          new Verb("warm-up", HIDDEN, LIGHT, WarmUpVerb.class));

  private Verbs() {}

  /** The verb of this name. */
  static Optional<Verb> named(String name) {
    return ALL.stream().filter(verb -> verb.name().equals(name)).findFirst();
  }

  /**
   * The verb that a command line asks for: its first word that is neither an option nor a value.
   */
  static Optional<Verb> asked(String... args) {
    for (int i = 0; i < args.length; i++) {
      if (List.of("--home", "--server", "--token-file", "--ca").contains(args[i])) {
        i++;
      } else if (!args[i].startsWith("-")) {
        return named(args[i]);
      }
    }
    return Optional.empty();
  }
}
