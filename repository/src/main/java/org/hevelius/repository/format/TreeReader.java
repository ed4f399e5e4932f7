package org.hevelius.repository.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.hevelius.repository.RepositoryException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Reads tree blobs as any version of restic wrote them. Unknown fields are passed over. */
public final class TreeReader {
  private TreeReader() {}

  /** All nodes of a tree blob. */
  public static List<Node> readAll(byte[] blob) {
    List<Node> nodes = new ArrayList<>();
    read(blob, nodes::add);
    return nodes;
  }

  /**
   * Reads a tree blob, node by node.
   *
   * @throws RepositoryException {@code DAMAGED} if this is no tree, or a name stands in it twice or
   *     out of order
   */
  public static void read(byte[] blob, Consumer<Node> sink) {
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), blob)) {
      Json.expect(parser, JsonToken.START_OBJECT);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("nodes") && value == JsonToken.START_ARRAY) {
          readNodes(parser, sink);
        } else {
          parser.skipChildren();
        }
      }
    } catch (JacksonException | IllegalArgumentException e) {
      throw new RepositoryException(
          RepositoryException.Kind.DAMAGED,
          "a tree can't be understood: " + Json.reason(e),
          "run `hevelius check`",
          e);
    }
  }

  private static void readNodes(JsonParser parser, Consumer<Node> sink) {
    FileName previous = null;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Node node = new Builder().read(parser);
      if (previous != null && previous.compareTo(node.name()) >= 0) {
        throw new IllegalArgumentException(
            "the entry " + node.name() + " is not in order after " + previous);
      }
      previous = node.name();
      sink.accept(node);
    }
  }

  /** The fields of one node while it is read. */
  private static final class Builder {
    private @Nullable FileName name;
    private NodeType type = NodeType.IRREGULAR;
    private long mode;
    private Instant mtime = Instant.EPOCH;
    private Instant atime = Instant.EPOCH;
    private Instant ctime = Instant.EPOCH;
    private int uid;
    private int gid;
    private String user = "";
    private String group = "";
    private long inode;
    private long deviceId;
    private long size;
    private long links;
    private @Nullable FileName linkTarget;
    private boolean rawTarget;
    private List<Attribute> attributes = List.of();
    private long device;
    private List<Id> content = List.of();
    private @Nullable Id subtree;
    private String error = "";

    Node read(JsonParser parser) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        parser.nextToken();
        field(field, parser);
      }
      if (name == null) {
        throw new IllegalArgumentException("an entry has no name");
      }
      return new Node(
          name,
          type,
          NodeType.permissions(mode),
          mtime,
          atime,
          ctime,
          uid,
          gid,
          user,
          group,
          inode,
          deviceId,
          size,
          links,
          linkTarget,
          attributes,
          device,
          content,
          subtree,
          error);
    }

    private void field(String field, JsonParser parser) {
      switch (field) {
        case "name" -> name = FileName.ofBytes(JsonText.goUnquote(parser.getString()));
        case "type" -> type = type(parser.getString());
        case "mode" -> mode = parser.getLongValue();
        case "mtime" -> mtime = Times.parse(parser.getString());
        case "atime" -> atime = Times.parse(parser.getString());
        case "ctime" -> ctime = Times.parse(parser.getString());
        case "uid" -> uid = (int) parser.getLongValue();
        case "gid" -> gid = (int) parser.getLongValue();
        case "user" -> user = parser.getString();
        case "group" -> group = parser.getString();
        case "inode" -> inode = Json.unsignedLong(parser);
        case "device_id" -> deviceId = Json.unsignedLong(parser);
        case "size" -> size = Json.unsignedLong(parser);
        case "links" -> links = Json.unsignedLong(parser);
        case "device" -> device = Json.unsignedLong(parser);
        case "content" -> content = Json.ids(parser);
        case "subtree" -> subtree = Json.nullableId(parser);
        default -> rareField(field, parser);
      }
    }

    private void rareField(String field, JsonParser parser) {
      switch (field) {
        case "linktarget" -> {
          if (!rawTarget) {
            linkTarget = FileName.ofBytes(parser.getString().getBytes(StandardCharsets.UTF_8));
          }
        }
        case "linktarget_raw" -> {
          if (parser.currentToken() == JsonToken.VALUE_STRING) {
            linkTarget = FileName.ofBytes(Base64.getDecoder().decode(parser.getString()));
            rawTarget = true;
          }
        }
        case "extended_attributes" -> attributes = readAttributes(parser);
        case "error" -> error = parser.getString();
        default -> parser.skipChildren();
      }
    }

    private static NodeType type(String word) {
      NodeType type = NodeType.ofWord(word);
      if (type == null) {
        throw new IllegalArgumentException("an entry has the unknown type " + word);
      }
      return type;
    }

    private static List<Attribute> readAttributes(JsonParser parser) {
      List<Attribute> attributes = new ArrayList<>();
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        return attributes;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        String name = "";
        byte[] value = new byte[0];
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String field = parser.currentName();
          JsonToken token = parser.nextToken();
          if (field.equals("name")) {
            name = parser.getString();
          } else if (field.equals("value") && token == JsonToken.VALUE_STRING) {
            value = Base64.getDecoder().decode(parser.getString());
          } else {
            parser.skipChildren();
          }
        }
        attributes.add(new Attribute(name, value));
      }
      return attributes;
    }
  }
}
