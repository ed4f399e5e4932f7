package org.hevelius.core.find;

class InMemoryFileIndexTest extends FileIndexContract {
  @Override
  protected FileIndex create() {
    return new InMemoryFileIndex();
  }
}
