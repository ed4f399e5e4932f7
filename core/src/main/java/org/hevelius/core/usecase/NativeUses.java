package org.hevelius.core.usecase;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.storage.Clusters.Brought;
import org.hevelius.core.storage.Clusters.Cluster;
import org.jspecify.annotations.Nullable;

/** The use cases of {@link Facade} that live by what storage can do by itself. */
public interface NativeUses {
  /** Finds, adopts and clones what storage has. */
  StoreUses stores();

  /** Puts sources back at once. */
  RollbackUses rollbacks();

  /** Adds, shows and removes clusters. */
  ClusterUses clusters();

  /** See {@link NativeStores}. */
  interface StoreUses {
    /** Looks for storage that could be a source. */
    NativeStores.Discovery discover(@Nullable String what);

    /** Takes over the snapshots that other programs made of a source. */
    List<Adoption.Adopted> adopt(SourceSpec source);

    /** Makes data to write to of a snapshot. */
    List<NativeStores.Clone> clone(
        String reference, String name, Progress progress, BooleanSupplier canceled);
  }

  /** See {@link Rollbacks}. */
  interface RollbackUses {
    /** Plans a rollback. */
    RollbackPlan plan(Rollbacks.Request request);

    /** Refuses a plan that can't be executed, before anybody is asked whether it should be. */
    RollbackPlan requireAllowed(RollbackPlan plan);

    /** Carries out a plan. */
    Rollbacks.Result execute(RollbackPlan plan, Progress progress, BooleanSupplier canceled);
  }

  /** See {@link KnownClusters}. */
  interface ClusterUses {
    /** All; none is asked. */
    List<KnownClusters.ClusterView> list();

    /** One with what it answers now. */
    KnownClusters.ClusterView show(String name);

    /** Adds one that answers. */
    KnownClusters.ClusterView add(Cluster cluster, Brought brought);

    /** Takes one out of the settings. */
    void remove(String name);
  }
}
