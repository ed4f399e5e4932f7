package org.hevelius.providers.zfs;

import java.nio.file.Path;
import org.hevelius.core.provider.NativeFixture;
import org.hevelius.core.provider.NativeStorageContract;
import org.junit.jupiter.api.io.TempDir;

/** The ZFS provider against a real pool. */
class ZfsContractTest extends NativeStorageContract {
  @TempDir private Path directory;

  @Override
  protected NativeFixture fixture() {
    return new ZfsFixture(directory);
  }
}
