package org.hevelius.app.cli;

/**
 * A verb in the table of verbs.
 *
 * @param name what the user types
 * @param group where the help shows it
 * @param weight how the launcher starts it
 * @param type the annotated class; it has a constructor that takes the {@link Session}, or none
 */
record Verb(String name, Group group, Weight weight, Class<?> type) {
  /** The headings of the help, in its order. */
  enum Group {
    START("Start"),
    TAKE("Take a snapshot"),
    FIND("Find and look"),
    BACK("Get it back"),
    KEEP("Keep and let go"),
    SERVE("Serve others"),
    CARE("Take care"),
    HIDDEN("");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** Light verbs answer at once; heavy ones move data and get the full compiler and collector. */
  enum Weight {
    LIGHT,
    HEAVY
  }
}
