package org.hevelius.providers.btrfs;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hevelius.core.provider.NativeStorage.ChangedPaths;
import org.jspecify.annotations.Nullable;

/** The paths that differ, collected while a stream is read. */
final class TouchedPaths implements ChangedPaths {
  private static final int MOST_PATHS = 1_000_000;
  private static final long MOST_CHARACTERS = 100L << 20;

  private final TreeSet<String> touched = new TreeSet<>();
  private final Set<String> whole = new HashSet<>();
  private long characters;

  /** That something at a path differs. */
  void touch(String path) {
    if (touched.add(path)) {
      characters += path.length();
    }
  }

  /** That all below a path may differ too: it came, went, or got another name. */
  void touchAll(String path) {
    touch(path);
    whole.add(path);
  }

  /** Whether these are more than are kept. */
  boolean isTooMany() {
    return touched.size() > MOST_PATHS || characters > MOST_CHARACTERS;
  }

  /** All of them, in the order of their characters. */
  Stream<String> paths() {
    return touched.stream();
  }

  int size() {
    return touched.size();
  }

  @Override
  public boolean touches(String path) {
    if (path.isEmpty()) {
      return !touched.isEmpty();
    }
    if (touched.contains(path) || isWithinWhole(path)) {
      return true;
    }
    String below = path + "/";
    @Nullable String next = touched.ceiling(below);
    return next != null && next.startsWith(below);
  }

  @Override
  public Optional<Set<String>> touchedIn(String directory) {
    if (isWithinWhole(directory)) {
      return Optional.empty();
    }
    String before = directory.isEmpty() ? "" : directory + "/";
    Set<String> names = new HashSet<>();
    @Nullable String next = touched.ceiling(before);
    while (next != null && next.startsWith(before)) {
      int slash = next.indexOf('/', before.length());
      if (slash < 0) {
        if (next.length() > before.length()) {
          names.add(next.substring(before.length()));
        }
        next = touched.higher(next);
      } else {
        names.add(next.substring(before.length(), slash));
        // The first that can't lie below it.
        next = touched.ceiling(next.substring(0, slash) + (char) ('/' + 1));
      }
    }
    return Optional.of(names);
  }

  private boolean isWithinWhole(String path) {
    if (whole.contains("")) {
      return true;
    }
    for (int slash = path.length(); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (whole.contains(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }
}
