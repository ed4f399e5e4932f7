package org.hevelius.repository.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.hevelius.repository.format.Attribute;

/** An open regular file by {@code java.nio}; its metadata goes by its path. */
final class PortableFile implements OpenFile {
  private final byte[] raw;
  private final Path path;
  private final FileChannel channel;
  private final Stat opened;

  PortableFile(byte[] raw, Path path, FileChannel channel, Stat opened) {
    this.raw = raw;
    this.path = path;
    this.channel = channel;
    this.opened = opened;
  }

  @Override
  public Stat opened() {
    return opened;
  }

  @Override
  public Stat stat() {
    return run("stat", () -> PortableStat.of(path, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
    return run(
        "read",
        () -> {
          while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position() - offset) < 0) {
              break;
            }
          }
          return buffer.position() - offset;
        });
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
    change(
        "write",
        () -> {
          while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position() - offset);
          }
        });
  }

  /** {@code java.nio} may share blocks, but doesn't tell. */
  @Override
  public boolean share(OpenFile other) {
    return false;
  }

  @Override
  public void setLength(long length) {
    change(
        "truncate",
        () -> {
          if (length <= channel.size()) {
            channel.truncate(length);
          } else {
            channel.write(ByteBuffer.allocate(1), length - 1);
          }
        });
  }

  @Override
  public void punchHole(long position, long length) {
    if (position < 0 || length < 0) {
      throw new IllegalArgumentException("not a range: " + position + ", " + length);
    }
    Zeros.write(this, position, length);
  }

  @Override
  public List<Attribute> attributes() {
    return run("getxattr", () -> PortableChanges.attributes(path));
  }

  @Override
  public void setAttribute(Attribute attribute) {
    change("setxattr", () -> PortableChanges.setAttribute(path, attribute));
  }

  @Override
  public void setOwner(int uid, int gid) {
    change("chown", () -> PortableChanges.setOwner(path, uid, gid));
  }

  @Override
  public void setMode(int mode) {
    change("chmod", () -> PortableChanges.setMode(path, mode));
  }

  @Override
  public void setTimes(long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos) {
    Instant atime = Instant.ofEpochSecond(atimeSeconds, atimeNanos);
    Instant mtime = Instant.ofEpochSecond(mtimeSeconds, mtimeNanos);
    change("utimes", () -> PortableChanges.setTimes(path, atime, mtime));
  }

  @Override
  public long nextHole(long position) {
    return run("seek", channel::size);
  }

  @Override
  public long nextData(long position) {
    return run("seek", () -> Math.min(position, channel.size()));
  }

  @Override
  public void sync() {
    change("fsync", () -> channel.force(true));
  }

  @Override
  public void close() {
    PortableErrors.run("close", raw, channel::close);
  }

  private void change(String call, PortableErrors.Step step) {
    run(
        call,
        () -> {
          step.run();
          return true;
        });
  }

  private <T> T run(String call, PortableErrors.Action<T> action) {
    if (!channel.isOpen()) {
      throw new IllegalStateException("closed already: " + this);
    }
    return PortableErrors.run(call, raw, () -> guarded(action));
  }

  private <T> T guarded(PortableErrors.Action<T> action) throws IOException {
    try {
      return action.run();
    } catch (ClosedChannelException e) {
      throw new IllegalStateException("closed meanwhile: " + this, e);
    }
  }

  @Override
  public String toString() {
    return RawPath.show(raw);
  }
}
