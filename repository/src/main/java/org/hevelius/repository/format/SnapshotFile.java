package org.hevelius.repository.format;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * A snapshot as it is stored.
 *
 * @param parent the snapshot with which unchanged files were found, or null
 * @param tree id of the root tree
 * @param paths absolute paths that were captured
 * @param original the first id of a snapshot whose record was rewritten since, or null
 * @param programVersion the program that wrote it; empty when not recorded
 * @param summary counts, or null when not recorded
 */
public record SnapshotFile(
    Instant time,
    @Nullable Id parent,
    Id tree,
    List<String> paths,
    String hostname,
    String username,
    int uid,
    int gid,
    List<String> excludes,
    List<String> tags,
    @Nullable Id original,
    String programVersion,
    @Nullable Summary summary) {

  private static final List<String> COUNTS =
      List.of(
          "files_new",
          "files_changed",
          "files_unmodified",
          "dirs_new",
          "dirs_changed",
          "dirs_unmodified",
          "data_blobs",
          "tree_blobs",
          "data_added",
          "data_added_packed",
          "total_files_processed",
          "total_bytes_processed");

  /** Makes the lists immutable. */
  public SnapshotFile {
    paths = List.copyOf(paths);
    excludes = List.copyOf(excludes);
    tags = List.copyOf(tags);
  }

  /**
   * What a backup counted (since restic 0.17).
   *
   * @param dataAdded bytes of new blobs before compression
   * @param dataAddedPacked bytes of new blobs as stored
   */
  public record Summary(
      Instant backupStart,
      Instant backupEnd,
      long filesNew,
      long filesChanged,
      long filesUnmodified,
      long dirsNew,
      long dirsChanged,
      long dirsUnmodified,
      long dataBlobs,
      long treeBlobs,
      long dataAdded,
      long dataAddedPacked,
      long totalFilesProcessed,
      long totalBytesProcessed) {}

  /** The same snapshot with another tree and other tags, which remembers the id it had first. */
  public SnapshotFile rewritten(Id newTree, List<String> newTags, Id first) {
    return new SnapshotFile(
        time,
        parent,
        newTree,
        paths,
        hostname,
        username,
        uid,
        gid,
        excludes,
        newTags,
        first,
        programVersion,
        summary);
  }

  /** The JSON text, fields in restic's order. */
  public byte[] toJson() {
    JsonText json = new JsonText(1024).raw(Json.ascii("{\"time\":")).time(time);
    id(json, ",\"parent\":", parent);
    json.raw(Json.ascii(",\"tree\":")).id(tree);
    list(json, ",\"paths\":", paths);
    text(json, ",\"hostname\":", hostname);
    text(json, ",\"username\":", username);
    number(json, ",\"uid\":", Integer.toUnsignedLong(uid));
    number(json, ",\"gid\":", Integer.toUnsignedLong(gid));
    if (!excludes.isEmpty()) {
      list(json, ",\"excludes\":", excludes);
    }
    if (!tags.isEmpty()) {
      list(json, ",\"tags\":", tags);
    }
    id(json, ",\"original\":", original);
    text(json, ",\"program_version\":", programVersion);
    if (summary != null) {
      summary(json, summary);
    }
    return json.raw('}').toBytes();
  }

  private static void summary(JsonText json, Summary s) {
    json.raw(Json.ascii(",\"summary\":{\"backup_start\":")).time(s.backupStart);
    json.raw(Json.ascii(",\"backup_end\":")).time(s.backupEnd);
    long[] values = {
      s.filesNew,
      s.filesChanged,
      s.filesUnmodified,
      s.dirsNew,
      s.dirsChanged,
      s.dirsUnmodified,
      s.dataBlobs,
      s.treeBlobs,
      s.dataAdded,
      s.dataAddedPacked,
      s.totalFilesProcessed,
      s.totalBytesProcessed
    };
    for (int i = 0; i < values.length; i++) {
      json.raw(Json.ascii(",\"" + COUNTS.get(i) + "\":")).number(values[i]);
    }
    json.raw('}');
  }

  private static void id(JsonText json, String key, @Nullable Id id) {
    if (id != null) {
      json.raw(Json.ascii(key)).id(id);
    }
  }

  private static void text(JsonText json, String key, String value) {
    if (!value.isEmpty()) {
      json.raw(Json.ascii(key)).string(value);
    }
  }

  private static void number(JsonText json, String key, long value) {
    if (value != 0) {
      json.raw(Json.ascii(key)).number(value);
    }
  }

  private static void list(JsonText json, String key, List<String> values) {
    json.raw(Json.ascii(key)).raw('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        json.raw(',');
      }
      json.string(values.get(i));
    }
    json.raw(']');
  }

  /**
   * Reads the JSON text; unknown fields are passed over.
   *
   * @throws IllegalArgumentException if it is not a snapshot
   */
  public static SnapshotFile fromJson(byte[] json) {
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), json)) {
      return new Builder().read(parser);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(Json.reason(e), e);
    }
  }

  private static final class Builder {
    private Instant time = Instant.EPOCH;
    private @Nullable Id parent;
    private @Nullable Id tree;
    private List<String> paths = List.of();
    private String hostname = "";
    private String username = "";
    private int uid;
    private int gid;
    private List<String> excludes = List.of();
    private List<String> tags = List.of();
    private @Nullable Id original;
    private String programVersion = "";
    private @Nullable Summary summary;

    SnapshotFile read(JsonParser parser) {
      Json.expect(parser, JsonToken.START_OBJECT);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (field) {
          case "time" -> time = Times.parse(parser.getString());
          case "parent" -> parent = Json.nullableId(parser);
          case "tree" -> tree = Json.nullableId(parser);
          case "paths" -> paths = Json.strings(parser);
          case "hostname" -> hostname = parser.getString();
          case "username" -> username = parser.getString();
          case "uid" -> uid = (int) parser.getLongValue();
          case "gid" -> gid = (int) parser.getLongValue();
          case "excludes" -> excludes = Json.strings(parser);
          case "tags" -> tags = Json.strings(parser);
          case "original" -> original = Json.nullableId(parser);
          case "program_version" -> programVersion = parser.getString();
          case "summary" -> summary = token == JsonToken.START_OBJECT ? summary(parser) : null;
          default -> parser.skipChildren();
        }
      }
      if (tree == null) {
        throw new IllegalArgumentException("a snapshot has no tree");
      }
      return new SnapshotFile(
          time,
          parent,
          tree,
          paths,
          hostname,
          username,
          uid,
          gid,
          excludes,
          tags,
          original,
          programVersion,
          summary);
    }

    private static Summary summary(JsonParser parser) {
      Instant[] times = {Instant.EPOCH, Instant.EPOCH};
      long[] n = new long[COUNTS.size()];
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        parser.nextToken();
        int at = COUNTS.indexOf(field);
        if (at >= 0) {
          n[at] = Json.unsignedLong(parser);
        } else if (field.equals("backup_start")) {
          times[0] = Times.parse(parser.getString());
        } else if (field.equals("backup_end")) {
          times[1] = Times.parse(parser.getString());
        } else {
          parser.skipChildren();
        }
      }
      return new Summary(
          times[0], times[1], n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10],
          n[11]);
    }
  }
}
