package org.hevelius.core.usecase;

import java.util.List;
import org.hevelius.core.provider.Support;

/**
 * What the storage of one source can do, as programs see it.
 *
 * @param source as it is written
 * @param capabilities an answer for each; empty when it couldn't be asked
 * @param problem why it couldn't be asked; empty when it could
 */
public record CapabilityView(String source, List<Answer> capabilities, String problem) {
  /** Copies the list. */
  public CapabilityView {
    capabilities = List.copyOf(capabilities);
  }

  /**
   * Whether it can do one thing.
   *
   * @param note why it can't, or what there is to know when it can; may be empty then
   */
  public record Answer(String capability, boolean available, String note) {
    static Answer of(Support support) {
      return new Answer(support.capability().text(), support.available(), support.note());
    }
  }
}
