package org.hevelius.core.storage;

import java.util.List;
import org.hevelius.core.dataset.SourceSpec;
import org.jspecify.annotations.Nullable;

/**
 * A view that is to be made.
 *
 * @param protocols by which it is exported, such as {@code NFS}; empty for the usual one. Only
 *     clusters export by themselves
 * @param bucket what it is called over S3; null when it isn't
 */
public record NewView(
    SourceSpec view,
    AccessProfile profile,
    Limits limits,
    List<String> protocols,
    @Nullable String bucket) {
  /** Copies the list. */
  public NewView {
    protocols = List.copyOf(protocols);
  }
}
