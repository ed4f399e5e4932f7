package org.hevelius.core.policy;

import org.hevelius.core.yaml.Position;

/**
 * A value that a policy or template sets.
 *
 * @param value of the type of the key's field
 * @param position where it stands
 */
public record Setting(Key key, Object value, Position position) {
  /** The value as policies write it. */
  public String text() {
    return key.field().text(value);
  }
}
