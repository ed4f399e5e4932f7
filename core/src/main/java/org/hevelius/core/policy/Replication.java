package org.hevelius.core.policy;

import org.hevelius.core.dataset.Texts;

/**
 * Where copies are to go. Storage that copies by itself is told; nothing else copies anything.
 *
 * @param to the target as it is written
 * @param keep how long copies are kept there, as it is written; empty when it isn't said
 */
public record Replication(String to, String keep) {
  /** Checks the text. */
  public Replication {
    to = Texts.line("target of the replication", to);
    keep = Texts.text("retention of the replication", keep);
  }

  /** The system that it names, without the directory there. */
  public String system() {
    int colon = to.indexOf(":/");
    return colon < 0 ? to : to.substring(0, colon);
  }

  /** The directory that it names on that system; empty when it names none. */
  public String directory() {
    int colon = to.indexOf(":/");
    return colon < 0 ? "" : to.substring(colon + 1);
  }

  @Override
  public String toString() {
    return keep.isEmpty() ? to : to + ", keep " + keep;
  }
}
