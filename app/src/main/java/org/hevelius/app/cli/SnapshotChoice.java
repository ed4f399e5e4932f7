package org.hevelius.app.cli;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Hevelius;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that choose snapshots as {@code list} does. With any of them the words of the verb
 * name datasets; without, they are references.
 */
final class SnapshotChoice {
  @Option(
      names = "--tagged",
      paramLabel = "KEY[=VALUE]",
      description = "all snapshots with this tag; REF is then a dataset, or 'cosmos7/**'")
  List<String> tagged = List.of();

  @Option(names = "--since", paramLabel = "TIME", description = "only from 14d ago, or a date, on")
  @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "only up to then; days count whole")
  @Nullable String until;

  /** Whether snapshots are chosen by what they are, and not by reference. */
  boolean isQuery() {
    return !tagged.isEmpty() || since != null || until != null;
  }

  /** Whether these words may mean more than one snapshot. */
  boolean isMany(List<String> words) {
    return isQuery() || words.size() > 1 || words.stream().anyMatch(Selection::isPattern);
  }

  /** The conditions. */
  SnapshotQuery query(Times times) {
    Moments moments = new Moments(times);
    Instant from = since == null ? null : moments.from(since);
    Instant to = until == null ? null : moments.until(until);
    SnapshotQuery query = SnapshotQuery.all().between(from, to);
    return tagged.isEmpty() ? query : query.tagged(tagged);
  }

  /** The snapshots that are meant, each once. */
  List<Snapshot> resolve(Hevelius home, List<String> words, Times times) {
    if (isQuery()) {
      requireDatasets(words);
      return home.batches().snapshots(words, query(times));
    }
    return home.batches().snapshots(words, List.of());
  }

  /** The one word, where only one snapshot is meant. */
  static String one(List<String> words) {
    if (words.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "no snapshot is named",
          "name one or several, such as cosmos7/raw@12 or 'cosmos7/**@latest', or choose by"
              + " --tagged, --since or --until");
    }
    return words.getFirst();
  }

  static void requireDatasets(List<String> words) {
    for (String word : words) {
      if (word.indexOf('@') >= 0) {
        throw new HeveliusException(
            Category.INVALID,
            "\"%s\" names a snapshot, but snapshots are chosen by --tagged, --since or --until"
                .formatted(word),
            "nothing was done; name only datasets, such as 'cosmos7/**', or leave these options"
                + " out");
      }
    }
  }
}
