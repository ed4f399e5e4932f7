package org.hevelius.repository.crypto;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The master key, sealed under a key that is derived from a password: what a key file holds.
 *
 * <p>Source: restic design document, "Keys, Encryption and MAC".
 */
public final class PasswordKey {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> FIELDS = Set.of("encrypt", "mac.k", "mac.r");

  private final KeyDerivation derivation;
  private final byte[] salt;
  private final byte[] data;
  private final String name;

  private PasswordKey(KeyDerivation derivation, byte[] salt, byte[] data, String name) {
    this.derivation = derivation;
    this.salt = salt;
    this.data = data;
    this.name = name;
  }

  /**
   * The content of a key file.
   *
   * @param salt 64 bytes, taken over
   * @param data the sealed master key, taken over
   * @param name of the file, for messages
   * @throws RepositoryException DAMAGED if the salt has another length
   */
  public static PasswordKey of(KeyDerivation derivation, byte[] salt, byte[] data, String name) {
    if (salt.length != KeyDerivation.SALT) {
      throw damaged(name, "has a salt of " + salt.length + " bytes instead of 64");
    }
    return new PasswordKey(derivation, salt, data, name);
  }

  /** Seals a master key for a new password. */
  public static PasswordKey seal(
      MasterKey master, Password password, KeyDerivation derivation, SecureRandom random) {
    byte[] salt = new byte[KeyDerivation.SALT];
    random.nextBytes(salt);
    byte[] plain = write(master);
    byte[] data = new byte[plain.length + Sealer.OVERHEAD];
    try (MasterKey key = derivation.derive(password, salt)) {
      key.sealer(random).seal(plain, 0, plain.length, data, 0);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
    return new PasswordKey(derivation, salt, data, "the new key");
  }

  /**
   * Tries a password. This is meant to be slow.
   *
   * @return the master key, or empty if this is not the password of this key
   * @throws RepositoryException DAMAGED if the password is right but what it opens is no master key
   */
  public Optional<MasterKey> open(Password password) {
    byte[] plain = new byte[Math.max(0, data.length - Sealer.OVERHEAD)];
    try (MasterKey key = derivation.derive(password, salt)) {
      int length = key.sealer(new SecureRandom()).open(data, 0, data.length, plain, 0);
      return length < 0 ? Optional.empty() : Optional.of(read(plain));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** The parameters of scrypt. */
  public KeyDerivation derivation() {
    return derivation;
  }

  /** The salt, 64 bytes; not a copy, not to be changed. */
  public byte[] salt() {
    return salt;
  }

  /** The sealed master key; not a copy, not to be changed. */
  public byte[] data() {
    return data;
  }

  /** Put together by hand, so that no text with the key stays behind in memory. */
  private static byte[] write(MasterKey master) {
    return join(
        ascii("{\"mac\":{\"k\":\""),
        Base64.getEncoder().encode(master.macK()),
        ascii("\",\"r\":\""),
        Base64.getEncoder().encode(master.macR()),
        ascii("\"},\"encrypt\":\""),
        Base64.getEncoder().encode(master.encrypt()),
        ascii("\"}"));
  }

  private static byte[] join(byte[]... parts) {
    byte[] joined = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
      Arrays.fill(part, (byte) 0);
    }
    return joined;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private MasterKey read(byte[] json) {
    Map<String, byte[]> parts = new HashMap<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw damaged("holds no master key");
      }
      readObject(parser, "", parts);
      return new MasterKey(part(parts, "encrypt"), part(parts, "mac.k"), part(parts, "mac.r"));
    } catch (JacksonException | IllegalArgumentException e) {
      // Neither cause nor message of the parser: they quote what they found.
      throw damaged("holds no valid master key");
    }
  }

  private static void readObject(JsonParser parser, String prefix, Map<String, byte[]> parts) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = prefix + parser.currentName();
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT && field.equals("mac")) {
        readObject(parser, "mac.", parts);
      } else if (token == JsonToken.VALUE_STRING && FIELDS.contains(field)) {
        parts.put(field, parser.getBinaryValue());
      } else {
        parser.skipChildren();
      }
    }
  }

  private byte[] part(Map<String, byte[]> parts, String field) {
    byte[] part = parts.get(field);
    if (part == null) {
      throw damaged("lacks " + field + " of the master key");
    }
    return part;
  }

  private RepositoryException damaged(String problem) {
    return damaged(name, problem);
  }

  private static RepositoryException damaged(String name, String problem) {
    return new RepositoryException(
        Kind.DAMAGED,
        name + " " + problem,
        "Nothing was changed. Another key of the repository may still open it.");
  }
}
