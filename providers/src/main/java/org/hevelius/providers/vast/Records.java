package org.hevelius.providers.vast;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.providers.files.PrivateFiles;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of the snapshots that Hevelius made on one cluster, which itself keeps neither tags
 * nor notes: a document for each version, written at once. What has no document isn't ours.
 */
final class Records {
  private static final String END = ".json";
  private static final String ALSO = ".also";
  private static final int FORM = 1;

  private final Path versions;
  private final Path notes;

  /**
   * The records of a cluster.
   *
   * @param psnt its serial number
   */
  Records(Path directory, String psnt) {
    Path top = directory.resolve(safe(psnt));
    this.versions = top.resolve("versions").toAbsolutePath().normalize();
    this.notes = top.resolve("notes");
  }

  /** A text as the name of a file; what cluster and people say could be anything. */
  static String safe(String text) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      safe.append(plain || c == '-' ? String.valueOf(c) : "_%04x".formatted((int) c));
    }
    return safe.toString();
  }

  /**
   * What a document says.
   *
   * @param numbers of the snapshots on the cluster when they were taken, in the order of the
   *     captures
   */
  record Version(Manifest manifest, List<Capture> captures, List<Long> numbers) {}

  /**
   * Writes the document of a version, in place of one for the same captures.
   *
   * @param where the records of each capture's cluster; the document stands in the first
   */
  static void write(Version version, List<Records> where) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("form", FORM);
    ArrayNode captures = document.putArray("captures");
    for (int i = 0; i < version.captures().size(); i++) {
      Capture capture = version.captures().get(i);
      captures
          .addObject()
          .put("source", capture.source().toString())
          .put("id", capture.id())
          .put("number", version.numbers().get(i))
          .put("bytes", capture.bytes());
    }
    document.set("manifest", JsonMapper.shared().readTree(version.manifest().toJson()));
    String first = name(version.captures().getFirst());
    Path main = where.getFirst().versions.resolve(first + END);
    try {
      PrivateFiles.makeDirectory(where.getFirst().versions);
      for (int i = 1; i < where.size(); i++) {
        String name = name(version.captures().get(i));
        Path versions = where.get(i).versions;
        if (!versions.resolve(name + END).equals(main)) {
          PrivateFiles.makeDirectory(versions);
          String way = versions.relativize(main).toString();
          PrivateFiles.write(versions.resolve(name + ALSO), way.getBytes(StandardCharsets.UTF_8));
        }
      }
      PrivateFiles.write(main, bytes(document));
    } catch (IOException e) {
      throw failed("write", main, e);
    }
  }

  private static byte[] bytes(JsonNode document) {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
  }

  private static String name(Capture capture) {
    return safe(VastCluster.Identity.of(capture).guid());
  }

  /** The document in which a capture stands. */
  Optional<Version> find(Capture capture) {
    Path own = versions.resolve(name(capture) + END);
    return read(Files.exists(own) ? own : main(name(capture)).orElse(own))
        .filter(
            version -> version.captures().stream().anyMatch(one -> one.id().equals(capture.id())));
  }

  private static Optional<Version> read(Path file) {
    try {
      JsonNode document = JsonMapper.shared().readTree(Files.readAllBytes(file));
      if (document.path("form").asInt(0) != FORM) {
        throw new HeveliusException(
            Category.REFUSED,
            file + " was written by a newer Hevelius",
            "nothing was changed; use that one");
      }
      Manifest manifest =
          Manifest.parse(
              JsonMapper.shared().writeValueAsBytes(document.path("manifest")), file.toString());
      List<Capture> captures = new ArrayList<>();
      List<Long> numbers = new ArrayList<>();
      for (JsonNode node : document.path("captures")) {
        captures.add(
            capture(
                SourceSpec.parse(node.path("source").asString()),
                node.path("id").asString(),
                node.path("bytes").asLong(0)));
        numbers.add(node.path("number").asLong(0));
      }
      return Optional.of(new Version(manifest, List.copyOf(captures), List.copyOf(numbers)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", file, e);
    } catch (JacksonException e) {
      throw new HeveliusException(
          Category.DAMAGED,
          "the record %s can't be understood".formatted(file),
          List.of("nothing was changed; bring it back from a copy of the home"),
          e);
    }
  }

  /** A capture on a cluster. */
  static Capture capture(SourceSpec source, String id, long bytes) {
    return new Capture(
        source,
        SourceSpec.Kind.VAST.text(),
        id,
        "",
        Capture.NOT_COUNTED,
        Capture.NOT_COUNTED,
        bytes,
        0,
        0);
  }

  /** All documents, read one after the other. */
  Stream<Version> all() {
    return files(versions, END).stream()
        .map(name -> read(versions.resolve(name + END)))
        .flatMap(Optional::stream);
  }

  /** The snapshots that stand in some document, by their guids as they are in names of files. */
  Set<String> known() {
    Set<String> known = new HashSet<>(files(versions, END));
    for (String also : files(versions, ALSO)) {
      if (main(also).filter(Files::exists).isPresent()) {
        known.add(also);
      }
    }
    return known;
  }

  /** The homes that made {@link #known}, each document read; empty texts where none is named. */
  Map<String, String> homes() {
    Map<String, String> homes = new HashMap<>();
    all().forEach(one -> one.captures().forEach(of -> homes.put(name(of), one.manifest().home())));
    for (String also : files(versions, ALSO)) {
      if (!homes.containsKey(also)) {
        main(also).flatMap(Records::read).ifPresent(o -> homes.put(also, o.manifest().home()));
      }
    }
    return homes;
  }

  /** Where the document is that a capture which isn't its first one stands in. */
  private Optional<Path> main(String also) {
    try {
      return Optional.of(versions.resolve(Files.readString(versions.resolve(also + ALSO)).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", versions, e);
    }
  }

  private static List<String> files(Path directory, String end) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(end) && !name.startsWith("."))
          .map(name -> name.substring(0, name.length() - end.length()))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw failed("read", directory, e);
    }
  }

  /**
   * Removes the document of a version.
   *
   * @param where as for {@link #write}
   */
  static void remove(Version version, List<Records> where) {
    try {
      // The document first: without it the others count for nothing.
      Files.deleteIfExists(
          where.getFirst().versions.resolve(name(version.captures().getFirst()) + END));
      for (int i = 0; i < where.size(); i++) {
        Files.deleteIfExists(where.get(i).versions.resolve(name(version.captures().get(i)) + ALSO));
      }
    } catch (IOException e) {
      throw failed("write", where.getFirst().versions, e);
    }
  }

  /** Notes what was begun, so that another process can end it. */
  void note(String name, ObjectNode what) {
    try {
      PrivateFiles.makeDirectory(notes);
      PrivateFiles.write(notes.resolve(safe(name) + END), bytes(what));
    } catch (IOException e) {
      throw failed("write", notes, e);
    }
  }

  /** What was noted under a name. */
  Optional<JsonNode> noted(String name) {
    return noted(notes.resolve(safe(name) + END));
  }

  private static Optional<JsonNode> noted(Path file) {
    try {
      return Optional.of(JsonMapper.shared().readTree(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", file, e);
    } catch (JacksonException e) {
      throw new HeveliusException(
          Category.DAMAGED, "the note %s can't be understood".formatted(file), List.of(), e);
    }
  }

  /** All that was noted. */
  List<JsonNode> noted() {
    Function<String, Optional<JsonNode>> read = name -> noted(notes.resolve(name + END));
    return files(notes, END).stream().map(read).flatMap(Optional::stream).toList();
  }

  /** Forgets what was noted under a name. */
  void done(String name) {
    try {
      Files.deleteIfExists(notes.resolve(safe(name) + END));
    } catch (IOException e) {
      throw failed("write", notes, e);
    }
  }

  private static HeveliusException failed(String what, Path where, IOException e) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "can't %s what is known of snapshots in %s: %s".formatted(what, where, e.getMessage()),
        List.of("no snapshot was removed; check the disk and its permissions"),
        e);
  }
}
