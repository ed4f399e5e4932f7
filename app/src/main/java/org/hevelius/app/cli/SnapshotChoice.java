package org.hevelius.app.cli;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.usecase.Choice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that choose snapshots. With conditions on snapshots the words of the verb name
 * datasets; without, they are references.
 */
final class SnapshotChoice {
  @Mixin DatasetTags datasets = new DatasetTags();

  @Option(
      names = "--tagged",
      paramLabel = "KEY[=VALUE]",
      description = "all snapshots with this tag; REF is then a dataset, or 'cosmos7/**'")
  List<String> tagged = List.of();

  @Option(names = "--since", paramLabel = "TIME", description = "only from 14d ago, or a date, on")
  @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "only up to then; days count whole")
  @Nullable String until;

  /** Whether these words, with the options, may mean more than one snapshot. */
  boolean isMany(List<String> words) {
    return !tagged.isEmpty()
        || since != null
        || until != null
        || !datasets.where.isEmpty()
        || words.size() > 1
        || words.stream().anyMatch(Selection::isPattern);
  }

  /** What is meant. */
  Choice choice(List<String> words, Times times) {
    Moments moments = new Moments(times);
    Instant from = since == null ? null : moments.from(since);
    Instant to = until == null ? null : moments.until(until);
    return new Choice(words, datasets.where, tagged, from, to);
  }

  /** The one word, where only one snapshot is meant. */
  static String one(List<String> words) {
    return Choice.of(words).named().getFirst();
  }
}
