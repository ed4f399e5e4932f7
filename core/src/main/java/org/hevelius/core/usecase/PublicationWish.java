package org.hevelius.core.usecase;

import java.util.List;
import org.hevelius.core.publication.Creator;
import org.jspecify.annotations.Nullable;

/**
 * How somebody wants a version to be published.
 *
 * @param title null for the dataset's name
 * @param creators empty for the author of the snapshot
 * @param publisher null when it isn't known
 * @param year null for the present one
 * @param license an identifier of SPDX or an address, or null
 * @param doi null when it has none
 * @param related DOIs of what it belongs to
 */
public record PublicationWish(
    @Nullable String title,
    List<Creator> creators,
    @Nullable String publisher,
    @Nullable Integer year,
    @Nullable String license,
    @Nullable String doi,
    List<String> related) {
  /** Copies the lists. */
  public PublicationWish {
    creators = List.copyOf(creators);
    related = List.copyOf(related);
  }
}
