package org.hevelius.core.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of cells (RFC 4180, with any delimiter). Lines that begin with {@code #} ahead of
 * the first record, and empty lines, are passed over.
 */
final class CsvReader implements AutoCloseable {
  private static final int LONGEST_RECORD = 1 << 20;
  private static final int END = -1;

  private final Reader in;
  private final char delimiter;
  private final char[] buffer = new char[1 << 15];
  private final StringBuilder cell = new StringBuilder();
  private int at;
  private int end;
  private long records;
  private int length;

  CsvReader(InputStream in, Charset charset, char delimiter) {
    this.in = new InputStreamReader(in, charset);
    this.delimiter = delimiter;
  }

  /** The next record, or null at the end. */
  @Nullable List<String> next() throws IOException {
    int c = read();
    if (records == 0 && c == '\ufeff') {
      c = read();
    }
    while (c == '\n' || c == '\r' || (c == '#' && records == 0)) {
      if (c == '#') {
        while (c != '\n' && c != END) {
          c = read();
        }
      } else {
        c = read();
      }
    }
    if (c == END) {
      return null;
    }
    records++;
    length = 0;
    return record(c);
  }

  private List<String> record(int first) throws IOException {
    List<String> cells = new ArrayList<>();
    int c = first;
    while (true) {
      c = cell(c);
      cells.add(cell.toString());
      if (c != delimiter) {
        return unframed(cells);
      }
      c = read();
    }
  }

  /** Reads one cell that begins with this character; answers the character behind it. */
  private int cell(int first) throws IOException {
    cell.setLength(0);
    int c = first;
    if (c == '"') {
      c = quoted();
    }
    while (c != delimiter && c != '\n' && c != END) {
      if (c != '\r') {
        append(c);
      }
      c = read();
    }
    return c;
  }

  private int quoted() throws IOException {
    while (true) {
      int c = read();
      if (c == END) {
        throw new MalformedTableException("a quote in record " + records + " is never closed");
      }
      if (c != '"') {
        append(c);
        continue;
      }
      c = read();
      if (c != '"') {
        return c;
      }
      append(c);
    }
  }

  private void append(int c) {
    if (++length > LONGEST_RECORD) {
      throw new MalformedTableException(
          "record " + records + " is longer than " + LONGEST_RECORD + " characters");
    }
    cell.append((char) c);
  }

  /** Tables of bars are often padded, and closed by a bar on both sides. */
  private List<String> unframed(List<String> cells) {
    if (delimiter != '|') {
      return cells;
    }
    List<String> bare = new ArrayList<>(cells.stream().map(String::strip).toList());
    if (bare.size() > 2 && bare.getFirst().isEmpty() && bare.getLast().isEmpty()) {
      bare.removeLast();
      bare.removeFirst();
    }
    return bare;
  }

  private int read() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
      if (end == 0) {
        return END;
      }
    }
    return buffer[at++];
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
