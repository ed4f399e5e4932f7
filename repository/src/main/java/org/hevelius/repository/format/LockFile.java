package org.hevelius.repository.format;

import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A lock as it stands on disk: one process at work.
 *
 * <p>Source: restic design document, "Locks".
 *
 * @param time when it was written; renewing writes a new one
 * @param exclusive whether no other lock may stand beside it
 * @param hostname of the machine, empty when unknown
 * @param username of the process's owner, empty when unknown
 * @param pid number of the process on that machine
 * @param uid user number, 0 for root and where there are none
 * @param gid group number, 0 for root and where there are none
 */
public record LockFile(
    OffsetDateTime time,
    boolean exclusive,
    String hostname,
    String username,
    long pid,
    long uid,
    long gid) {
  private static final JsonFactory JSON = new JsonFactory();

  /** The JSON text in UTF-8, without line breaks; numbers of root are left out. */
  public byte[] toJson() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("time", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
      json.writeBooleanProperty("exclusive", exclusive);
      json.writeStringProperty("hostname", hostname);
      json.writeStringProperty("username", username);
      json.writeNumberProperty("pid", pid);
      if (uid != 0) {
        json.writeNumberProperty("uid", uid);
      }
      if (gid != 0) {
        json.writeNumberProperty("gid", gid);
      }
      json.writeEndObject();
    }
    return text.toByteArray();
  }

  /**
   * Reads the JSON text; unknown fields are passed over.
   *
   * @throws RepositoryException {@code DAMAGED} if it isn't JSON, a field has the wrong type, or
   *     the time is missing
   */
  public static LockFile parse(byte[] text) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      return new Fields().read(json);
    } catch (JacksonException | DateTimeException e) {
      throw damaged(e.getMessage(), e);
    }
  }

  private static RepositoryException damaged(@Nullable String why, @Nullable Throwable cause) {
    String message = "a lock file can't be understood: " + why;
    return cause == null
        ? new RepositoryException(Kind.DAMAGED, message, "")
        : new RepositoryException(Kind.DAMAGED, message, "", cause);
  }

  private static final class Fields {
    private @Nullable OffsetDateTime time;
    private boolean exclusive;
    private String hostname = "";
    private String username = "";
    private long pid;
    private long uid;
    private long gid;

    private LockFile read(JsonParser json) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw damaged("it is not a JSON object", null);
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        if (json.nextToken() != JsonToken.VALUE_NULL) {
          field(name, json);
        }
      }
      if (json.nextToken() != null) {
        throw damaged("something follows the JSON object", null);
      }
      if (time == null) {
        throw damaged("the time is missing", null);
      }
      return new LockFile(time, exclusive, hostname, username, pid, uid, gid);
    }

    private void field(String name, JsonParser json) {
      switch (name) {
        case "time" -> time = OffsetDateTime.parse(json.getString());
        case "exclusive" -> exclusive = json.getBooleanValue();
        case "hostname" -> hostname = json.getString();
        case "username" -> username = json.getString();
        case "pid" -> pid = json.getLongValue();
        case "uid" -> uid = json.getLongValue();
        case "gid" -> gid = json.getLongValue();
        default -> json.skipChildren();
      }
    }
  }
}
