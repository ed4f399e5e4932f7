package org.hevelius.app;

import java.io.IOException;
import java.nio.file.Path;
import org.hevelius.testkit.ZfsPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The same on ZFS, with a dataset below the source. */
class NativeKillZfsIT extends NativeKillIT {
  private @Nullable ZfsPool pool;
  private String dataset = "";

  @Override
  Path place() throws IOException {
    ZfsPool started = ZfsPool.start(folder.resolve("the pool"), 512);
    pool = started;
    dataset = started.name() + "/raw";
    started.zfs("create", dataset);
    started.zfs("create", dataset + "/below it");
    return started.mount().resolve("raw");
  }

  @Override
  String source() {
    return "zfs:" + dataset;
  }

  @Override
  void takeForeign(String name) {
    shell("zfs", "snapshot", "-r", dataset + "@" + name);
  }

  @Override
  String cloneName(String name) {
    return dataset.replace("/raw", "/" + name);
  }

  @Override
  @AfterEach
  void end() {
    if (pool != null) {
      pool.close();
    }
  }
}
