package org.hevelius.repository.fs;

import java.nio.charset.StandardCharsets;

/** Gives the {@link FileSystem} of this machine. */
public final class FileSystems {
  private FileSystems() {}

  /**
   * The local file system: the native form on Linux (x86-64 and aarch64) where native access is
   * allowed, else the portable form. Always the same object; the first use of the native form costs
   * the JVM about 0.1 s of CPU time, so programs that don't need raw names don't ask for it.
   */
  public static FileSystem local() {
    return Local.INSTANCE;
  }

  private static final class Local {
    static final FileSystem INSTANCE = choose();
  }

  private static FileSystem choose() {
    if (!Syscall.knowsThisMachine()) {
      return new PortableFileSystem();
    }
    try {
      FileSystem fileSystem = new NativeFileSystem();
      fileSystem.stat("/".getBytes(StandardCharsets.US_ASCII));
      return fileSystem;
    } catch (FileSystemException | LinkageError | UnsupportedOperationException e) {
      // An old kernel, a sandbox that forbids the call, or a JVM without native access.
      return new PortableFileSystem();
    }
  }
}
