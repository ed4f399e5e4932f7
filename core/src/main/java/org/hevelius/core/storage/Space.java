package org.hevelius.core.storage;

/** The space of a storage system in bytes. */
public record Space(String system, long totalBytes, long freeBytes) {
  /** What is taken. */
  public long usedBytes() {
    return Math.max(0, totalBytes - freeBytes);
  }

  /** How many percent are taken. */
  public double percent() {
    return totalBytes <= 0 ? 0 : usedBytes() * 100.0 / totalBytes;
  }
}
