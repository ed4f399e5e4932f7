package org.hevelius.app;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets SQLite and Zstandard load their native libraries from the folder {@code native} beside the
 * jar. Left alone, both write a fresh copy to the temporary directory at each start.
 */
final class NativeLibraries {
  private NativeLibraries() {}

  static void useThoseBesideTheJar() {
    Path jar = Path.of(System.getProperty("java.class.path", "")).toAbsolutePath();
    String machine =
        switch (System.getProperty("os.arch", "")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch64";
          default -> "unknown";
        };
    Path folder = jar.resolveSibling("native").resolve(machine);
    if (System.getProperty("os.name", "").equals("Linux") && Files.isDirectory(folder)) {
      setUnlessGiven("org.sqlite.lib.path", folder.toString());
      setUnlessGiven("org.sqlite.lib.name", "libsqlitejdbc.so");
      setUnlessGiven("ZstdNativePath", folder.resolve("libzstd-jni.so").toString());
    }
  }

  private static void setUnlessGiven(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
