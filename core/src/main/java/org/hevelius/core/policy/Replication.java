package org.hevelius.core.policy;

import org.hevelius.core.dataset.Texts;

/**
 * Where copies are to go. It is kept with the policy; this version copies nothing.
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

  @Override
  public String toString() {
    return keep.isEmpty() ? to : to + ", keep " + keep;
  }
}
