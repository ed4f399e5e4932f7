package org.hevelius.app.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.usecase.Facade;

/**
 * The words {@code DATASET... "DESCRIPTION"}, where a dataset may also be a hierarchy. What could
 * be read in two ways is refused.
 *
 * @param words all of them
 * @param where tags that each dataset must have
 */
record ManyDatasets(List<String> words, List<String> where) {
  /** Copies the lists. */
  ManyDatasets {
    words = List.copyOf(words);
    where = List.copyOf(where);
  }

  /** Whether more than one dataset may be meant. */
  boolean isMany() {
    return !where.isEmpty()
        || words.size() > 2
        || isPattern(words.getLast())
        || words.subList(0, words.size() - 1).stream().anyMatch(Selection::isPattern);
  }

  private static boolean isPattern(String word) {
    return word.equals("**") || (word.endsWith("/**") && word.indexOf(' ') < 0);
  }

  /** Why the snapshots are taken. */
  String description() {
    return words.getLast();
  }

  /** The datasets. */
  List<Dataset> resolve(Facade home) {
    List<String> named = words.subList(0, words.size() - 1);
    Set<String> known =
        home.batches().datasets(Selection.of(List.of("**"), List.of())).stream()
            .map(dataset -> dataset.name().text())
            .collect(Collectors.toSet());
    if (isPattern(description()) || known.contains(description())) {
      throw new HeveliusException(
          Category.INVALID,
          "the description is missing",
          "nothing was taken; say why, behind the datasets: hevelius create "
              + String.join(" ", words.stream().map(Text::word).toList())
              + " \"why\"");
    }
    for (int i = 1; i < named.size(); i++) {
      if (!Selection.isPattern(named.get(i)) && !known.contains(named.get(i))) {
        throw new HeveliusException(
            Category.INVALID,
            "too many words: \"%s\" is no dataset, and a description needs quotes"
                .formatted(named.get(i)),
            "hevelius create %s \"%s\""
                .formatted(
                    String.join(" ", words.subList(0, i)),
                    String.join(" ", words.subList(i, words.size()))));
      }
    }
    return home.batches().datasets(Selection.of(named, where));
  }
}
