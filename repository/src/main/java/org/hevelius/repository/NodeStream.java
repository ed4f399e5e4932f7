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

  @Override
  public long skip(long count) {
    long left = count;
    while (left > 0 && at == blob.length && next < content.size()) {
      long length = session.reader().index().plainLength(BlobType.DATA, content.get(next));
      if (length < 0 || length > left) {
        break;
      }
      left -= length;
      next++;
    }
    while (left > 0 && fill()) {
      int n = (int) Math.min(left, blob.length - at);
      at += n;
      left -= n;
    }
    return count - left;
  }
}
