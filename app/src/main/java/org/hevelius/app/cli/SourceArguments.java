package org.hevelius.app.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Sources as people type them: a path alone is the directory there. */
final class SourceArguments {
  private static final Pattern KIND = Pattern.compile("[a-z0-9]+:.*", Pattern.DOTALL);

  private SourceArguments() {}

  /** The sources written in full: {@code data} becomes {@code dir:/home/maya/data}. */
  static List<String> full(List<String> typed, Session session) {
    return typed.stream().map(source -> full(source, session)).toList();
  }

  private static String full(String typed, Session session) {
    if (KIND.matcher(typed).matches() && !typed.startsWith("dir:")) {
      return typed;
    }
    String path = typed.startsWith("dir:") ? typed.substring(4) : typed;
    if (path.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "the source \"" + typed + "\" names no directory",
          "write --source /path/to/the/data");
    }
    if (session.service().isPresent() && !path.startsWith("/")) {
      throw elsewhere("the source " + typed);
    }
    return "dir:" + absolute(path, session.workingDirectory());
  }

  /** A service knows nothing of where its user stands. */
  static HeveliusException elsewhere(String what) {
    return new HeveliusException(
        Category.INVALID,
        what + " is a place of the service's machine and needs its whole path",
        "nothing was done; write it from the root on, such as /data/raw");
  }

  /** The absolute path for what somebody typed. */
  static String absolute(String typed, Path workingDirectory) {
    try {
      return workingDirectory.resolve(typed).normalize().toString();
    } catch (InvalidPathException e) {
      throw new HeveliusException(
          Category.INVALID,
          "\"%s\" is no path: %s at position %d"
              .formatted(typed, e.getReason(), Math.max(0, e.getIndex()) + 1));
    }
  }
}
