package org.hevelius.providers.zfs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.NewView;
import org.hevelius.core.storage.Performance;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.Space;
import org.hevelius.core.storage.StorageViews;
import org.hevelius.core.storage.View;
import org.hevelius.providers.process.Machine;
import org.hevelius.providers.process.ProgramResult;
import org.jspecify.annotations.Nullable;

/**
 * ZFS datasets as views. A hard limit is {@code refquota}, which snapshots don't count against,
 * unless the dataset has only a {@code quota}, which then goes on to be the limit. ZFS has no soft
 * limit: it is a property of ours, by which people are warned and nobody is stopped.
 */
public final class ZfsViews implements StorageViews {
  private static final Pattern DATASET =
      Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*(/[A-Za-z0-9_.:][A-Za-z0-9_.: -]*)*");

  private final Supplier<List<Machine>> machines;

  /** The pools of these machines, asked each time. */
  public ZfsViews(Supplier<List<Machine>> machines) {
    this.machines = machines;
  }

  /** A dataset on a machine. */
  private record Target(Machine machine, String dataset) {
    String pool() {
      return dataset.replaceFirst("/.*", "");
    }

    ZfsDatasets datasets() {
      return new ZfsDatasets(machine);
    }
  }

  @Override
  public SourceSpec.Kind kind() {
    return SourceSpec.Kind.ZFS;
  }

  private static String prefix(Machine machine) {
    return machine.name().isEmpty() ? "zfs:" : "zfs:" + machine.name() + ":";
  }

  private Target target(String location) {
    for (Machine machine : machines.get()) {
      String before = machine.name().isEmpty() ? "" : machine.name() + ":";
      String dataset = location.startsWith(before) ? location.substring(before.length()) : "";
      if (DATASET.matcher(dataset).matches() && !("/" + dataset + "/").contains("/../")) {
        return new Target(machine, dataset);
      }
    }
    throw new HeveliusException(
        Category.INVALID,
        "\"" + location + "\" is no name of a ZFS dataset",
        "write zfs:POOL/DATASET, or zfs:MACHINE:POOL/DATASET for another machine");
  }

  private Target target(SourceSpec view) {
    return target(view.location());
  }

  private Target pool(String system) {
    return target(system.substring("zfs:".length()));
  }

  @Override
  public List<String> systems() {
    List<String> systems = new ArrayList<>();
    for (Machine machine : machines.get()) {
      for (String pool : pools(machine)) {
        systems.add(prefix(machine) + pool);
      }
    }
    return systems.stream().sorted().toList();
  }

  /**
   * The pools; none where there is no ZFS. What can't be reached is named, and told of when asked.
   */
  private static List<String> pools(Machine machine) {
    try {
      ProgramResult result = machine.run(List.of("zpool", "list", "-H", "-o", "name"));
      return result.succeeded()
          ? result.text().lines().filter(line -> !line.isBlank()).toList()
          : List.of();
    } catch (HeveliusException e) {
      return machine.isLocal() ? List.of() : List.of(machine.name());
    }
  }

  @Override
  public String system(SourceSpec view) {
    Target target = target(view);
    return prefix(target.machine()) + target.pool();
  }

  @Override
  public List<View> views(String system) {
    Target pool = pool(system);
    return pool.datasets().below(pool.dataset()).stream()
        .map(found -> shown(pool.machine(), found, List.of()))
        .sorted(Comparator.comparing(View::view))
        .toList();
  }

  @Override
  public View view(SourceSpec view) {
    Target target = target(view);
    return shown(target.machine(), target.datasets().one(target.dataset()), List.of());
  }

  private static View shown(Machine machine, ZfsDatasets.Found found, List<String> notes) {
    String view = prefix(machine) + found.name();
    String system = prefix(machine) + found.name().replaceFirst("/.*", "");
    String mountpoint = found.value("mountpoint");
    return new View(
        view,
        system,
        found.value("guid"),
        found.own(ZfsDatasets.PROFILE),
        mountpoint.startsWith("/") ? mountpoint : "",
        found.bytes("referenced"),
        found.tuning(),
        quota(view, system, found),
        notes);
  }

  private static @Nullable Quota quota(String view, String system, ZfsDatasets.Found found) {
    Limits limits = found.limits();
    return limits.equals(Limits.NONE)
        ? null
        : new Quota(
            view,
            system,
            found.value("guid"),
            limits,
            found.bytes(found.countsSnapshots() ? "used" : "referenced"),
            found.countsSnapshots() ? "data and snapshots" : "data without snapshots");
  }

  @Override
  public View create(NewView wish) {
    Target target = target(wish.view());
    if (!wish.protocols().isEmpty() || wish.bucket() != null) {
      throw new HeveliusException(
          Category.INVALID,
          "a ZFS dataset is not exported by being made",
          "nothing was changed; leave out protocols and bucket, and share its mount point");
    }
    List<String> notes = target.datasets().create(target.dataset(), wish.profile(), wish.limits());
    return shown(target.machine(), target.datasets().one(target.dataset()), notes);
  }

  @Override
  public Quota setLimits(View expected, Limits wanted) {
    Target target = target(SourceSpec.parse(expected.view()));
    ZfsDatasets.Found now = target.datasets().one(target.dataset());
    Quota before = expected.quota();
    if (!now.value("guid").equals(expected.id())
        || !now.limits().equals(before == null ? Limits.NONE : before.limits())) {
      throw new HeveliusException(
          Category.CONFLICT,
          "the limits of %s are not those any more that were looked at".formatted(expected.view()),
          "nothing was changed; look again and repeat it");
    }
    target.datasets().limit(now, wanted);
    ZfsDatasets.Found after = target.datasets().one(target.dataset());
    Quota set = shown(target.machine(), after, List.of()).quota();
    if (!after.limits().equals(wanted)) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s has other limits than those that were just set".formatted(expected.view()),
          "somebody else changes them too; look: hevelius quota list " + expected.view());
    }
    return Objects.requireNonNullElseGet(
        set,
        () ->
            new Quota(
                expected.view(), expected.system(), expected.id(), Limits.NONE, 0, "no limit"));
  }

  @Override
  public Space space(String system) {
    Target pool = pool(system);
    ZfsDatasets.Found root = pool.datasets().one(pool.dataset());
    long free = root.bytes("available");
    return new Space(system, root.bytes("used") + free, free);
  }

  @Override
  public List<Finding> health(String system) {
    Target pool = pool(system);
    return new ZpoolHealth(pool.machine()).of(system, pool.dataset());
  }

  @Override
  public Performance performance(String system, Instant from, Instant to) {
    Target pool = pool(system);
    Map<String, Double> mean = new ZpoolHealth(pool.machine()).throughput(pool.dataset());
    Space space = space(system);
    return new Performance(
        system,
        from,
        to,
        List.of(
            new Performance.Point(
                to,
                mean.get("iops"),
                mean.get("read"),
                mean.get("write"),
                null,
                space.usedBytes(),
                space.totalBytes())),
        List.of("rates are the mean since the pool was imported; ZFS keeps no history of them"));
  }
}
