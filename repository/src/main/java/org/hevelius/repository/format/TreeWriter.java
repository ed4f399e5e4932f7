package org.hevelius.repository.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree blob: {@code {"nodes":[...]}} and a newline, fields in restic's order. Nodes must
 * come sorted by the raw bytes of their names, each name once.
 */
public final class TreeWriter {
  private final JsonText json;
  private boolean first = true;

  /** A writer for one tree. */
  public TreeWriter() {
    json = new JsonText(4096);
    json.raw(Json.ascii("{\"nodes\":["));
  }

  /** Adds a node. */
  public void add(Node node) {
    json.raw(Json.ascii(first ? "{\"name\":" : ",{\"name\":"));
    first = false;
    byte[] name = node.name().bytes();
    if (JsonText.isPlain(name)) {
      json.raw('"').raw(name).raw('"');
    } else {
      json.string(JsonText.goQuote(name));
    }
    json.raw(TYPE).string(node.type().word());
    number(MODE, node.type().goMode(node.permissions()));
    json.raw(MTIME).time(node.mtime());
    json.raw(ATIME).time(node.atime());
    json.raw(CTIME).time(node.ctime());
    json.raw(UID).number(Integer.toUnsignedLong(node.uid()));
    json.raw(GID).number(Integer.toUnsignedLong(node.gid()));
    text(USER, node.user());
    text(GROUP, node.group());
    number(INODE, node.inode());
    number(DEVICE_ID, node.deviceId());
    number(SIZE, node.size());
    number(LINKS, node.links());
    linkTarget(node.linkTarget());
    attributes(node.attributes());
    number(DEVICE, node.device());
    content(node);
    if (node.subtree() != null) {
      json.raw(SUBTREE).id(node.subtree());
    }
    text(ERROR, node.error());
    json.raw('}');
  }

  /** The bytes so far; an estimate of the size of the blob. */
  public int length() {
    return json.length();
  }

  /** Ends the tree. */
  public byte[] finish() {
    return json.raw(Json.ascii("]}\n")).toBytes();
  }

  private void number(byte[] key, long value) {
    if (value == 0) {
      return;
    }
    json.raw(key);
    if (value < 0) {
      json.raw(Long.toUnsignedString(value).getBytes(StandardCharsets.US_ASCII));
    } else {
      json.number(value);
    }
  }

  private void text(byte[] key, String value) {
    if (!value.isEmpty()) {
      json.raw(key).string(value);
    }
  }

  private void linkTarget(@Nullable FileName target) {
    if (target == null || target.bytes().length == 0) {
      return;
    }
    json.raw(LINK_TARGET).string(target.toString());
    if (!target.isText()) {
      json.raw(LINK_TARGET_RAW).base64(target.bytes());
    }
  }

  private void attributes(List<Attribute> attributes) {
    for (int i = 0; i < attributes.size(); i++) {
      json.raw(i == 0 ? ATTRIBUTES : NEXT_ATTRIBUTE).string(attributes.get(i).name());
      json.raw(VALUE).base64(attributes.get(i).value()).raw('}');
    }
    if (!attributes.isEmpty()) {
      json.raw(']');
    }
  }

  private void content(Node node) {
    if (node.type() != NodeType.FILE) {
      json.raw(NO_CONTENT);
      return;
    }
    json.raw(CONTENT);
    for (int i = 0; i < node.content().size(); i++) {
      if (i > 0) {
        json.raw(',');
      }
      json.id(node.content().get(i));
    }
    json.raw(']');
  }

  private static final byte[] TYPE = Json.ascii(",\"type\":");
  private static final byte[] MODE = Json.ascii(",\"mode\":");
  private static final byte[] MTIME = Json.ascii(",\"mtime\":");
  private static final byte[] ATIME = Json.ascii(",\"atime\":");
  private static final byte[] CTIME = Json.ascii(",\"ctime\":");
  private static final byte[] UID = Json.ascii(",\"uid\":");
  private static final byte[] GID = Json.ascii(",\"gid\":");
  private static final byte[] USER = Json.ascii(",\"user\":");
  private static final byte[] GROUP = Json.ascii(",\"group\":");
  private static final byte[] INODE = Json.ascii(",\"inode\":");
  private static final byte[] DEVICE_ID = Json.ascii(",\"device_id\":");
  private static final byte[] SIZE = Json.ascii(",\"size\":");
  private static final byte[] LINKS = Json.ascii(",\"links\":");
  private static final byte[] LINK_TARGET = Json.ascii(",\"linktarget\":");
  private static final byte[] LINK_TARGET_RAW = Json.ascii(",\"linktarget_raw\":");
  private static final byte[] ATTRIBUTES = Json.ascii(",\"extended_attributes\":[{\"name\":");
  private static final byte[] NEXT_ATTRIBUTE = Json.ascii(",{\"name\":");
  private static final byte[] VALUE = Json.ascii(",\"value\":");
  private static final byte[] DEVICE = Json.ascii(",\"device\":");
  private static final byte[] CONTENT = Json.ascii(",\"content\":[");
  private static final byte[] NO_CONTENT = Json.ascii(",\"content\":null");
  private static final byte[] SUBTREE = Json.ascii(",\"subtree\":");
  private static final byte[] ERROR = Json.ascii(",\"error\":");
}
