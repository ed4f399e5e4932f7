package org.hevelius.repository.format;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Index files: which blobs lie where in which packs. */
public final class IndexFile {
  private IndexFile() {}

  /** Takes what an index file says, entry by entry. */
  @FunctionalInterface
  public interface Sink {
    /** A blob of a pack. */
    void blob(Id pack, PackedBlob blob);
  }

  /** A pack and its blobs. */
  public record Pack(Id id, List<PackedBlob> blobs) {
    /** Makes the list immutable. */
    public Pack {
      blobs = List.copyOf(blobs);
    }
  }

  /** The JSON text of an index file for these packs. */
  public static byte[] toJson(List<Pack> packs) {
    JsonText json = new JsonText(1 << 16).raw(Json.ascii("{\"packs\":["));
    for (int i = 0; i < packs.size(); i++) {
      json.raw(Json.ascii(i == 0 ? "{\"id\":" : ",{\"id\":"))
          .id(packs.get(i).id())
          .raw(Json.ascii(",\"blobs\":["));
      List<PackedBlob> blobs = packs.get(i).blobs();
      for (int k = 0; k < blobs.size(); k++) {
        blob(json, blobs.get(k), k == 0);
      }
      json.raw(Json.ascii("]}"));
    }
    return json.raw(Json.ascii("]}")).toBytes();
  }

  private static void blob(JsonText json, PackedBlob blob, boolean first) {
    json.raw(Json.ascii(first ? "{\"id\":" : ",{\"id\":")).id(blob.id());
    json.raw(
        Json.ascii(
            blob.type() == BlobType.DATA
                ? ",\"type\":\"data\",\"offset\":"
                : ",\"type\":\"tree\",\"offset\":"));
    json.number(blob.offset()).raw(Json.ascii(",\"length\":")).number(blob.length());
    if (blob.uncompressedLength() > 0) {
      json.raw(Json.ascii(",\"uncompressed_length\":")).number(blob.uncompressedLength());
    }
    json.raw('}');
  }

  /**
   * Reads an index file of any version; {@code supersedes} and unknown fields are passed over.
   *
   * @throws IllegalArgumentException if it is not an index
   */
  public static void read(byte[] json, Sink sink) {
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), json)) {
      JsonToken start = parser.nextToken();
      if (start == JsonToken.START_ARRAY) {
        packs(parser, sink);
        return;
      }
      if (start != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException(
            "an index starts with an object or an array, not with " + start);
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("packs") && value == JsonToken.START_ARRAY) {
          packs(parser, sink);
        } else {
          parser.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(Json.reason(e), e);
    }
  }

  private static void packs(JsonParser parser, Sink sink) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Id pack = null;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        parser.nextToken();
        if (field.equals("id")) {
          pack = Id.parse(parser.getString());
        } else if (field.equals("blobs") && parser.currentToken() == JsonToken.START_ARRAY) {
          if (pack == null) {
            throw new IllegalArgumentException("a pack's blobs stand before its id");
          }
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            sink.blob(pack, readBlob(parser));
          }
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private static PackedBlob readBlob(JsonParser parser) {
    Id id = null;
    BlobType type = null;
    long offset = -1;
    long length = -1;
    long uncompressed = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "id" -> id = Id.parse(parser.getString());
        case "type" -> type = type(parser.getString());
        case "offset" -> offset = parser.getLongValue();
        case "length" -> length = parser.getLongValue();
        case "uncompressed_length" -> uncompressed = parser.getLongValue();
        default -> parser.skipChildren();
      }
    }
    if (id == null || type == null) {
      throw new IllegalArgumentException("a blob has no id or no type");
    }
    return PackedBlob.checked(type, id, offset, length, uncompressed);
  }

  private static BlobType type(String word) {
    return switch (word) {
      case "data" -> BlobType.DATA;
      case "tree" -> BlobType.TREE;
      case String other ->
          throw new IllegalArgumentException("a blob has the unknown type " + other);
    };
  }
}
