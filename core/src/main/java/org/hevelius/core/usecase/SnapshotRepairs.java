package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.provider.Repositories.Damaged;
import org.hevelius.core.provider.Repositories.SnapshotDamage;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.CaptureCounts;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotBuilder;
import org.hevelius.core.snapshot.SnapshotKind;

/**
 * Leaves out of snapshots what storage has lost, so that the rest can be read without errors. A
 * repaired snapshot keeps its version, name and holds; it gets a tag that says since when it is
 * incomplete, and is known to be good no more. Only what the catalog lists as ours is changed.
 */
public final class SnapshotRepairs {
  /** The key of the tag of a snapshot that isn't whole any more. */
  public static final String INCOMPLETE = "incomplete";

  private static final String ACTION = "repository repair-snapshots";

  private final Context context;

  SnapshotRepairs(Context context) {
    this.context = context;
  }

  /** A snapshot that is repaired, and what it loses. */
  public record Repair(Snapshot snapshot, Damaged damage) {
    /** Whether no data is lost: nothing but the manifest, which is written anew. */
    public boolean complete() {
      return damage.lostCount() == damage.lost().size()
          && damage.lost().stream().allMatch(lost -> lost.path().startsWith("/.hevelius"));
    }
  }

  /**
   * A damaged snapshot that stays as it is.
   *
   * @param id its id in the repository
   * @param why in a clause
   * @param remedy what can be done about it
   */
  public record Left(String id, String why, String remedy) {}

  /**
   * What a repair would do.
   *
   * @param id names exactly this plan
   */
  public record Plan(String id, SnapshotDamage damage, List<Repair> repairs, List<Left> left) {
    /** Copies the lists. */
    public Plan {
      repairs = List.copyOf(repairs);
      left = List.copyOf(left);
    }
  }

  /**
   * Finds what a repair of a repository's snapshots would do; changes nothing.
   *
   * @throws HeveliusException DAMAGED when index and packs have to be repaired first
   */
  public Plan plan(String repository, BooleanSupplier canceled) {
    SnapshotDamage damage = context.repositories().snapshotDamage(repository, canceled);
    List<Repair> repairs = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    for (Damaged damaged : damage.damaged()) {
      Optional<Snapshot> listed = listed(repository, damaged.id());
      if (listed.isEmpty()) {
        left.add(
            new Left(
                damaged.id(),
                "this home doesn't list it, so it may be another program's",
                "that program may repair it, as `restic repair snapshots` does"));
      } else if (listed.get().kind() == SnapshotKind.ADOPTED) {
        left.add(
            new Left(
                damaged.id(),
                listed.get().reference() + " was made by another program",
                "that program may repair it, as `restic repair snapshots` does"));
      } else if (!damaged.savable()) {
        left.add(
            new Left(
                damaged.id(),
                "nothing is left of " + listed.get().reference(),
                "to drop it: hevelius delete " + listed.get().reference()));
      } else {
        repairs.add(new Repair(listed.get(), damaged));
      }
    }
    damage.unreadable().forEach(id -> left.add(unreadable(repository, id)));
    return new Plan(PlanIds.of(ACTION, damage.token(), repairs), damage, repairs, left);
  }

  private Left unreadable(String repository, String id) {
    return new Left(
        id,
        "its record can't be read",
        listed(repository, id)
            .filter(snapshot -> snapshot.kind() != SnapshotKind.ADOPTED)
            .map(snapshot -> "to drop it: hevelius delete " + snapshot.reference())
            .orElse("look for its file in a copy of the storage"));
  }

  /** The snapshot of the catalog that storage knows by an id. */
  private Optional<Snapshot> listed(String repository, String id) {
    return context.catalog().byIdPrefix(id, 2).stream()
        .filter(snapshot -> snapshot.captures().stream().anyMatch(c -> isOf(c, repository, id)))
        .findFirst();
  }

  private static boolean isOf(Capture capture, String repository, String id) {
    return capture.repository().equals(repository) && capture.id().equals(id);
  }

  /**
   * Repairs as planned; the catalog follows snapshot by snapshot.
   *
   * @return the repaired snapshots
   * @throws HeveliusException CONFLICT if anything has changed since; then nothing was changed
   */
  public List<Snapshot> carryOut(Plan plan, BooleanSupplier canceled) {
    String repository = plan.damage().name();
    return context.audited(
        ACTION,
        repository,
        () -> {
          Map<String, Repair> byId = new HashMap<>();
          Map<String, Manifest> manifests = new TreeMap<>();
          for (Repair repair : plan.repairs()) {
            requireUnchanged(repair.snapshot());
            byId.put(repair.damage().id(), repair);
            manifests.put(repair.damage().id(), manifest(repair));
          }
          List<Snapshot> repaired = new ArrayList<>();
          context
              .repositories()
              .repairSnapshots(
                  plan.damage(),
                  manifests,
                  (old, made) ->
                      repaired.add(
                          follow(repository, Objects.requireNonNull(byId.get(old)), old, made)),
                  canceled);
          context
              .catalog()
              .append(context.done(ACTION, repository, repaired.size() + " snapshots"));
          return repaired;
        });
  }

  private void requireUnchanged(Snapshot planned) {
    if (!context
        .catalog()
        .snapshot(planned.dataset(), planned.version())
        .filter(planned::equals)
        .isPresent()) {
      throw new HeveliusException(
          Category.CONFLICT,
          planned.reference() + " has changed since this was planned",
          "nothing was changed; plan again and look at it");
    }
  }

  /** The snapshot as it is listed from then on; one that only misses its manifest is whole. */
  private SnapshotBuilder marked(Repair repair) {
    Snapshot snapshot = repair.snapshot();
    if (repair.complete()) {
      return snapshot.edit();
    }
    Map<String, String> tags = new TreeMap<>(snapshot.tags());
    tags.put(INCOMPLETE, context.clock().instant().toString().substring(0, 10));
    return snapshot.edit().tags(tags).knownGood(null);
  }

  private Manifest manifest(Repair repair) {
    Snapshot snapshot = repair.snapshot();
    return new Manifest(
            new ReferenceResolver(context.catalog()).dataset(snapshot.dataset()),
            context.catalog().highestVersion(snapshot.dataset()),
            marked(repair).build(),
            null,
            context.clock().instant())
        .withCounts(snapshot.captures().stream().map(CaptureCounts::of).toList());
  }

  private Snapshot follow(String repository, Repair repair, String old, String made) {
    Snapshot before = repair.snapshot();
    Snapshot after =
        marked(repair)
            .captures(
                before.captures().stream()
                    .map(
                        c ->
                            isOf(c, repository, old)
                                ? CaptureCounts.of(c).capture(c.provider(), made, repository)
                                : c)
                    .toList())
            .build();
    long lost = repair.damage().lostCount();
    context
        .catalog()
        .replace(
            before,
            after,
            context.done(
                ACTION,
                before.reference(),
                "%d lost, %s first%s"
                    .formatted(
                        lost,
                        repair.damage().lost().getFirst().path(),
                        before.knownGood() == null || repair.complete()
                            ? ""
                            : "; no longer known good")));
    // What was indexed may name files that are lost; names are indexed again when asked for.
    context.index().clear(before.dataset());
    return after;
  }
}
