package org.hevelius.providers.btrfs;

import java.nio.file.Path;
import org.hevelius.core.provider.NativeFixture;
import org.hevelius.core.provider.NativeStorageContract;
import org.junit.jupiter.api.io.TempDir;

class BtrfsContractTest extends NativeStorageContract {
  @TempDir private Path temp;

  @Override
  protected NativeFixture fixture() {
    return new BtrfsFixture(temp);
  }
}
