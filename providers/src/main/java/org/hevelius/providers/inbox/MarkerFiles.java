package org.hevelius.providers.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.policy.Marker;
import org.hevelius.core.usecase.Events;

/** Files that stand for events: read once, and put aside. */
final class MarkerFiles {
  private static final Set<String> ENDINGS = Set.of("event", "yaml", "yml", "json");
  private static final String EVENT = "event";

  private MarkerFiles() {}

  /** A file that was read. */
  record Read(Events.Request request) {}

  /** Whether a file is meant as an event: by its ending; names that begin with a dot are not. */
  static boolean isMarker(Path file) {
    String name = name(file);
    return !name.startsWith(".") && ENDINGS.contains(ending(name));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The name as it can be shown. */
  static String shown(Path file) {
    return name(file).replaceAll("\\p{C}", "?");
  }

  /** Makes the directory, and those for files that were taken in. */
  static void make(Path directory) {
    for (Path path : List.of(directory, directory.resolve("done"), directory.resolve("failed"))) {
      try {
        Files.createDirectories(path);
      } catch (IOException e) {
        throw new HeveliusException(
            Category.UNAVAILABLE,
            "the directory for events " + path + " can't be made: " + e.getMessage(),
            List.of("nothing was started; name another one: --events-from DIR"),
            e);
      }
      if (!path.equals(directory) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new HeveliusException(
            Category.REFUSED,
            path + " is not a directory of its own",
            "nothing was started; move it away, or name another directory: --events-from DIR");
      }
    }
  }

  /**
   * Reads a file.
   *
   * @throws HeveliusException INVALID when it is no event; UNAVAILABLE when it can't be read now
   */
  static Read read(Path file) {
    String shown = shown(file);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw invalid(shown + " is a link or something else than a file: it isn't followed");
      }
      byte[] bytes;
      try (InputStream in =
          Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        bytes = in.readNBytes(EventInbox.MAX_SIZE + 1);
      }
      if (bytes.length > EventInbox.MAX_SIZE) {
        throw invalid(
            "%s is larger than the %,d bytes that an event has"
                .formatted(shown, EventInbox.MAX_SIZE));
      }
      String name = name(file);
      Marker marker =
          Marker.read(
              shown,
              text(shown, bytes),
              ending(name).equals(EVENT)
                  ? name.substring(0, name.length() - EVENT.length() - 1)
                  : "");
      String id = id(name, attributes, bytes);
      return new Read(
          new Events.Request(
              marker.event(), marker.dataset(), marker.phase(), marker.attributes(), id, true));
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          shown + " can't be read: " + e.getMessage(),
          List.of("it waits; make it readable for the service"),
          e);
    }
  }

  private static String text(String shown, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new HeveliusException(
          Category.INVALID, shown + " is no text in UTF-8", List.of("write YAML or JSON"), e);
    }
  }

  /** The same file as it is has the same id, whenever it is read. */
  private static String id(String name, BasicFileAttributes attributes, byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          "%s\n%s\n%s\n"
              .formatted(name, attributes.fileKey(), attributes.lastModifiedTime().toInstant())
              .getBytes(StandardCharsets.UTF_8));
      return "file-" + HexFormat.of().formatHex(digest.digest(bytes), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static HeveliusException invalid(String why) {
    return new HeveliusException(Category.INVALID, why);
  }

  /**
   * Moves a file into a directory beside it, under a name that is free there, with a file {@code
   * NAME.reason} if there is one to tell.
   */
  static void move(Path directory, Path file, String into, Optional<String> reason) {
    Path target = directory.resolve(into);
    String name = name(file);
    for (int n = 1; ; n++) {
      Path free = target.resolve(n == 1 ? name : name + "-" + n);
      Path told = target.resolve(free.getFileName() + ".reason");
      try {
        if (Files.exists(free, LinkOption.NOFOLLOW_LINKS)) {
          continue;
        }
        if (reason.isPresent()) {
          Files.writeString(told, reason.orElseThrow(), StandardOpenOption.CREATE_NEW);
        }
        Files.move(file, free);
        return;
      } catch (FileAlreadyExistsException e) {
        // Somebody else took the name meanwhile: the next one is tried.
      } catch (NoSuchFileException e) {
        return;
      } catch (IOException e) {
        throw new HeveliusException(
            Category.UNAVAILABLE,
            "%s can't be moved to %s: %s".formatted(shown(file), target, e.getMessage()),
            List.of("it was taken in, and is not taken in again; move it by hand"),
            e);
      }
    }
  }
}
