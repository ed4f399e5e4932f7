package org.hevelius.repository;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;

/** The content of a file, one blob in memory at a time. */
final class NodeStream extends InputStream {
  private final ReadSession session;
  private final List<Id> content;
  private byte[] blob = new byte[0];
  private int at;
  private int next;

  NodeStream(ReadSession session, List<Id> content) {
    this.session = session;
    this.content = content;
  }

  private boolean fill() {
    while (at == blob.length && next < content.size()) {
      Id id = content.get(next++);
      blob = session.withCodec(codec -> session.reader().read(codec, BlobType.DATA, id));
      at = 0;
    }
    return at < blob.length;
  }

  @Override
  public int read() {
    return fill() ? blob[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(length, blob.length - at);
    System.arraycopy(blob, at, target, offset, n);
    at += n;
    return n;
  }

  /** Passes over whole blobs by the lengths that the index knows: none of them is read. */
  @Override
  public long skip(long count) {
    long left = count;
    boolean more = true;
    while (left > 0 && more) {
      long length = at < blob.length ? -1 : nextLength();
      if (0 <= length && length <= left) {
        left -= length;
        next++;
      } else {
        more = fill();
        int n = (int) Math.min(left, blob.length - at);
        at += n;
        left -= n;
      }
    }
    return Math.max(0, count - left);
  }

  private long nextLength() {
    return next == content.size()
        ? -1
        : session.reader().index().plainLength(BlobType.DATA, content.get(next));
  }
}
