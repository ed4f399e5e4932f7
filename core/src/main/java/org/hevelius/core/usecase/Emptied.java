package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.SnapshotProvider.Presence;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.tree.SnapshotTree;

/**
 * Notices sources that have lost all that they had, as where a disk isn't mounted: what nobody has
 * looked at is neither taken for an empty version nor a reason to forget full ones.
 */
final class Emptied {
  private static final int PAGE = 10;

  private final Context context;

  Emptied(Context context) {
    this.context = context;
  }

  /**
   * Looks for sources that have lost everything. A snapshot that a schedule or an event asks for is
   * refused then; people are told, and what they take makes the empty state the one that counts.
   *
   * @return what people should know, a sentence each
   * @throws HeveliusException UNAVAILABLE when nobody has asked
   */
  List<String> look(Snapshot draft, List<PendingCapture> pending) {
    List<String> told = new ArrayList<>();
    for (PendingCapture part : pending) {
      for (PendingCapture.Content content : part.contents()) {
        if (isEmpty(content) && draft.kind() != SnapshotKind.GUARD) {
          full(draft.dataset(), content.source())
              .map(before -> sentence(content.source(), before))
              .ifPresent(told::add);
        }
      }
    }
    if (!told.isEmpty() && !draft.takenBy().isEmpty()) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "no snapshot of %s was taken: %s".formatted(draft.dataset(), String.join("; ", told)),
          "all earlier snapshots are as they were; check that its disk is mounted",
          "if it is empty on purpose, say so once: hevelius create %s \"Emptied\""
              .formatted(draft.dataset()));
    }
    return told;
  }

  /** Who didn't count is asked for what stands there. */
  private boolean isEmpty(PendingCapture.Content content) {
    return content.files() == Capture.NOT_COUNTED
        ? context.provider(content.source()).presence(content.source()) != Presence.THERE
        : content.files() == 0;
  }

  private static String sentence(SourceSpec source, Snapshot before) {
    long files =
        before.captures().stream()
            .filter(capture -> capture.source().equals(source))
            .filter(Capture::isCounted)
            .mapToLong(Capture::files)
            .sum();
    return "%s is empty, and %s has %sfiles of it"
        .formatted(source, before.reference(), files == 0 ? "" : files + " ");
  }

  /** The newest version, guards left aside, if it has files of a source. */
  private Optional<Snapshot> full(DatasetName dataset, SourceSpec source) {
    try (Stream<Snapshot> newestFirst =
        context.catalog().snapshots(SnapshotQuery.of(dataset).limit(PAGE))) {
      return newestFirst
          .filter(snapshot -> snapshot.kind() != SnapshotKind.GUARD)
          .findFirst()
          .filter(
              snapshot ->
                  snapshot.captures().stream()
                      .anyMatch(c -> c.source().equals(source) && hasFiles(c)));
    }
  }

  private boolean hasFiles(Capture capture) {
    if (capture.isCounted()) {
      return capture.files() > 0;
    }
    try (SnapshotTree tree = context.provider(capture.source()).open(capture)) {
      return !tree.children(tree.root()).isEmpty();
    } catch (HeveliusException e) {
      // What can't be looked at must not make an empty source pass for the usual state of it.
      return true;
    }
  }

  /** Why nothing should be forgotten by itself: a source of which there are versions is gone. */
  Optional<String> gone(DatasetName name) {
    Dataset dataset = context.catalog().dataset(name).orElse(null);
    if (dataset == null) {
      return Optional.empty();
    }
    if (new Dangers(context).unfinished(name).isPresent()) {
      return Optional.of(
          name + ": a recovery is unfinished; nothing is forgotten by itself until it has ended");
    }
    for (SourceSpec source : dataset.sources()) {
      Presence presence = presence(source);
      if (presence == Presence.MISSING
          || (presence == Presence.EMPTY && full(name, source).isPresent())) {
        return Optional.of(
            "%s: %s is %s; nothing is forgotten by itself until it is back"
                .formatted(name, source, presence == Presence.MISSING ? "gone" : "empty"));
      }
    }
    return Optional.empty();
  }

  private Presence presence(SourceSpec source) {
    try {
      return context.provider(source).presence(source);
    } catch (HeveliusException e) {
      return Presence.MISSING;
    }
  }
}
