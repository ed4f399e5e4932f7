package org.hevelius.repository.format;

/** The kinds of files in a repository, with the directory in which each lies. */
public enum FileKind {
  /** The one file {@code config}. */
  CONFIG("config"),
  /** A password's copy of the master key. */
  KEY("keys"),
  /** Which blobs lie in which packs. */
  INDEX("index"),
  /** One snapshot. */
  SNAPSHOT("snapshots"),
  /** One process at work. */
  LOCK("locks"),
  /** Sealed blobs. */
  PACK("data");

  private final String directory;

  FileKind(String directory) {
    this.directory = directory;
  }

  /** The directory, or the file name for {@link #CONFIG}. */
  public String directory() {
    return directory;
  }
}
