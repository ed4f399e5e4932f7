package org.hevelius.core.provider;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.snapshot.Manifest;
import org.jspecify.annotations.Nullable;

/** The repository of a home in memory: it has a name, is sound, and has nothing to free. */
public final class OneRepository implements Repositories {
  @Override
  public List<String> names() {
    return List.of("default");
  }

  @Override
  public RepositoryInfo info(String name) {
    return new RepositoryInfo(name, "/memory", "0123456789abcdef", 2, false, 0, 0, 0, 0, 0);
  }

  @Override
  public void probe(String name) {}

  @Override
  public List<Foreign> snapshots(String name) {
    return List.of();
  }

  @Override
  public List<Recovered> adoptable(String name) {
    return List.of();
  }

  @Override
  public RepositoryInfo add(Addition addition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Key> keys(String name) {
    return List.of();
  }

  @Override
  public Key addKey(String name, String newPasswordFile) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void removeKey(String name, String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void changePassword(String name, String newPasswordFile) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CheckReport check(
      String name,
      double readPercent,
      @Nullable String part,
      Progress progress,
      BooleanSupplier canceled) {
    return new CheckReport(0, 0, 0, 0, 0, List.of());
  }

  @Override
  public PrunePlan planPrune(String name, List<String> forgetting) {
    return new PrunePlan(name, "nothing", 0, 0, 0, 0, 0, 0, 0);
  }

  @Override
  public PrunePlan prune(PrunePlan plan, Progress progress, BooleanSupplier canceled) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> rebuildIndex(
      String name, boolean readAllPacks, boolean dryRun, Consumer<String> notice) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> repairPacks(String name, boolean dryRun, Consumer<String> notice) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SnapshotDamage snapshotDamage(String name, BooleanSupplier canceled) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void repairSnapshots(
      SnapshotDamage damage,
      Map<String, Manifest> manifests,
      BiConsumer<String, String> replaced,
      BooleanSupplier canceled) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Key openedBy(String name, String passwordFile, List<String> ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int unlock(String name) {
    throw new UnsupportedOperationException();
  }
}
