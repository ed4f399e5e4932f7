package org.hevelius.core.storage;

import org.hevelius.core.dataset.SourceSpec;

class InMemoryStorageTest extends StorageContract {
  private final InMemoryStorage storage = new InMemoryStorage();

  @Override
  protected StorageViews storage() {
    return storage;
  }

  @Override
  protected SourceSpec fresh(String name) {
    return SourceSpec.parse("vast:lab/views/" + name);
  }

  @Override
  protected void fill(SourceSpec view, long bytes) {
    storage.use(view.toString(), bytes);
  }
}
