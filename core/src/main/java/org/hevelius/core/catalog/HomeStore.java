package org.hevelius.core.catalog;

import java.util.Optional;

/**
 * Which home a catalog is of. Snapshots in storage that several homes use name the home that made
 * them; all nodes that share a catalog are one home.
 */
public interface HomeStore {
  /** The id, if it has one by now. */
  Optional<String> id();

  /** Gives it this id unless it has one; the id that holds. Of several at once one wins. */
  String claim(String id);

  /** Gives it another id: what that home made counts as its own from now on. */
  void become(String id);
}
