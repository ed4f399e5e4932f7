package org.hevelius.app.cli;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Verbs that only stand before other verbs. */
final class Groups {
  private Groups() {}

  /** Says which verbs can follow. */
  static void needsVerb(String group, String... verbs) {
    throw new HeveliusException(
        Category.INVALID,
        "hevelius " + group + " needs one more word: " + String.join(", ", verbs),
        "see: hevelius " + group + " --help");
  }
}
