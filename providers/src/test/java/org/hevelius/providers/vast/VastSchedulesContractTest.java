package org.hevelius.providers.vast;

import java.nio.file.Path;
import org.hevelius.core.provider.NativeSchedulesContract;
import org.hevelius.core.provider.SchedulesFixture;
import org.junit.jupiter.api.io.TempDir;

class VastSchedulesContractTest extends NativeSchedulesContract {
  @TempDir Path directory;

  @Override
  protected SchedulesFixture fixture() {
    return new VastSchedulesFixture(directory);
  }
}
