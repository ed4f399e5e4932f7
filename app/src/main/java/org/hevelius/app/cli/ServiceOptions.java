package org.hevelius.app.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which service is meant, if any, and who asks: the options, else the variables. A token
 * never stands in an argument, where every user of the machine could read it.
 */
record ServiceOptions(GlobalOptions options, Map<String, String> environment) {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /** The address as it was given; empty for the home of this machine. */
  Optional<String> given() {
    if (options.server != null) {
      return Optional.of(options.server);
    }
    // Who names a home means it, whatever the variable says.
    return options.home == null ? variable("HEVELIUS_SERVER") : Optional.empty();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  /** The service and who asks. */
  Remotes.Wish wish(String given) {
    if (options.server != null && options.home != null) {
      throw new HeveliusException(
          Category.INVALID,
          "--home and --server exclude each other",
          "--home is a directory of this machine; --server works on the home of a service");
    }
    return new Remotes.Wish(address(given), token(), authority());
  }

  private static URI address(String given) {
    URI uri;
    try {
      uri = new URI(given.strip().replaceFirst("/+$", ""));
    } catch (URISyntaxException e) {
      throw unusable(given, "it is no address");
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (uri.getUserInfo() != null) {
      throw unusable(uri.getScheme() + "://...", "a name or password doesn't belong in it");
    }
    if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw unusable(given, "it doesn't begin with https:// and a host");
    }
    if (uri.getQuery() != null || uri.getFragment() != null) {
      throw unusable(given, "something stands behind its path");
    }
    if (scheme.equals("http") && !isLoopback(uri.getHost())) {
      throw new HeveliusException(
          Category.REFUSED,
          "the service %s is not asked without TLS: everybody between could read the token"
              .formatted(given),
          "nothing was sent; use https://, or http:// through a tunnel to this machine:",
          "  ssh -L 7310:127.0.0.1:7310 HOST   and --server http://127.0.0.1:7310");
    }
    return uri;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }

  private static HeveliusException unusable(String given, String why) {
    return new HeveliusException(
        Category.INVALID,
        "the address of the service, %s, can't be used: %s".formatted(given, why),
        "write it as in --server https://data.example.org:7310");
  }

  private @Nullable Path authority() {
    return options.authority != null
        ? options.authority
        : variable("HEVELIUS_CA").map(Path::of).orElse(null);
  }

  private @Nullable String token() {
    Optional<Path> file =
        Optional.ofNullable(options.tokenFile)
            .or(
                () ->
                    variable("HEVELIUS_TOKEN").isPresent()
                        ? Optional.empty()
                        : variable("HEVELIUS_TOKEN_FILE").map(Path::of));
    return file.map(ServiceOptions::read)
        .or(() -> variable("HEVELIUS_TOKEN"))
        .map(ServiceOptions::checked)
        .orElse(null);
  }

  private static String read(Path file) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (mode.stream().anyMatch(OTHERS::contains)) {
        throw new HeveliusException(
            Category.DENIED,
            "others can read or write the file with the token, " + file,
            "nothing was sent; make it yours alone: chmod 600 " + file);
      }
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "the file with the token, %s, can't be read: %s".formatted(file, e.getMessage()),
          List.of("nothing was sent"),
          e);
    }
  }

  private static String checked(String text) {
    String token = text.strip();
    if (!token.matches("[!-~]{8,400}")) {
      throw new HeveliusException(
          Category.INVALID,
          "what is given as the token is none",
          "nothing was sent; it is one line that begins with hev_, as token create printed it");
    }
    return token;
  }
}
