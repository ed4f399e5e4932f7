package org.hevelius.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.format.FileKind;
import org.junit.jupiter.api.Test;

class MemoryStorageTest extends StorageContract {
  @Override
  Storage open() {
    return new MemoryStorage();
  }

  @Test
  void runsFullAndFreesWhatIsRemoved() {
    storage = new MemoryStorage(1000);
    Handle first = save(FileKind.PACK, bytes(1, 900));
    failsWith(Kind.FULL, () -> save(FileKind.PACK, bytes(2, 101)));
    assertThat(storage.freeBytes()).isEqualTo(100);
    storage.remove(first);
    storage.remove(first);
    assertThat(storage.freeBytes()).isEqualTo(1000);
    save(FileKind.PACK, bytes(2, 1000));
  }
}
