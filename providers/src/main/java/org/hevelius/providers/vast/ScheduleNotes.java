package org.hevelius.providers.vast;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeSchedules.Agreement;
import org.hevelius.core.provider.NativeSchedules.Target;
import org.hevelius.core.provider.NativeSchedules.Wish;
import org.hevelius.providers.files.PrivateFiles;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered of the protection policies that Hevelius has made: a document for each source
 * of a dataset, written before anything is asked for. What has none isn't ours.
 */
final class ScheduleNotes {
  private static final String END = ".json";
  private static final int FORM = 1;

  private final Path directory;

  /** The notes below a directory of records. */
  ScheduleNotes(Path records) {
    this.directory = records.resolve("schedules");
  }

  /**
   * What was made.
   *
   * @param psnt the cluster's serial number
   * @param policy guid of the protection policy; empty until that is known
   * @param path guid of the protected path; empty until that is known
   */
  record Note(Agreement agreement, String psnt, String policy, String path) {
    String name() {
      return agreement.name();
    }

    Note policy(String guid) {
      return new Note(agreement, psnt, guid, path);
    }

    Note path(String guid) {
      return new Note(agreement, psnt, policy, guid);
    }

    /** The same with what is wrong with it; empty when nothing is. */
    Note trouble(String text) {
      return set(agreement.set(), agreement.since(), text);
    }

    Note set(Wish wish, Instant since, String trouble) {
      return new Note(
          new Agreement(
              agreement.dataset(), agreement.source(), agreement.name(), wish, since, trouble),
          psnt,
          policy,
          path);
    }
  }

  private Path file(DatasetName dataset, SourceSpec source) {
    UUID key = UUID.nameUUIDFromBytes((dataset + "\n" + source).getBytes(StandardCharsets.UTF_8));
    return directory.resolve(key + END);
  }

  /** All of them. */
  List<Note> all() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(END))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .flatMap(file -> read(file).stream())
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  Optional<Note> find(DatasetName dataset, SourceSpec source) {
    return read(file(dataset, source));
  }

  private Optional<Note> read(Path file) {
    try {
      JsonNode node = JsonMapper.shared().readTree(Files.readAllBytes(file));
      if (node.path("form").asInt(0) != FORM) {
        throw new HeveliusException(
            Category.REFUSED,
            file + " was written by a newer Hevelius",
            "nothing was changed; use that one");
      }
      Wish set =
          new Wish(
              NativeFrameText.read(node.path("frames")).orElse(List.of()),
              target(node.path("target").asString(""), node.path("directory").asString("")));
      Agreement agreement =
          new Agreement(
              DatasetName.of(node.path("dataset").asString("")),
              SourceSpec.parse(node.path("source").asString("")),
              node.path("name").asString(""),
              set,
              Instant.parse(node.path("since").asString("")),
              node.path("trouble").asString(""));
      return Optional.of(
          new Note(
              agreement,
              node.path("psnt").asString(""),
              node.path("policy_guid").asString(""),
              node.path("path_guid").asString("")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", e);
    } catch (JacksonException e) {
      throw new HeveliusException(
          Category.DAMAGED,
          "the record %s can't be understood".formatted(file),
          List.of("nothing was changed; bring it back from a copy of the home"),
          e);
    }
  }

  private static @Nullable Target target(String name, String directory) {
    return name.isEmpty() ? null : new Target(name, directory);
  }

  /** Writes one in place of what was remembered of the same. */
  void write(Note note) {
    Agreement agreement = note.agreement();
    Target copies = agreement.set().copies();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("form", FORM)
        .put("dataset", agreement.dataset().text())
        .put("source", agreement.source().toString())
        .put("name", agreement.name())
        .put("psnt", note.psnt())
        .put("policy_guid", note.policy())
        .put("path_guid", note.path())
        .put("target", copies == null ? "" : copies.name())
        .put("directory", copies == null ? "" : copies.directory())
        .put("since", agreement.since().toString())
        .put("trouble", agreement.trouble());
    node.set("frames", NativeFrameText.write(agreement.set().frames()));
    try {
      PrivateFiles.makeDirectory(directory);
      PrivateFiles.write(
          file(agreement.dataset(), agreement.source()),
          JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(node));
    } catch (IOException e) {
      throw failed("write", e);
    }
  }

  void remove(Note note) {
    try {
      Files.deleteIfExists(file(note.agreement().dataset(), note.agreement().source()));
    } catch (IOException e) {
      throw failed("write", e);
    }
  }

  /** Does something while no other process does. */
  void alone(Runnable work) {
    try {
      PrivateFiles.makeDirectory(directory);
      try (FileChannel channel = PrivateFiles.openLock(directory.resolve(".lock"));
          FileLock lock = channel.tryLock()) {
        if (lock == null) {
          throw new HeveliusException(
              Category.CONFLICT,
              "another process is changing protection policies now",
              "nothing was changed; try again");
        }
        work.run();
      }
    } catch (IOException e) {
      throw failed("lock", e);
    }
  }

  private HeveliusException failed(String what, IOException e) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "can't %s what is known of protection policies in %s: %s"
            .formatted(what, directory, e.getMessage()),
        List.of("check the disk and its permissions"),
        e);
  }
}
