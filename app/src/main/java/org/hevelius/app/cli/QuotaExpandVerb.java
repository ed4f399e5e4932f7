package org.hevelius.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.QuotaPlan;
import org.hevelius.core.storage.Sizes;
import org.hevelius.core.storage.StorageSettingsReader;
import org.hevelius.core.usecase.Facade;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "expand",
    description = {
      "let the limits of a view grow, after showing how far",
      "",
      "Refused while the storage is not well, when too little would stay free were the view filled"
          + " up, and beyond a budget. Only exactly what was shown is done."
    },
    footer = {
      "",
      "hevelius quota expand vast:lab/swift/burst --dry-run",
      "hevelius quota expand vast:lab/swift/burst --factor 1.5 --ceiling 20TB --yes"
    })
final class QuotaExpandVerb implements java.util.concurrent.Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "VIEW", description = "the view")
  String view = "";

  @Option(
      names = "--factor",
      paramLabel = "F",
      description = "how far both limits grow (else as its rule says, or 1.5)")
  @Nullable String factor;

  @Option(
      names = "--ceiling",
      paramLabel = "SIZE",
      description = "not beyond that (else as its rule says)")
  @Nullable String ceiling;

  @Option(names = "--dry-run", description = "only show it")
  boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "don't ask")
  boolean yes;

  QuotaExpandVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.withFacade(this::run);
  }

  private int run(Facade home) {
    QuotaPlan plan =
        home.storage()
            .planExpansion(
                view,
                factor == null ? null : StorageSettingsReader.factor(factor),
                ceiling == null ? null : (Long) Sizes.parse(ceiling));
    Limits wanted = plan.wanted();
    if (plan.decision() == QuotaPlan.Decision.REFUSED && !dryRun) {
      // Says why, and leaves a trace of it.
      Quota _ = home.storage().expand(plan);
    }
    if (!session.json()) {
      show(plan);
    }
    if (wanted == null || dryRun) {
      session.result(plan, () -> {});
      return (plan.decision() == QuotaPlan.Decision.REFUSED ? ExitCode.CONFLICT : ExitCode.DONE)
          .number();
    }
    session.approve("plan " + plan.plan(), yes);
    Quota now = home.storage().expand(plan);
    Map<String, Object> both = new LinkedHashMap<>();
    both.put("plan", plan);
    both.put("quota", now);
    session.result(
        both,
        () ->
            session.console().line("%s: %s".formatted(now.view(), QuotaText.limits(now.limits()))));
    return ExitCode.DONE.number();
  }

  private void show(QuotaPlan plan) {
    Limits wanted = plan.wanted();
    Quota quota = plan.view().quota();
    if (wanted == null || quota == null) {
      String what =
          plan.decision() == QuotaPlan.Decision.REFUSED ? "may not grow" : "does not grow";
      session
          .console()
          .line("%s %s: %s".formatted(plan.view().view(), what, Text.printable(plan.reason())));
      return;
    }
    session.console().line("Plan %s  let %s grow".formatted(plan.plan(), plan.view().view()));
    session
        .console()
        .line("  now   %s  (%s)".formatted(QuotaText.limits(quota.limits()), plan.reason()));
    session.console().line("  then  " + QuotaText.limits(wanted));
  }
}
