package org.hevelius.providers.files;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.repository.backup.Excludes;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.fs.RawPath;

/**
 * Keeps Hevelius' own files out of captures and restores: a repository that captured itself would
 * never end to grow, and one that was restored over would be lost.
 */
public final class OwnPlaces {
  private final Supplier<List<Path>> places;

  /**
   * Keeps these places out.
   *
   * @param places homes and repositories, asked each time
   */
  public OwnPlaces(Supplier<List<Path>> places) {
    this.places = places;
  }

  /** The names from the root of a place, as it is written and as it really is. */
  private static Set<List<FileName>> forms(byte[] path) {
    Set<List<FileName>> forms = new LinkedHashSet<>();
    forms.add(RawPath.parts(path));
    try {
      forms.add(RawPath.parts(RawPath.of(RawPath.toPath(path).toRealPath())));
    } catch (IOException | InvalidPathException e) {
      // It isn't there, or can't be looked at: then only what is written counts.
      return forms;
    }
    return forms;
  }

  private static boolean startsWith(List<FileName> path, List<FileName> beginning) {
    return path.size() >= beginning.size() && path.subList(0, beginning.size()).equals(beginning);
  }

  /** The one of Hevelius' own places that a directory lies in, or is. */
  public Optional<Path> around(String directory) {
    Set<List<FileName>> paths = forms(RawPath.ofText(directory));
    return places.get().stream()
        .filter(
            place ->
                forms(RawPath.of(place)).stream()
                    .anyMatch(form -> paths.stream().anyMatch(path -> startsWith(path, form))))
        .findFirst();
  }

  /** Patterns for Hevelius' own places inside a directory, relative to it. */
  public List<String> inside(String directory) {
    Set<List<FileName>> paths = forms(RawPath.ofText(directory));
    Set<String> patterns = new LinkedHashSet<>();
    for (Path place : places.get()) {
      for (List<FileName> form : forms(RawPath.of(place))) {
        for (List<FileName> path : paths) {
          if (startsWith(form, path) && form.size() > path.size()) {
            patterns.add(pattern(form.subList(path.size(), form.size())));
          }
        }
      }
    }
    return List.copyOf(patterns);
  }

  /**
   * What is left out of a source.
   *
   * @throws HeveliusException INVALID naming the pattern that can't be understood
   */
  public Excludes excludes(Dataset dataset, SourceSpec source) {
    List<String> patterns = new ArrayList<>(dataset.excludes());
    patterns.addAll(inside(source.location()));
    return excludes(patterns);
  }

  /**
   * Patterns as the engine takes them.
   *
   * @throws HeveliusException INVALID naming the one that can't be understood
   */
  public static Excludes excludes(List<String> patterns) {
    try {
      return Excludes.of(patterns);
    } catch (IllegalArgumentException e) {
      throw new HeveliusException(Category.INVALID, String.valueOf(e.getMessage()), List.of(), e);
    }
  }

  private static String pattern(List<FileName> names) {
    String path = String.join("/", names.stream().map(FileName::toString).toList());
    return "/" + path.replaceAll("[*?\\[]", "[$0]");
  }
}
