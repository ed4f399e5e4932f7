package org.hevelius.repository.storage;

import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.jspecify.annotations.Nullable;

/**
 * Names one file of a repository.
 *
 * @param id the file's id; null for the config alone, which has none
 */
public record Handle(FileKind kind, @Nullable Id id) {
  /** The config. */
  public static final Handle CONFIG = new Handle(FileKind.CONFIG, null);

  /** Checks that exactly the config has no id. */
  public Handle {
    if ((kind == FileKind.CONFIG) != (id == null)) {
      throw new IllegalArgumentException("a file of kind " + kind + " can't have the id " + id);
    }
  }

  /** The file of this kind and id. */
  public static Handle of(FileKind kind, Id id) {
    return new Handle(kind, id);
  }

  /** The path relative to the repository, with slashes: {@code data/3f/3f...}. */
  public String path() {
    if (id == null) {
      return kind.directory();
    }
    String name = id.toString();
    return kind == FileKind.PACK
        ? kind.directory() + "/" + name.substring(0, 2) + "/" + name
        : kind.directory() + "/" + name;
  }

  /** The path, for messages. */
  @Override
  public String toString() {
    return path();
  }
}
