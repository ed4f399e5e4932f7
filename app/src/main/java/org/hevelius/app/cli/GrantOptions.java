package org.hevelius.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Roles on datasets, as they are given on the command line. */
final class GrantOptions {
  /** A role with the datasets on which it is granted. */
  static final class OneRole {
    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "viewer, researcher, operator or admin; may be given again")
    String role = "";

    @Option(
        names = "--on",
        paramLabel = "SCOPE",
        description =
            "the datasets of the role: one, a part such as 'cosmos7/**', or '**' for all (the"
                + " default); may be given again")
    List<String> scopes = List.of();
  }

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  @Nullable List<OneRole> roles;

  /** The grants in the order given; empty when there are none. */
  List<Grant> grants() {
    return roles == null
        ? List.of()
        : roles.stream()
            .flatMap(
                one ->
                    (one.scopes.isEmpty() ? List.of(Grant.ALL) : one.scopes)
                        .stream().map(scope -> new Grant(role(one.role), scope)))
            .toList();
  }

  /** Grants in words, such as {@code researcher on cosmos7/**, viewer on **}. */
  static String text(List<Grant> grants) {
    return grants.stream().map(Grant::toString).collect(Collectors.joining(", "));
  }

  private static Role role(String text) {
    if (text.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "--on says where, but no --role says what",
          "write both: --role researcher --on 'cosmos7/**'");
    }
    return Arrays.stream(Role.values())
        .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.INVALID,
                    "\"" + text + "\" is no role",
                    "roles, each with all that the one before may: viewer, researcher, operator,"
                        + " admin"));
  }
}
