package org.hevelius.providers.vast;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.NativeStorage.Doomed;
import org.hevelius.core.provider.NativeStorage.RollbackPlan;
import org.hevelius.core.provider.NativeStorage.RolledBack;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Capture;
import org.jspecify.annotations.Nullable;

/** Puts a whole path back to a snapshot through its protected path. */
final class VastPutBack {
  private static final String WAY = "replace";

  private final VastReading reading;
  private final NativeKeeping keeping;
  private final Function<VastCluster, VmsTasks> tasks;
  private final Consumer<String> notices;

  VastPutBack(
      VastReading reading,
      NativeKeeping keeping,
      Function<VastCluster, VmsTasks> tasks,
      Consumer<String> notices) {
    this.reading = reading;
    this.keeping = keeping;
    this.tasks = tasks;
    this.notices = notices;
  }

  /** Why a path can't be put back at once; empty when it can. */
  String obstacle(VastCluster cluster, VastPath path) {
    if (reading.hasOwn(cluster, path)) {
      return "files of Hevelius itself lie in %s".formatted(path);
    }
    if (path.isRoot()) {
      return "the root of the cluster can't be put back as a whole";
    }
    Optional<ProtectedPath> there = ProtectedPath.of(cluster, path);
    return there.isPresent() && there.get().isDestination()
        ? "the protected path %s is written to by another cluster".formatted(there.get().name())
        : "";
  }

  List<RollbackPlan> plans(Capture to) {
    VastCluster cluster = reading.cluster(to.source());
    VastPath path = VastSource.of(to.source()).path();
    Optional<ProtectedPath> there = ProtectedPath.of(cluster, path);
    if (!obstacle(cluster, path).isEmpty()) {
      return List.of();
    }
    VastSnapshot snapshot = reading.snapshot(cluster, to);
    ProtectedPath.Validation said =
        there.isPresent() ? there.get().validate() : ProtectedPath.foreseen(cluster, path);
    List<Doomed> destroyed =
        said.versioned().stream()
            .map(view -> new Doomed("object versions", view, false, 0))
            .toList();
    List<String> effects = new ArrayList<>(said.effects());
    effects.add(
        "what is in %s now is replaced as a whole; the guard snapshot has it".formatted(path));
    effects.add("all snapshots stay as they are");
    String token =
        hash(
            String.join(
                "\n",
                cluster.psnt(),
                there.map(one -> String.valueOf(one.id())).orElse("none"),
                path.text(),
                snapshot.guid(),
                destroyed.toString(),
                effects.toString()));
    return List.of(new RollbackPlan(to, WAY, destroyed, effects, token));
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  RolledBack carryOut(
      RollbackPlan plan, @Nullable Capture guard, Progress progress, BooleanSupplier canceled) {
    Capture to = plan.to();
    VastCluster cluster = reading.cluster(to.source());
    cluster.requireSame(VastCluster.Identity.of(to).psnt());
    VastPath path = VastSource.of(to.source()).path();
    Optional<ProtectedPath> there = ProtectedPath.of(cluster, path);
    if (there.isPresent()) {
      Optional<RolledBack> before = steps(cluster, there.get(), path).settle(plan.token());
      if (before.isPresent()) {
        return before.get();
      }
    }
    if (plans(to).stream().noneMatch(now -> now.token().equals(plan.token()))) {
      String why = obstacle(cluster, path);
      throw changed(plan, why.isEmpty() ? "it isn't as it was planned" : why);
    }
    VastSnapshot wanted = reading.snapshot(cluster, to);
    if (guard != null && !isGuard(cluster, to, guard)) {
      throw new HeveliusException(
          Category.INVALID,
          "the guard %s isn't a capture of %s that is there".formatted(guard.id(), to.source()),
          "nothing was changed");
    }
    RestoreSteps steps = steps(cluster, there.orElseGet(() -> made(plan, cluster, path)), path);
    try (Progress.Phase _ =
        progress.begin("putting back", () -> new Progress.State(0, 0, 0, 0, path.text()))) {
      String has = guard == null ? "" : VastCluster.Identity.of(guard).guid();
      return steps.run(plan.token(), wanted, has, canceled);
    }
  }

  private RestoreSteps steps(VastCluster cluster, ProtectedPath of, VastPath path) {
    return new RestoreSteps(
        cluster, of, path, keeping.records(cluster), tasks.apply(cluster), notices);
  }

  /** Makes the protected path that a restore goes through; it may show more than was foreseen. */
  private static ProtectedPath made(RollbackPlan plan, VastCluster cluster, VastPath path) {
    ProtectedPath made = ProtectedPath.make(cluster, path);
    List<String> planned = plan.destroyed().stream().map(Doomed::name).toList();
    ProtectedPath.Validation said = made.validate();
    if (!planned.containsAll(said.versioned()) || !plan.effects().containsAll(said.effects())) {
      throw new HeveliusException(
          Category.CONFLICT,
          "now that there is the protected path %s the cluster says more of what a restore of %s"
                  .formatted(made.name(), path)
              + " does",
          "the data were not touched; plan again, which shows it");
    }
    return made;
  }

  private boolean isGuard(VastCluster cluster, Capture to, Capture guard) {
    return guard.source().equals(to.source())
        && !guard.id().equals(to.id())
        && reading.snapshot(cluster, guard).isThere();
  }

  private static HeveliusException changed(RollbackPlan plan, String why) {
    return new HeveliusException(
        Category.CONFLICT,
        "the plan for %s isn't true any more: %s".formatted(plan.to().source(), why),
        "nothing was changed; plan again");
  }
}
