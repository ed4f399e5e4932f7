package org.hevelius.providers.files;

import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.repository.restore.RestoreAction;
import org.hevelius.repository.restore.RestoreCounters;

/** Translates what the engine tells of a restore. */
public final class EngineActions {
  private EngineActions() {}

  static org.hevelius.core.provider.RestoreAction told(RestoreAction action) {
    Kind kind =
        switch (action.kind()) {
          case CREATE -> Kind.CREATE;
          case OVERWRITE -> Kind.OVERWRITE;
          case METADATA -> Kind.METADATA;
          case DELETE -> Kind.DELETE;
          case UNCHANGED -> Kind.UNCHANGED;
          case CONFLICT -> Kind.CONFLICT;
          case FAILED -> Kind.FAILED;
        };
    return new org.hevelius.core.provider.RestoreAction(
        kind, action.path(), action.bytes(), action.note());
  }

  /** Actions of any kind so far. */
  static long count(RestoreCounters counters) {
    long count = 0;
    for (RestoreAction.Kind kind : RestoreAction.Kind.values()) {
      count += counters.count(kind);
    }
    return count;
  }
}
