package org.hevelius.core.usecase;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;

/**
 * Records what storage had published when a create or a change was interrupted before the catalog
 * knew.
 */
final class Strays {
  private final Context context;

  Strays(Context context) {
    this.context = context;
  }

  /**
   * Looks for the versions that were given after the newest recorded one. Storage is asked only
   * when there are any, so that the usual create doesn't pay for it. A create that is still running
   * in another process may be among them: recording an equal snapshot again is no change.
   */
  void record(Dataset dataset) {
    long newest = context.catalog().latest(dataset.name()).map(Snapshot::version).orElse(0L);
    long given = context.catalog().highestVersion(dataset.name());
    if (given == newest) {
      return;
    }
    found(dataset, version -> version > newest && version <= given)
        .filter(Halves::isWhole)
        .forEach(this::record);
  }

  /**
   * A snapshot as it is: an edit that was interrupted between storage and catalog is taken over
   * first, so that nothing is decided on a form that storage no longer has.
   */
  Snapshot current(Snapshot snapshot) {
    if (snapshot.captures().stream().allMatch(this::isThere) || !takeOver(snapshot)) {
      return snapshot;
    }
    return context.catalog().snapshot(snapshot.dataset(), snapshot.version()).orElse(snapshot);
  }

  /** Whether a repository lacks a capture that a snapshot should have in it. */
  boolean lacks(Snapshot snapshot, String repository) {
    return snapshot.captures().stream()
        .anyMatch(capture -> capture.repository().equals(repository) && !isThere(capture));
  }

  /** Whether storage has a snapshot in a form that the catalog doesn't know yet. */
  boolean hasOtherForm(Snapshot snapshot) {
    return otherForm(snapshot).isPresent();
  }

  private Optional<Snapshot> otherForm(Snapshot snapshot) {
    return context.catalog().dataset(snapshot.dataset()).stream()
        .flatMap(dataset -> found(dataset, version -> version == snapshot.version()))
        .map(Strays::complete)
        .filter(other -> other.name().equals(snapshot.name()))
        .filter(other -> other.captures().size() == snapshot.captures().size())
        .findFirst();
  }

  /** Whether storage has a capture exactly as recorded. */
  boolean isThere(Capture capture) {
    return context.provider(capture.source()).exists(capture);
  }

  /**
   * Takes over the present form of a snapshot of which storage no longer has the form that the
   * catalog knows; false if it has none.
   */
  boolean takeOver(Snapshot snapshot) {
    Optional<Snapshot> present = otherForm(snapshot);
    present.ifPresent(
        other ->
            context
                .catalog()
                .replace(
                    snapshot,
                    other,
                    context.done(
                        "recover", snapshot.reference(), "recovered from an interrupted change")));
    return present.isPresent();
  }

  private Stream<Recovered> found(Dataset dataset, LongPredicate versions) {
    return Halves.joined(
            dataset.sources().stream()
                .map(SourceSpec::kind)
                .distinct()
                .map(context.providers()::get)
                .flatMap(provider -> Optional.ofNullable(provider).stream())
                .flatMap(provider -> provider.recover(dataset, versions).stream())
                .filter(found -> isOf(dataset, found)))
        .sorted(Comparator.comparingLong(found -> found.manifest().snapshot().version()));
  }

  /**
   * Storage that snapshots by itself may have versions of another home's dataset of the same name.
   * Where they name no home, these two were not added at the same moment.
   */
  private boolean isOf(Dataset dataset, Recovered found) {
    boolean shared = found.captures().stream().anyMatch(c -> c.repository().isEmpty());
    return !shared
        || (found.manifest().mayBeOf(Belonging.home(context))
            && found.manifest().dataset().created().equals(dataset.created()));
  }

  private static Snapshot complete(Recovered found) {
    return found.manifest().snapshot().edit().captures(found.captures()).build();
  }

  private void record(Recovered found) {
    Snapshot snapshot = complete(found);
    String shortName = snapshot.shortName();
    boolean taken =
        shortName != null
            && context
                .catalog()
                .byShortName(snapshot.dataset(), shortName)
                .filter(other -> other.version() != snapshot.version())
                .isPresent();
    context
        .catalog()
        .record(
            taken ? snapshot.edit().shortName(null).build() : snapshot,
            context.done("create", snapshot.reference(), "recovered from an interrupted create"));
  }
}
