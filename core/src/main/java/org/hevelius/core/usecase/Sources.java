package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;

/**
 * Places in a dataset. With one source, paths start at its root. With several, the first name of a
 * path says which source: the last name of its location, with a number behind it where two are
 * alike.
 */
final class Sources {
  private final Map<String, SourceSpec> names = new LinkedHashMap<>();
  private final boolean single;

  Sources(List<SourceSpec> sources) {
    single = sources.size() == 1;
    Set<String> taken = new HashSet<>();
    for (SourceSpec source : sources) {
      String location = source.location();
      String base = location.substring(location.lastIndexOf('/') + 1);
      String name = base.isEmpty() ? source.kind().text() : base;
      for (int n = 2; !taken.add(name); n++) {
        name = base + "-" + n;
      }
      names.put(name, source);
    }
  }

  boolean isSingle() {
    return single;
  }

  /** The sources by the names that paths use. */
  Map<String, SourceSpec> byName() {
    return names;
  }

  /** The prefix of a source in paths of the dataset: empty for a single one. */
  String prefix(SourceSpec source) {
    if (single) {
      return "";
    }
    return names.entrySet().stream()
            .filter(e -> e.getValue().equals(source))
            .findFirst()
            .orElseThrow()
            .getKey()
        + "/";
  }

  /**
   * Splits paths of the dataset by source; a source that no path names isn't in the result, and
   * without any path all sources are, each with no path, which means everything.
   */
  Map<SourceSpec, List<String>> select(List<String> paths) {
    Map<SourceSpec, List<String>> selected = new LinkedHashMap<>();
    if (paths.isEmpty()) {
      names.values().forEach(source -> selected.put(source, List.of()));
      return selected;
    }
    for (String path : paths) {
      String clean =
          path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
      if (single) {
        selected
            .computeIfAbsent(names.values().iterator().next(), s -> new ArrayList<>())
            .add(clean);
        continue;
      }
      int slash = clean.indexOf('/');
      String name = slash < 0 ? clean : clean.substring(0, slash);
      SourceSpec source = names.get(name);
      if (source == null) {
        throw new HeveliusException(
            Category.NOT_FOUND,
            "the path \"" + path + "\" starts with no source of the dataset",
            "with several sources the first name says which: " + String.join(", ", names.keySet()));
      }
      List<String> below = selected.computeIfAbsent(source, s -> new ArrayList<>());
      if (slash < 0) {
        below.clear();
        below.add("");
      } else if (!below.contains("")) {
        below.add(clean.substring(slash + 1));
      }
    }
    selected.replaceAll((source, list) -> list.contains("") ? List.of() : list);
    return selected;
  }
}
