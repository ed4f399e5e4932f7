package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.usecase.Facade;

/**
 * The words {@code [DATASET] "DESCRIPTION"}. Without a dataset it is the only one, or the one whose
 * source holds the directory in which the user stands.
 *
 * @param verb the verb before them, for messages
 */
record DatasetWords(String verb, List<String> words) {
  /** Checks that there are not more words than the two. */
  DatasetWords {
    words = List.copyOf(words);
    if (words.size() > 2) {
      throw new HeveliusException(
          Category.INVALID,
          "too many words: the description needs quotes",
          "hevelius %s %s \"%s\""
              .formatted(verb, words.getFirst(), String.join(" ", words.subList(1, words.size()))));
    }
  }

  /** The name of the dataset. */
  String dataset(Facade home, Session session) {
    if (home.datasets().list().stream()
        .anyMatch(d -> d.dataset().name().text().equals(words.getLast()))) {
      throw new HeveliusException(
          Category.INVALID,
          "the description is missing",
          "say why it is taken: hevelius " + verb + " " + String.join(" ", words) + " \"why\"");
    }
    if (words.size() == 2) {
      return words.getFirst();
    }
    return home.datasets().only(session.workingDirectory().toString()).name().text();
  }

  /** Why the snapshot is taken. */
  String description() {
    return words.getLast();
  }
}
