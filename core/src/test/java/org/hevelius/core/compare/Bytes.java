package org.hevelius.core.compare;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A content held in memory. */
final class Bytes implements Content {
  private final String path;
  private final byte[] content;

  Bytes(String path, byte[] content) {
    this.path = path;
    this.content = content;
  }

  static ContentChange compare(String path, String before, String after) {
    return compare(path, before, after, ContentOptions.standard());
  }

  static ContentChange compare(String path, String before, String after, ContentOptions options) {
    return compare(
        path,
        before.getBytes(StandardCharsets.UTF_8),
        after.getBytes(StandardCharsets.UTF_8),
        options);
  }

  static ContentChange compare(String path, byte[] before, byte[] after, ContentOptions options) {
    return ContentDiff.compare(new Bytes(path, before), new Bytes(path, after), options);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(content);
  }
}
