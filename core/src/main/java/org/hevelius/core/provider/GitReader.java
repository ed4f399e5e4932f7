package org.hevelius.core.provider;

import java.util.Optional;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.GitState;

/** The port to the Git work tree that a source may be. Reading it changes nothing in it. */
@FunctionalInterface
public interface GitReader {
  /** No source is a work tree. */
  GitReader NONE = source -> Optional.empty();

  /**
   * The state of the work tree in which a source lies, or nothing when it is none or Git isn't
   * there.
   */
  Optional<GitState> read(SourceSpec source);
}
