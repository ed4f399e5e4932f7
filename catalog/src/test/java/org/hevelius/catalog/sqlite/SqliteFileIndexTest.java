package org.hevelius.catalog.sqlite;

import java.nio.file.Path;
import org.hevelius.core.find.FileIndex;
import org.hevelius.core.find.FileIndexContract;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileIndexTest extends FileIndexContract {
  @TempDir Path directory;

  @Override
  protected FileIndex create() {
    return SqliteFileIndex.open(directory.resolve("files.sqlite"));
  }
}
