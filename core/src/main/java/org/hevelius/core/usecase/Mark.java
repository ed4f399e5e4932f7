package org.hevelius.core.usecase;

import java.util.List;
import java.util.Map;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** What is said of a snapshot and can be taken back, so that the same can be said of several. */
public sealed interface Mark {
  /** Says it of the snapshot with this exact reference. */
  Snapshot of(String reference, Facade.SnapshotUses snapshots);

  /** See {@link Snapshots#hold}. */
  record Held(Hold.Kind kind, String reason) implements Mark {
    @Override
    public Snapshot of(String reference, Facade.SnapshotUses snapshots) {
      return snapshots.hold(reference, kind, reason);
    }
  }

  /** See {@link Snapshots#release}. */
  record Released(Hold.Kind kind) implements Mark {
    @Override
    public Snapshot of(String reference, Facade.SnapshotUses snapshots) {
      return snapshots.release(reference, kind);
    }
  }

  /** See {@link Snapshots#tag}; without anything to add or remove it only looks. */
  record Tagged(Map<String, String> add, List<String> remove) implements Mark {
    /** Copies the collections. */
    public Tagged {
      add = Map.copyOf(add);
      remove = List.copyOf(remove);
    }

    /** Whether it only looks. */
    public boolean isEmpty() {
      return add.isEmpty() && remove.isEmpty();
    }

    @Override
    public Snapshot of(String reference, Facade.SnapshotUses snapshots) {
      return isEmpty() ? snapshots.show(reference) : snapshots.tag(reference, add, remove);
    }
  }

  /** See {@link Snapshots#describe}; what is null stays. */
  record Described(
      @Nullable String description, @Nullable String shortName, @Nullable String milestone)
      implements Mark {
    @Override
    public Snapshot of(String reference, Facade.SnapshotUses snapshots) {
      return snapshots.describe(reference, description, shortName, milestone);
    }
  }

  /** See {@link Snapshots#knownGood}. */
  record Good(boolean good, String note) implements Mark {
    @Override
    public Snapshot of(String reference, Facade.SnapshotUses snapshots) {
      return snapshots.knownGood(reference, good, note);
    }
  }

  /** See {@link Snapshots#knownBad}. */
  record Bad(boolean bad, String note) implements Mark {
    @Override
    public Snapshot of(String reference, Facade.SnapshotUses snapshots) {
      return snapshots.knownBad(reference, bad, note);
    }
  }

  /** One after the other. */
  record All(List<Mark> marks) implements Mark {
    /** Copies the list. */
    public All {
      marks = List.copyOf(marks);
    }

    @Override
    public Snapshot of(String reference, Facade.SnapshotUses snapshots) {
      Snapshot snapshot = snapshots.show(reference);
      for (Mark mark : marks) {
        snapshot = mark.of(reference, snapshots);
      }
      return snapshot;
    }
  }
}
