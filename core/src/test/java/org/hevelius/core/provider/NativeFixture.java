package org.hevelius.core.provider;

import java.util.SortedMap;
import org.hevelius.core.provider.NativeStorage.Cloned;

/** What storage that snapshots by itself is tested with. */
public interface NativeFixture extends ProviderFixture {
  @Override
  NativeStorage provider();

  /** Another provider over the same storage, as another home has; empty for one without an id. */
  NativeStorage ofHome(String id);

  /** A name for a clone that nothing has. */
  String cloneName();

  /** What stands in a clone, as {@link TreeStates#of} writes it. */
  SortedMap<String, String> stateOf(Cloned clone);

  /** Writes a file into a clone. */
  void write(Cloned clone, String path, String content);
}
