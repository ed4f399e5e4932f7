package org.hevelius.core.compare;

import org.hevelius.core.HeveliusException;

/** A file that its name calls a table, but that can't be read as one. */
final class MalformedTableException extends HeveliusException {
  private static final long serialVersionUID = 1L;

  MalformedTableException(String message) {
    super(Category.INVALID, message);
  }
}
