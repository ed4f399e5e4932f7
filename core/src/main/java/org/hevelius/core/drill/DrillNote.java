package org.hevelius.core.drill;

import java.time.Instant;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Texts;

/**
 * A lesson that was learned from a drill.
 *
 * @param drill its number
 */
public record DrillNote(DatasetName dataset, long drill, Instant time, String by, String text) {
  /** Checks the text. */
  public DrillNote {
    text = Texts.text("lesson", text);
    if (text.isBlank()) {
      throw new HeveliusException(
          Category.INVALID, "the lesson is empty", "write what was learned in a sentence");
    }
  }
}
