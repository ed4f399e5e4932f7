package org.hevelius.simulator.state;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * A file of lines, each a list of changes that belong together behind a checksum. A line that broke
 * off at the end was never confirmed to anybody and is left out.
 */
final class Journal {
  private final Path file;
  private @Nullable FileChannel channel;
  private long length;

  Journal(Path file) {
    this.file = file;
  }

  void read(Consumer<ArrayNode> each) {
    if (!Files.exists(file)) {
      return;
    }
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      long number = 0;
      String bad = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (bad != null) {
          throw new IllegalStateException(
              "line %d of %s is damaged; nothing was changed".formatted(number - 1, file));
        }
        ArrayNode changes = changes(line);
        if (changes == null) {
          bad = line;
        } else {
          each.accept(changes);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable ArrayNode changes(String line) {
    if (line.length() < 10 || !line.startsWith(checksum(line.substring(9)))) {
      return null;
    }
    return (ArrayNode) Json.parse(line.substring(9));
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return "%08x ".formatted(crc.getValue());
  }

  private static ByteBuffer line(ArrayNode changes) {
    String text = Json.text(changes);
    return ByteBuffer.wrap((checksum(text) + text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Replaces the file by one that says the same with fewer lines, and appends to it from now on.
   */
  void rewrite(List<ArrayNode> lines) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      try (FileChannel out =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        for (ArrayNode changes : lines) {
          write(out, line(changes));
        }
        out.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      FileChannel opened = FileChannel.open(file, StandardOpenOption.WRITE);
      length = opened.size();
      opened.position(length);
      channel = opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void append(ArrayNode changes) {
    FileChannel out = channel;
    if (out == null) {
      throw new IllegalStateException("the stand-in is closed");
    }
    try {
      // A kill leaves what was written to the file; trees are not forced to the disk either.
      write(out, line(changes));
      length = out.position();
    } catch (IOException e) {
      takeBack(out, e);
      throw new UncheckedIOException(e);
    }
  }

  /** What was not written whole must not stand before what is written next. */
  private void takeBack(FileChannel out, IOException cause) {
    try {
      out.truncate(length);
      out.position(length);
    } catch (IOException e) {
      cause.addSuppressed(e);
      close();
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  void close() {
    try (FileChannel _ = channel) {
      channel = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
