package org.hevelius.core.publication;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.core.tree.Names;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads citations in any of the forms that are written: JSON bit by bit, however long it is; text
 * up to a bound.
 */
public final class CitationReader {
  /** The most of a text that is read. */
  static final int MOST_TEXT = 1 << 20;

  /** The most files that are told apart. */
  static final int MOST_FILES = 200_000;

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9][a-z0-9._-]*_[0-9]{8}_[0-9]{6}_[a-z0-9_]*[a-z0-9]");
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(1 << 20)
                  .maxNameLength(1 << 16)
                  .maxNestingDepth(100)
                  .build())
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build();

  private final String where;
  private final Set<String> contents = new TreeSet<>();
  private final Set<String> names = new TreeSet<>();
  private final Map<String, String> files = new HashMap<>();
  private boolean tooMany;

  private CitationReader(String where) {
    this.where = where;
  }

  /**
   * What a citation says.
   *
   * @param where what is read, for error messages
   * @throws HeveliusException INVALID when it is no citation of a version, with line and column
   *     where there is one; UNAVAILABLE when it can't be read
   */
  public static CitedVersion read(InputStream in, String where) {
    CitationReader reader = new CitationReader(where);
    try (BufferedInputStream buffered = new BufferedInputStream(in)) {
      if (isJson(buffered)) {
        reader.json(buffered);
      } else {
        reader.text(buffered);
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s can't be read: %s".formatted(where, e.getMessage()),
          List.of("nothing was changed"),
          e);
    }
    return reader.cited();
  }

  private CitedVersion cited() {
    if (contents.size() != 1) {
      throw new HeveliusException(
          Category.INVALID,
          contents.isEmpty()
              ? where + " cites no version: it has no name of content"
              : where + " cites several versions: " + String.join(", ", contents),
          "citations are written by hevelius cite; each names its content as hevelius:1: and 64"
              + " hex digits");
    }
    boolean listed = !files.isEmpty() && !tooMany;
    return new CitedVersion(
        ContentId.parse(contents.iterator().next()),
        names.size() == 1 ? names.iterator().next() : null,
        listed ? Map.copyOf(files) : null);
  }

  private static boolean isJson(BufferedInputStream in) throws IOException {
    in.mark(64);
    for (int i = 0; i < 32; i++) {
      int c = in.read();
      boolean mark = c == 0xef || c == 0xbb || c == 0xbf;
      if (!mark && !Character.isWhitespace(c)) {
        in.reset();
        return c == '{' || c == '[';
      }
    }
    in.reset();
    return false;
  }

  private void text(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MOST_TEXT + 1);
    if (bytes.length > MOST_TEXT) {
      throw new HeveliusException(
          Category.INVALID,
          where + " is no citation: it is text of more than 1 MiB",
          "a file with many entries: put the one that is meant into a file of its own");
    }
    String text = new String(bytes, StandardCharsets.UTF_8).replace("\\_", "_");
    Matcher content = ContentId.PATTERN.matcher(text);
    while (content.find()) {
      contents.add(content.group());
    }
    Matcher name = NAME.matcher(text);
    while (name.find()) {
      names.add(name.group());
    }
  }

  /** What is known of an object that is being read. */
  private static final class Frame {
    private @Nullable String id;
    private @Nullable String sha256;
    private boolean file;
    private @Nullable String field;
  }

  private void json(InputStream in) {
    Deque<Frame> frames = new ArrayDeque<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case START_OBJECT -> frames.push(new Frame());
          case END_OBJECT -> file(frames.pop());
          case PROPERTY_NAME -> frames.element().field = parser.currentName();
          case VALUE_STRING -> value(frames.peek(), parser.getString());
          default -> {
            // Numbers, arrays and the like say nothing of a version.
          }
        }
      }
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String place =
          at == null || at.getLineNr() < 0
              ? ""
              : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
      throw new HeveliusException(
          Category.INVALID,
          "%s can't be understood%s: %s"
              .formatted(where, place, e.getOriginalMessage().lines().findFirst().orElse("")),
          List.of("it seems to be damaged or cut off; get the citation anew"),
          e);
    }
  }

  private void value(@Nullable Frame frame, String value) {
    if (ContentId.PATTERN.matcher(value).matches()) {
      contents.add(value);
    } else if (SnapshotNames.isName(value)) {
      names.add(value);
    }
    if (frame != null && frame.field != null) {
      switch (frame.field) {
        case "@id" -> frame.id = value;
        case "@type" -> frame.file |= value.equals("File");
        case "sha256" -> frame.sha256 = value;
        default -> {
          // Other fields say nothing of a file's content.
        }
      }
    }
  }

  private void file(Frame frame) {
    if (frame.file && frame.id != null && frame.sha256 != null && !tooMany) {
      files.put(decoded(frame.id), frame.sha256);
      if (files.size() > MOST_FILES) {
        tooMany = true;
        files.clear();
      }
    }
  }

  /** The path of a relative reference. */
  private static String decoded(String reference) {
    String text = reference.startsWith("./") ? reference.substring(2) : reference;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream raw = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
      if (low >= 0) {
        raw.write(high * 16 + low);
        i += 2;
      } else {
        raw.write(bytes[i]);
      }
    }
    return Names.text(raw.toByteArray());
  }
}
