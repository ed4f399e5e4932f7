package org.hevelius.app.cli;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Verbs that only stand before other verbs. */
final class Groups {
  private Groups() {}

  /** What to throw: it says which verbs can follow. */
  static HeveliusException needsVerb(String group, String... verbs) {
    return new HeveliusException(
        Category.INVALID,
        "hevelius " + group + " needs one more word: " + String.join(", ", verbs),
        "see: hevelius " + group + " --help");
  }
}
