package org.hevelius.catalog.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/**
 * Where a catalog stands: {@code postgresql://[user@]host[:port][,host[:port]...]/database}, with
 * the parameters {@code schema}, {@code sslmode} and {@code sslrootcert}. It never holds a
 * password.
 *
 * @param user the role that logs in; null for the name of the user who runs the program
 * @param hosts with their ports, as they were written; of several the one that takes writes is used
 * @param parameters those that were given
 */
public record PostgresAddress(
    @Nullable String user, List<String> hosts, String database, Map<String, String> parameters) {
  /** How every address begins. */
  public static final String SCHEME = "postgresql://";

  private static final Pattern FORM =
      Pattern.compile("(?:([^@/?]*)@)?([^/?@]+)/([^/?#]+)(?:\\?([^#]*))?");
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  private static final List<String> MODES =
      List.of("disable", "require", "verify-ca", "verify-full");
  private static final List<String> KNOWN = List.of("schema", "sslmode", "sslrootcert");

  /** Keeps the parameters sorted, so that one address has one form. */
  public PostgresAddress {
    hosts = List.copyOf(hosts);
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /**
   * Reads an address. Its messages never repeat it, since somebody may have put a password in.
   *
   * @throws HeveliusException INVALID with the part that can't be understood
   */
  public static PostgresAddress parse(String text) {
    if (!text.startsWith(SCHEME)) {
      throw invalid("the address of the catalog doesn't begin with " + SCHEME);
    }
    Matcher form = FORM.matcher(text.substring(SCHEME.length()));
    if (!form.matches()) {
      throw invalid("the address of the catalog can't be understood");
    }
    String user = form.group(1);
    if (user != null && user.indexOf(':') >= 0) {
      throw withPassword();
    }
    List<String> hosts = List.of(form.group(2).split(",", -1));
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw invalid("a host in the address of the catalog is no name or number with a port");
      }
    }
    PostgresAddress address =
        new PostgresAddress(
            user == null || user.isEmpty() ? null : decoded(user),
            hosts,
            decoded(form.group(3)),
            parameters(form.group(4)));
    address.check();
    return address;
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new TreeMap<>();
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (name.toLowerCase(Locale.ROOT).contains("password")) {
        throw withPassword();
      }
      if (equals < 0 || !KNOWN.contains(name)) {
        throw invalid(
            "the address of the catalog has a parameter that isn't known; known are "
                + String.join(", ", KNOWN));
      }
      if (parameters.put(name, decoded(pair.substring(equals + 1))) != null) {
        throw invalid("the address of the catalog has the parameter " + name + " twice");
      }
    }
    return parameters;
  }

  private void check() {
    if (!SCHEMA.matcher(schema()).matches() || schema().startsWith("pg_")) {
      throw invalid(
          "the schema of the catalog is no plain name of lower-case letters, digits and '_'");
    }
    String mode = parameters.get("sslmode");
    if (mode != null && !MODES.contains(mode)) {
      throw invalid("sslmode is one of " + String.join(", ", MODES));
    }
    String certificate = parameters.get("sslrootcert");
    if (certificate != null && !Path.of(certificate).isAbsolute()) {
      throw invalid("sslrootcert is no absolute path of a file");
    }
  }

  /** The schema that holds the tables. */
  public String schema() {
    return parameters.getOrDefault("schema", "hevelius");
  }

  /** The TLS mode: verified, unless the server is on this machine or another was chosen. */
  String sslMode() {
    String unsaid =
        hosts.stream().allMatch(PostgresAddress::isLoopback) ? "disable" : "verify-full";
    return parameters.getOrDefault("sslmode", unsaid);
  }

  private static boolean isLoopback(String host) {
    return Stream.of("localhost", "127.0.0.1", "[::1]")
        .anyMatch(own -> host.equals(own) || host.startsWith(own + ":"));
  }

  /** The address in the form of the driver. */
  String url() {
    return "jdbc:postgresql://" + String.join(",", hosts) + "/" + encoded(database);
  }

  /** What the driver is told besides the password. */
  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", user == null ? System.getProperty("user.name", "") : user);
    properties.setProperty("currentSchema", schema());
    properties.setProperty("ApplicationName", "hevelius");
    properties.setProperty("sslmode", sslMode());
    String certificate = parameters.get("sslrootcert");
    if (certificate != null) {
      if (!Files.isReadable(Path.of(certificate))) {
        throw new HeveliusException(
            Category.NOT_FOUND,
            "the root certificate " + certificate + " can't be read",
            "nothing was changed; sslrootcert in the catalog's address names it");
      }
      properties.setProperty("sslrootcert", certificate);
    } else if (sslMode().startsWith("verify")) {
      properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    if (hosts.size() > 1) {
      properties.setProperty("targetServerType", "primary");
    }
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "15");
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("tcpKeepAlive", "true");
    // The detail of an error repeats stored values.
    properties.setProperty("logServerErrorDetail", "false");
    return properties;
  }

  /** Where it is, in short, for messages. */
  String where() {
    return String.join(",", hosts) + "/" + database;
  }

  @Override
  public String toString() {
    String query =
        parameters.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return SCHEME
        + (user == null ? "" : encoded(user) + "@")
        + String.join(",", hosts)
        + "/"
        + encoded(database)
        + (query.isEmpty() ? "" : "?" + query);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid("the address of the catalog has a '%' without two hex digits");
    }
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted(b & 0xff));
    }
    return encoded.toString();
  }

  private static HeveliusException withPassword() {
    return invalid(
        "the address of the catalog holds a password, which would stand in the list of processes"
            + " and in the configuration");
  }

  private static HeveliusException invalid(String message) {
    return new HeveliusException(
        Category.INVALID,
        message,
        "nothing was changed; write postgresql://user@host:5432/database?schema=hevelius",
        "the password comes from --catalog-password-file, --catalog-password-env or"
            + " --catalog-password-command");
  }
}
