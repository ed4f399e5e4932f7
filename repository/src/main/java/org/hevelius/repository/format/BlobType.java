package org.hevelius.repository.format;

/** What a blob holds. */
public enum BlobType {
  /** A chunk of a file. */
  DATA("data"),
  /** The entries of a directory. */
  TREE("tree");

  private final String word;

  BlobType(String word) {
    this.word = word;
  }

  /** The word in index files. */
  public String word() {
    return word;
  }
}
