package org.hevelius.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every verb understands, before or after its name. */
final class GlobalOptions {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "where catalog and repository live (else $HEVELIUS_HOME, else ~/.hevelius)")
  @Nullable Path home;

  @Option(
      names = "--server",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description =
          "work on the home of a service, such as https://data.example.org:7310 (else"
              + " $HEVELIUS_SERVER); the token stands in $HEVELIUS_TOKEN or a file")
  @Nullable String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "with --server: the file with the token (else $HEVELIUS_TOKEN_FILE)")
  @Nullable Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "with --server: certificates of a private authority, PEM (else $HEVELIUS_CA)")
  @Nullable Path authority;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "print one JSON document instead of text")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "no progress and no hints")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "more detail; the causes of errors")
  boolean verbose;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "no colors (also $NO_COLOR)")
  boolean noColor;

  @Option(
      names = "--plain",
      scope = ScopeType.INHERIT,
      description = "ASCII only: no colors, marks or progress bar")
  boolean plain;

  @Option(names = "--utc", scope = ScopeType.INHERIT, description = "show times in UTC")
  boolean utc;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "explain the verb")
  boolean help;
}
