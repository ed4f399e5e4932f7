package org.hevelius.core.provider;

import java.util.Set;
import org.junit.jupiter.api.Nested;

class MemoryStorageTest {
  @Nested
  class ThatCanAll extends NativeStorageContract {
    @Override
    protected NativeFixture fixture() {
      return new MemoryFixture(MemoryStorage.ALL);
    }
  }

  @Nested
  class ThatRollsBackOnly extends NativeStorageContract {
    @Override
    protected NativeFixture fixture() {
      return new MemoryFixture(Set.of(Capability.ROLLBACK));
    }
  }

  @Nested
  class ThatCanNothingMore extends NativeStorageContract {
    @Override
    protected NativeFixture fixture() {
      return new MemoryFixture(Set.of());
    }
  }
}
