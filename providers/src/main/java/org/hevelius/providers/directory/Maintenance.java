package org.hevelius.providers.directory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.Repositories;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.repository.MaintenanceSession;
import org.hevelius.repository.Repository;
import org.hevelius.repository.check.CheckCounters;
import org.hevelius.repository.check.CheckFinding;
import org.hevelius.repository.check.CheckReport;
import org.hevelius.repository.check.CheckRequest;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.prune.IndexRebuild;
import org.hevelius.repository.prune.IndexRebuildPlan;
import org.hevelius.repository.prune.PackRepairPlan;
import org.hevelius.repository.prune.PruneCounters;
import org.hevelius.repository.prune.PruneOptions;
import org.hevelius.repository.prune.PrunePlan;
import org.hevelius.repository.prune.PruneSummary;
import org.jspecify.annotations.Nullable;

/** Checks, prunes and repairs one repository, each time under an exclusive lock. */
final class Maintenance {
  private static final int EXAMPLES = 10;
  private static final Pattern PART = Pattern.compile("([0-9]{1,3})/([0-9]{1,3})");

  private final String name;
  private final Repository repository;
  private final Supplier<Long> seed;

  /**
   * Makes the maintenance.
   *
   * @param seed gives another number each time, for random choices of packs
   */
  Maintenance(String name, Repository repository, Supplier<Long> seed) {
    this.name = name;
    this.repository = repository;
    this.seed = seed;
  }

  private static boolean never() {
    return false;
  }

  private <T> T alone(Function<MaintenanceSession, T> work) {
    return in(repository::maintain, work);
  }

  private static <T> T in(
      Supplier<MaintenanceSession> sessions, Function<MaintenanceSession, T> work) {
    return EngineFailures.translate(
        () -> {
          try (MaintenanceSession session = sessions.get()) {
            return work.apply(session);
          }
        });
  }

  Repositories.CheckReport check(
      double readPercent, @Nullable String part, Progress progress, BooleanSupplier canceled) {
    CheckRequest request = new CheckRequest(data(readPercent, part), EXAMPLES);
    AtomicReference<CheckCounters> running = new AtomicReference<>(new CheckCounters());
    try (Progress.Phase _ = progress.begin("checking", () -> state(running.get()))) {
      return in(
          repository::inspect, session -> told(session.check(request, running::set, canceled)));
    }
  }

  private CheckRequest.Data data(double percent, @Nullable String part) {
    try {
      if (part != null) {
        Matcher numbers = PART.matcher(part);
        if (!numbers.matches()) {
          throw new IllegalArgumentException("\"" + part + "\" is no part of the packs");
        }
        return new CheckRequest.Data.Part(
            Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
      }
      if (percent == 0) {
        return new CheckRequest.Data.None();
      }
      return percent == 100
          ? new CheckRequest.Data.All()
          : new CheckRequest.Data.Sample(percent, seed.get());
    } catch (IllegalArgumentException e) {
      throw new HeveliusException(
          Category.INVALID,
          String.valueOf(e.getMessage()),
          List.of("give a share from 0 to 100 percent, or a part n/m such as 3/10"),
          e);
    }
  }

  private static Progress.State state(CheckCounters counters) {
    boolean data = counters.packsTotal() > 0;
    return new Progress.State(
        data ? counters.packs() : counters.trees(),
        counters.packsTotal(),
        counters.bytes(),
        counters.bytesTotal(),
        null);
  }

  private static Repositories.CheckReport told(CheckReport report) {
    return new Repositories.CheckReport(
        report.snapshots(),
        report.counters().trees(),
        report.packs(),
        report.counters().packs(),
        report.counters().bytes(),
        report.findings().stream().map(Maintenance::told).toList());
  }

  private static Repositories.Finding told(CheckFinding finding) {
    return new Repositories.Finding(
        finding.severity().name(), finding.sentence(), finding.remedy());
  }

  Repositories.PrunePlan planPrune(List<Id> forgetting) {
    return in(repository::survey, session -> told(plan(session, forgetting, Maintenance::never)));
  }

  private static PrunePlan plan(
      MaintenanceSession session, List<Id> forgetting, BooleanSupplier canceled) {
    return session.planPrune(
        PruneOptions.STANDARD, new HashSet<>(forgetting), counters -> {}, canceled);
  }

  private Repositories.PrunePlan told(PrunePlan plan) {
    PruneSummary s = plan.summary();
    return new Repositories.PrunePlan(
        name,
        plan.token(),
        s.packsKept() + s.packsRepacked() + s.packsDeleted() + s.packsUnindexed(),
        s.packsDeleted() + s.packsUnindexed() + s.packsRepacked(),
        s.packsRepacked(),
        s.blobsUnused() + s.blobsDuplicate(),
        s.bytesUsed(),
        s.bytesFreed(),
        s.bytesRewritten());
  }

  Repositories.PrunePlan prune(
      Repositories.PrunePlan shown, Progress progress, BooleanSupplier canceled) {
    AtomicReference<PruneCounters> running = new AtomicReference<>(new PruneCounters());
    try (Progress.Phase _ =
        progress.begin("pruning", () -> state(running.get(), shown.bytesRewritten()))) {
      return alone(
          session -> {
            PrunePlan plan = plan(session, List.of(), canceled);
            if (!plan.token().equals(shown.token())) {
              throw new HeveliusException(
                  Category.CONFLICT,
                  "the repository \"" + name + "\" has changed since the prune was planned",
                  "nothing was removed; plan again: hevelius cleanup --dry-run");
            }
            session.prune(plan, running::set, canceled);
            return told(plan);
          });
    }
  }

  private static Progress.State state(PruneCounters counters, long bytes) {
    return new Progress.State(
        counters.blobsMoved(),
        0,
        counters.bytesMoved(),
        Math.max(bytes, counters.bytesMoved()),
        null);
  }

  List<String> rebuildIndex(boolean readAll, boolean dryRun, Consumer<String> notice) {
    return in(
        dryRun ? repository::survey : repository::maintain,
        session -> {
          IndexRebuildPlan plan = session.planIndexRebuild(readAll, Maintenance::never);
          List<String> told = new ArrayList<>();
          told.add(
              "%d index files; %d packs to read, %d packs taken over as the index lists them"
                  .formatted(plan.replacedFiles().size(), plan.packsToRead(), plan.packsTaken()));
          plan.unreadableFiles()
              .forEach(id -> told.add("index file " + id.brief() + " can't be read; it goes"));
          plan.missingPacks()
              .forEach(id -> told.add("pack " + id.brief() + " is not there; its entries go"));
          if (plan.isEmpty()) {
            told.add("the index is as it should be");
            told.forEach(notice);
            return List.of();
          }
          if (!dryRun) {
            IndexRebuild.Result result =
                session.rebuildIndex(plan, counters -> {}, Maintenance::never);
            result
                .skipped()
                .forEach(
                    (id, why) -> notice.accept("pack " + id.brief() + " can't be read: " + why));
            told.add("wrote %d index files".formatted(result.indexFiles().size()));
          }
          return told;
        });
  }

  /** Reads all packs to find the damaged ones, then gives these up. */
  List<String> repairPacks(boolean dryRun, Consumer<String> notice) {
    return in(
        dryRun ? repository::survey : repository::maintain,
        session -> {
          CheckReport report =
              session.check(CheckRequest.everything(), counters -> {}, Maintenance::never);
          Set<Id> damaged = report.damagedPacks();
          PackRepairPlan plan = session.planPackRepair(damaged, Maintenance::never);
          if (plan.isEmpty()) {
            notice.accept("all %d packs are sound".formatted(report.packs()));
            return List.<String>of();
          }
          List<String> told = told(plan);
          plan.impact()
              .examples()
              .forEach(
                  lost ->
                      notice.accept(
                          "lost: %s in snapshot %s"
                              .formatted(lost.path(), lost.snapshot().brief())));
          if (!dryRun) {
            session.repairPacks(plan, counters -> {}, Maintenance::never);
          }
          return told;
        });
  }

  private static List<String> told(PackRepairPlan plan) {
    List<String> told = new ArrayList<>();
    for (PackRepairPlan.PackState pack : plan.packs()) {
      told.add(
          pack.missing()
              ? "pack %s is not there; %d blobs are missing from it"
                  .formatted(pack.pack().brief(), pack.damagedBlobs())
              : "pack %s is damaged: %d blobs are brought to safety, %d are lost from it"
                  .formatted(pack.pack().brief(), pack.salvagedBlobs(), pack.damagedBlobs()));
    }
    told.add(
        plan.impact().isNone()
            ? "no snapshot loses anything"
            : "%d snapshots miss content".formatted(plan.impact().snapshots().size()));
    return told;
  }
}
