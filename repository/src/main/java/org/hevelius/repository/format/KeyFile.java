package org.hevelius.repository.format;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * A key file: scrypt's parameters, and the master key sealed under the key derived from one
 * password.
 */
public final class KeyFile {
  private final Instant created;
  private final String username;
  private final String hostname;
  private final int n;
  private final int r;
  private final int p;
  private final byte[] salt;
  private final byte[] data;

  /**
   * Makes a key file; the arrays are taken over.
   *
   * @param n scrypt's cost
   * @param r scrypt's block size
   * @param p scrypt's parallelism
   * @param salt 64 bytes
   * @param data the sealed master key
   */
  public KeyFile(
      Instant created,
      String username,
      String hostname,
      int n,
      int r,
      int p,
      byte[] salt,
      byte[] data) {
    this.created = created;
    this.username = username;
    this.hostname = hostname;
    this.n = n;
    this.r = r;
    this.p = p;
    this.salt = salt;
    this.data = data;
  }

  /** When it was made. */
  public Instant created() {
    return created;
  }

  /** Who made it. */
  public String username() {
    return username;
  }

  /** Where it was made. */
  public String hostname() {
    return hostname;
  }

  /** Scrypt's cost. */
  public int n() {
    return n;
  }

  /** Scrypt's block size. */
  public int r() {
    return r;
  }

  /** Scrypt's parallelism. */
  public int p() {
    return p;
  }

  /** The salt; not a copy. */
  public byte[] salt() {
    return salt;
  }

  /** The sealed master key; not a copy. */
  public byte[] data() {
    return data;
  }

  /** The JSON text. */
  public byte[] toJson() {
    return new JsonText(512)
        .raw(Json.ascii("{\"created\":"))
        .time(created)
        .raw(Json.ascii(",\"username\":"))
        .string(username)
        .raw(Json.ascii(",\"hostname\":"))
        .string(hostname)
        .raw(Json.ascii(",\"kdf\":\"scrypt\",\"N\":"))
        .number(n)
        .raw(Json.ascii(",\"r\":"))
        .number(r)
        .raw(Json.ascii(",\"p\":"))
        .number(p)
        .raw(Json.ascii(",\"salt\":"))
        .base64(salt)
        .raw(Json.ascii(",\"data\":"))
        .base64(data)
        .raw('}')
        .toBytes();
  }

  /**
   * Reads the JSON text.
   *
   * @throws IllegalArgumentException if it is not a key file, or one with another derivation than
   *     scrypt
   */
  public static KeyFile fromJson(byte[] json) {
    Instant created = Instant.EPOCH;
    String username = "";
    String hostname = "";
    String kdf = "";
    int[] parameters = new int[3];
    byte[] salt = new byte[0];
    byte[] data = new byte[0];
    try (JsonParser parser = Json.FACTORY.createParser(ObjectReadContext.empty(), json)) {
      Json.expect(parser, JsonToken.START_OBJECT);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "created" -> created = Times.parse(parser.getString());
          case "username" -> username = parser.getString();
          case "hostname" -> hostname = parser.getString();
          case "kdf" -> kdf = parser.getString();
          case "N" -> parameters[0] = parser.getIntValue();
          case "r" -> parameters[1] = parser.getIntValue();
          case "p" -> parameters[2] = parser.getIntValue();
          case "salt" -> salt = Base64.getDecoder().decode(parser.getString());
          case "data" -> data = Base64.getDecoder().decode(parser.getString());
          default -> parser.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(Json.reason(e), e);
    }
    if (!kdf.equals("scrypt") || salt.length != 64 || data.length == 0) {
      throw new IllegalArgumentException(
          "kdf must be scrypt, salt must have 64 bytes, data must be there");
    }
    return new KeyFile(
        created, username, hostname, parameters[0], parameters[1], parameters[2], salt, data);
  }

  @Override
  public String toString() {
    return "KeyFile[created="
        + created
        + ", username="
        + username
        + ", hostname="
        + hostname
        + ", salt="
        + Arrays.hashCode(salt)
        + "]";
  }
}
