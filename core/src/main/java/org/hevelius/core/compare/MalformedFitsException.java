package org.hevelius.core.compare;

import org.hevelius.core.HeveliusException;

/** A file that begins like FITS but does not go on like it. */
final class MalformedFitsException extends HeveliusException {
  private static final long serialVersionUID = 1L;

  MalformedFitsException(String message) {
    super(Category.INVALID, "not readable as FITS: " + message);
  }
}
