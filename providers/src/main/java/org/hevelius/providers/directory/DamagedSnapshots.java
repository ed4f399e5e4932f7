package org.hevelius.providers.directory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.Repositories.Damaged;
import org.hevelius.core.provider.Repositories.Lost;
import org.hevelius.core.provider.Repositories.SnapshotDamage;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.repository.MaintenanceSession;
import org.hevelius.repository.Repository;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.prune.SnapshotRepair.Correction;
import org.hevelius.repository.prune.SnapshotRepairPlan;

/** Finds the snapshots of one repository that miss content, and repairs those that it is told. */
final class DamagedSnapshots {
  private final String name;
  private final Repository repository;

  DamagedSnapshots(String name, Repository repository) {
    this.name = name;
    this.repository = repository;
  }

  SnapshotDamage find(BooleanSupplier canceled) {
    return EngineFailures.translate(
        () -> {
          try (MaintenanceSession session = repository.survey()) {
            return told(session.planSnapshotRepair(canceled));
          }
        });
  }

  private SnapshotDamage told(SnapshotRepairPlan plan) {
    return new SnapshotDamage(
        name,
        plan.token(),
        plan.repairs().stream().map(DamagedSnapshots::told).toList(),
        plan.unreadable().stream().map(Id::toString).toList());
  }

  private static Damaged told(SnapshotRepairPlan.Repair repair) {
    return new Damaged(
        repair.snapshot().id().toString(),
        repair.losses().stream().map(loss -> new Lost(loss.path(), loss.bytesRecorded())).toList(),
        repair.lossCount(),
        repair.newTree() != null);
  }

  void repair(
      SnapshotDamage shown,
      Map<String, Manifest> manifests,
      BiConsumer<String, String> replaced,
      BooleanSupplier canceled) {
    List<Correction> corrections = new ArrayList<>();
    manifests.forEach((id, manifest) -> corrections.add(correction(id, manifest)));
    EngineFailures.writing(
        () -> {
          try (MaintenanceSession session = repository.maintain()) {
            SnapshotRepairPlan plan = session.planSnapshotRepair(canceled);
            if (!plan.token().equals(shown.token())) {
              throw new HeveliusException(
                  Category.CONFLICT,
                  "the repository \"" + name + "\" has changed since the repair was planned",
                  "nothing was changed; plan again: hevelius repository repair-snapshots"
                      + " --dry-run");
            }
            session.repairSnapshots(
                plan,
                corrections,
                (old, made) -> replaced.accept(old.toString(), made.toString()),
                canceled);
            return corrections.size();
          }
        });
  }

  private static Correction correction(String id, Manifest manifest) {
    return new Correction(
        Id.parse(id),
        SnapshotTags.of(manifest.snapshot()),
        StoredCaptures.MANIFEST,
        SnapshotTags.json(manifest).getBytes(StandardCharsets.UTF_8));
  }
}
