package org.hevelius.server.http;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells those who write the slashes of a dataset's name into a path how they are written. */
final class DatasetPaths {
  private static final String DATASETS = "/api/v1/datasets/";
  private static final Pattern SLASH = Pattern.compile("(?i)/|%2f");

  /** What may stand behind a dataset's name. */
  private final Set<String> parts;

  DatasetPaths(List<Route> routes) {
    this.parts =
        routes.stream()
            .map(Route::path)
            .filter(path -> path.startsWith(DATASETS))
            .map(path -> path.substring(DATASETS.length()).split("/", -1))
            .filter(segments -> segments.length > 1 && !segments[1].startsWith("{"))
            .map(segments -> segments[1])
            .collect(Collectors.toUnmodifiableSet());
  }

  /** How the path of a dataset is written; empty where it is none, or has no slash too many. */
  List<String> advice(String path) {
    if (!path.startsWith(DATASETS)) {
      return List.of();
    }
    List<String> name =
        SLASH
            .splitAsStream(path.substring(DATASETS.length()))
            .takeWhile(segment -> !parts.contains(segment))
            .filter(segment -> !segment.isEmpty())
            .toList();
    return name.size() < 2
        ? List.of()
        : List.of(
            "the slashes of a dataset's name are written ~ in a path: write %s"
                .formatted(String.join("~", name)));
  }
}
