package org.hevelius.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.usecase.Homes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server keeps the catalog, and where its password comes from. */
final class CatalogOptions {
  @Option(
      names = "--catalog",
      paramLabel = "URL",
      description =
          "keep the catalog in PostgreSQL, which several homes can share:"
              + " postgresql://USER@HOST:PORT/DATABASE, with ?schema=, sslmode=, sslrootcert=")
  @Nullable String address;

  @Option(
      names = "--catalog-password-file",
      paramLabel = "FILE",
      description = "take the catalog's password from this file (first line)")
  @Nullable Path file;

  @Option(
      names = "--catalog-password-env",
      paramLabel = "VAR",
      description = "take the catalog's password from this environment variable")
  @Nullable String variable;

  @Option(
      names = "--catalog-password-command",
      paramLabel = "ARG",
      arity = "1..*",
      description = "take the catalog's password from what this program prints")
  List<String> command = List.of();

  /** The server, if one was named. */
  Homes.@Nullable CatalogPlace place(Session session) {
    Path given = file;
    long ways =
        Stream.of(given, variable, command.isEmpty() ? null : "command")
            .filter(Objects::nonNull)
            .count();
    if (ways > 1 || (ways > 0 && address == null)) {
      throw new HeveliusException(
          Category.INVALID,
          ways > 1
              ? "the catalog's password is to come from " + ways + " places"
              : "there is a password for a catalog, but no address of it",
          "give --catalog URL and at most one of --catalog-password-file, --catalog-password-env"
              + " and --catalog-password-command");
    }
    return address == null
        ? null
        : new Homes.CatalogPlace(
            address,
            given == null ? null : session.workingDirectory().resolve(given).normalize(),
            variable,
            command);
  }

  /** The server, which has to be named. */
  Homes.CatalogPlace needed(Session session) {
    Homes.CatalogPlace place = place(session);
    if (place == null) {
      throw new HeveliusException(
          Category.INVALID, "there is no address of a catalog", "give --catalog URL");
    }
    return place;
  }
}
