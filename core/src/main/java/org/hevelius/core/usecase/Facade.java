package org.hevelius.core.usecase;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hevelius.core.access.ApiToken;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.Password;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.compare.Change;
import org.hevelius.core.compare.ContentChange;
import org.hevelius.core.compare.ContentOptions;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.compare.DiffResult;
import org.hevelius.core.compare.DiffSink;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.FileHit;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.publication.CitationFormat;
import org.hevelius.core.publication.CitedVersion;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.report.Report;
import org.hevelius.core.retention.RetentionRules;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;
import org.jspecify.annotations.Nullable;

/**
 * The use cases that can be reached from afar: {@link Hevelius} is the open home itself, and a
 * client of a service speaks to that. Who uses one needn't know which. Each method means, returns
 * and throws what the class says that does it: {@link Datasets}, {@link Creation} and so on. Behind
 * a service it also throws UNAVAILABLE when that can't be reached and DENIED when the caller may
 * not.
 */
public interface Facade extends Several, Oversight, NativeUses, AutoCloseable {
  /** Adds, shows, changes and removes datasets. */
  DatasetUses datasets();

  /** Takes snapshots. */
  CreationUses creation();

  /** Lists, shows, marks and deletes snapshots. */
  SnapshotUses snapshots();

  /** Reads in snapshots. */
  TreeUses trees();

  /** Finds files over all versions. */
  FindUses finds();

  /** Compares versions. */
  ComparisonUses comparisons();

  /** Restores, reverts and undoes. */
  RestoreUses restores();

  /** Forgets and frees. */
  CleanupUses cleanup();

  /** Adds, shows, changes and removes users and their tokens. */
  AccountUses accounts();

  /** Publishes, withdraws, lists and cites versions. */
  PublicationUses publications();

  /** Holds citations against the bytes. */
  CitationUses citationChecks();

  /** Sums up what there is and what was done. */
  ReportUses reports();

  /** Looks after what is stored. */
  CareUses care();

  @Override
  void close();

  /** See {@link Care}. */
  interface CareUses {
    /** Checks repositories, catalog and audit trail. */
    Care.Checkup checkup(
        @Nullable String repository,
        double readPercent,
        @Nullable String part,
        Progress progress,
        BooleanSupplier canceled);
  }

  /** See {@link Accounts}. */
  interface AccountUses {
    /** Adds a user. */
    Accounts.View add(String name, List<Grant> grants, @Nullable Password password);

    /** All users, sorted by name. */
    List<Accounts.View> users();

    /** Changes a user. */
    Accounts.View change(Accounts.Change change);

    /** What removing a user would remove. */
    Accounts.Removal plan(String name);

    /** Removes a user with all tokens and sessions. */
    void remove(Accounts.Removal plan);

    /** Makes a token. */
    Accounts.Made create(Accounts.TokenRequest request);

    /** All tokens, sorted by owner and age. */
    List<ApiToken> tokens();

    /** The token of exactly that prefix. */
    ApiToken token(String prefix);

    /** Revokes a token. */
    ApiToken revoke(String prefix);
  }

  /** See {@link Publications}. */
  interface PublicationUses {
    /** Plans to publish a version. */
    Publications.Plan plan(String reference, PublicationWish wish);

    /** Publishes as planned. */
    Publication execute(Publications.Plan plan, Progress progress, BooleanSupplier canceled);

    /** Withdraws a publication. */
    Snapshot withdraw(String reference, String reason);

    /** The publication to cite. */
    Publication cited(Snapshot snapshot);

    /** Writes a citation. */
    void cite(
        Snapshot snapshot,
        Publication publication,
        CitationFormat format,
        Consumer<String> out,
        BooleanSupplier canceled);

    /** All publications, the newest first, read as the stream is consumed. */
    Stream<Publication> list(@Nullable String datasets);
  }

  /** See {@link CitationChecks}. */
  interface CitationUses {
    /** Holds a citation against the version in storage. */
    CitationChecks.Result inStorage(
        CitedVersion cited, Progress progress, BooleanSupplier canceled);
  }

  /** See {@link Reports}. */
  interface ReportUses {
    /** Makes a report. */
    Report make(Reports.Kind kind, Reports.Want want, int days);
  }

  /** See {@link Datasets}. */
  interface DatasetUses {
    /** Adds a dataset. */
    Datasets.Summary add(Datasets.AddRequest request);

    /** Adds a dataset where there is none of that name. */
    Datasets.Ensured ensure(Datasets.AddRequest request);

    /** All datasets, sorted by name. */
    List<Datasets.Summary> list();

    /** One dataset. */
    Datasets.Summary show(String name);

    /** What the storage of each source of a dataset can do, as it says now. */
    List<CapabilityView> storage(String name);

    /** Changes a dataset's definition. */
    Datasets.Summary set(Datasets.SetRequest request);

    /** Removes a dataset that has no snapshots. */
    Dataset remove(String name);

    /** The dataset that is meant when none is named. */
    Dataset only(@Nullable String workingDirectory);

    /** The place in a dataset where a file or directory is captured. */
    String locate(String path);
  }

  /** See {@link Creation}. */
  interface CreationUses {
    /** Takes a snapshot. */
    Creation.Result create(Creation.Request request, Progress progress, BooleanSupplier canceled);
  }

  /** See {@link Snapshots}. */
  interface SnapshotUses {
    /** The snapshots that match, newest first, read as the stream is consumed. */
    Stream<Snapshot> list(SnapshotQuery query);

    /** The query for the datasets that somebody named. */
    SnapshotQuery query(@Nullable String datasets);

    /** What retention says of each version of a dataset. */
    Map<Long, KeptBy> keptBy(DatasetName dataset);

    /**
     * What would be free without each version of a dataset alone, in bytes, as storage that takes
     * snapshots itself says now. Versions of which that isn't known are left out.
     *
     * @param version the only one that is asked for, or null for all
     */
    Map<Long, Long> uniqueBytes(DatasetName dataset, @Nullable Long version);

    /** The version from which a snapshot descends, if there is one and it is still there. */
    Optional<Snapshot> parent(Snapshot snapshot);

    /** Those among all that a snapshot was made from that were found to be bad. */
    List<Snapshot> badAncestors(Snapshot snapshot);

    /** The snapshot that a reference names. */
    Snapshot show(String reference);

    /** Adds and removes tags. */
    Snapshot tag(String reference, Map<String, String> add, List<String> remove);

    /** Changes what can be changed of the text. */
    Snapshot describe(
        String reference,
        @Nullable String description,
        @Nullable String shortName,
        @Nullable String milestone);

    /** Forbids forgetting. */
    Snapshot hold(String reference, Hold.Kind kind, String reason);

    /** Ends a hold. */
    Snapshot release(String reference, Hold.Kind kind);

    /** Sets or takes away the known-good mark. */
    Snapshot knownGood(String reference, boolean good, String note);

    /** Sets or takes away the mark that its data was found to be bad. */
    Snapshot knownBad(String reference, boolean bad, String note);

    /** Plans to delete a snapshot. */
    Snapshots.DeletePlan planDelete(String reference, boolean force);

    /** Deletes a snapshot as planned. */
    Snapshot delete(Snapshots.DeletePlan plan);
  }

  /** See {@link Trees}. */
  interface TreeUses {
    /** The place that somebody named. */
    Trees.Place place(String target, @Nullable String path);

    /** The tree of a snapshot. */
    SnapshotTree open(Snapshot snapshot);

    /** Directories of this machine below which captures can be read, by their sources. */
    default Map<SourceSpec, Path> paths(Snapshot snapshot) {
      return Map.of();
    }
  }

  /** See {@link Finds}. */
  interface FindUses {
    /** Finds files by name. */
    void find(
        String pattern,
        @Nullable String dataset,
        int limit,
        Consumer<FileHit> hits,
        Progress progress,
        BooleanSupplier canceled);

    /**
     * References of versions that were found to be gone from their storage while these uses
     * searched: what was in them alone isn't found.
     */
    default List<String> skipped() {
      return List.of();
    }

    /** Every version of one file and what became of it, newest first. */
    List<FileVersionView> lines(
        String target, boolean summaries, Progress progress, BooleanSupplier canceled);
  }

  /** See {@link Comparisons}. */
  interface ComparisonUses {
    /** Finds the two sides. */
    Comparisons.Sides sides(String left, @Nullable String right);

    /** Compares the trees. */
    DiffResult diff(Comparisons.Sides sides, DiffOptions options, DiffSink sink);

    /** What changed in the content of files, in one line each. */
    Map<String, String> summaries(
        Comparisons.Sides sides, List<Change> changes, int mostFiles, long mostBytes);

    /** Compares the content of one file. */
    ContentChange content(Comparisons.Sides sides, String path, ContentOptions options);
  }

  /** See {@link Restores}. */
  interface RestoreUses {
    /** Plans a restore. */
    RestorePlan plan(Restores.Request request, Progress progress, BooleanSupplier canceled);

    /** Plans to take back what changed from one version to a later one. */
    RestorePlan planRevert(
        String from, String to, List<String> paths, Progress progress, BooleanSupplier canceled);

    /** What the same restore would remove besides if it were asked to delete. */
    RestorePlan.Count extras(RestorePlan plan, Progress progress, BooleanSupplier canceled);

    /** Which versions have what a plan would overwrite or delete. */
    Map<String, Origin> origins(RestorePlan plan, int limit, BooleanSupplier canceled);

    /**
     * The datasets that an undo is about which names none: one, or all that were restored or
     * reverted at once.
     *
     * @param redo whether the last undo would be taken back instead
     */
    List<DatasetName> last(boolean redo);

    /**
     * Plans to take back the last restore or revert.
     *
     * @param dataset its name; null for the last of any dataset
     */
    RestorePlan planUndo(@Nullable String dataset, Progress progress, BooleanSupplier canceled);

    /**
     * Plans to take back the last undo.
     *
     * @param dataset its name; null for the last of any dataset
     */
    RestorePlan planRedo(@Nullable String dataset, Progress progress, BooleanSupplier canceled);

    /** Carries out a plan. */
    Restores.Result execute(RestorePlan plan, Progress progress, BooleanSupplier canceled);
  }

  /** See {@link Cleanup}. */
  interface CleanupUses {
    /** Plans a cleanup. */
    Cleanup.Plan plan(@Nullable String dataset, @Nullable RetentionRules rules, boolean prune);

    /** Carries out a plan. */
    Cleanup.Result execute(
        Cleanup.Plan plan, boolean overrule, Progress progress, BooleanSupplier canceled);
  }
}
