package org.hevelius.providers.vast;

import java.nio.file.Path;
import org.hevelius.core.provider.NativeFixture;
import org.hevelius.core.provider.NativeStorageContract;
import org.junit.jupiter.api.io.TempDir;

class VastContractTest extends NativeStorageContract {
  @TempDir Path directory;

  @Override
  protected NativeFixture fixture() {
    return new VastFixture(directory);
  }
}
