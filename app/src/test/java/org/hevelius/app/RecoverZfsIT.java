package org.hevelius.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hevelius.testkit.ZfsPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The same database on a dataset of ZFS, whose snapshots are taken while it runs. */
class RecoverZfsIT extends RecoverIT {
  private @Nullable ZfsPool pool;
  private String dataset = "";

  @Override
  Path place() throws IOException {
    ZfsPool started = ZfsPool.start(folder.resolve("the pool"), 512);
    pool = started;
    dataset = started.name() + "/db";
    started.zfs("create", dataset);
    Path mounted = started.mount().resolve("db");
    Files.setOwner(
        mounted,
        mounted.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    return mounted;
  }

  @Override
  String source() {
    return "zfs:" + dataset;
  }

  @Override
  String way() {
    return "exchange";
  }

  @Override
  boolean isAtomic() {
    return true;
  }

  @Override
  @AfterEach
  void stop() {
    try {
      super.stop();
    } finally {
      if (pool != null) {
        pool.close();
      }
    }
  }
}
