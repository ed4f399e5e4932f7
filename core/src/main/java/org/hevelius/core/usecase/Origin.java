package org.hevelius.core.usecase;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which version of its dataset has the live state of an entry that a restore would overwrite or
 * delete.
 *
 * @param version the newest version that has the entry; for {@link State#AS_IN_OLDER} the one that
 *     has it as it is; null when none is known
 * @param modified when the live entry was modified
 */
public record Origin(State state, @Nullable Long version, Instant modified) {
  /** How live state and versions relate. */
  public enum State {
    /** The newest version that has the entry has it as it is. */
    UNCHANGED,
    /** The newest version has it otherwise, an older one has it as it is. */
    AS_IN_OLDER,
    /** It is as in none of the versions that were looked at. */
    CHANGED,
    /** None of the versions that were looked at has it; there are older ones. */
    IN_NO_RECENT_VERSION,
    /** No version has it: only the guard snapshot will keep it. */
    IN_NO_VERSION
  }
}
