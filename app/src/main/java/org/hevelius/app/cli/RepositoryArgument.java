package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.usecase.Hevelius;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The repository that a verb looks after, as one argument. */
final class RepositoryArgument {
  @Parameters(paramLabel = "REPOSITORY", arity = "0..1", description = "else the default one")
  @Nullable String name;

  /**
   * The repository of this home that is meant.
   *
   * @throws HeveliusException NOT_FOUND with those that there are
   */
  String of(Hevelius hevelius) {
    return named(hevelius, name);
  }

  /** As {@link #of}, for a name that was given elsewhere; null for the default one. */
  static String named(Hevelius hevelius, @Nullable String name) {
    List<String> names = hevelius.care().repositories().names();
    if (name == null && !names.isEmpty()) {
      return names.getFirst();
    }
    if (name == null || !names.contains(name)) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          name == null
              ? "this home has no repository"
              : "there is no repository called \"" + name + "\"",
          names.isEmpty()
              ? "add one: hevelius repository add NAME LOCATION --password-file FILE"
              : "there are: " + String.join(", ", names));
    }
    return name;
  }
}
