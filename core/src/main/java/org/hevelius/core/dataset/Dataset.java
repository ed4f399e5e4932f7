package org.hevelius.core.dataset;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * The definition of a dataset: a named body of research data that is protected and versioned as
 * one.
 *
 * @param description one or more lines for people; may be empty
 * @param sources where the data lives, in the order in which it is captured; at least one
 * @param excludes patterns of what is left out, as the provider of the source reads them
 * @param created when it was added
 * @param repository the name of the repository that captures of sources without snapshots of their
 *     own go to
 * @param tags by which datasets are found, each {@code key=value} or {@code key}; sorted
 */
public record Dataset(
    DatasetName name,
    String description,
    List<SourceSpec> sources,
    List<String> excludes,
    Instant created,
    String repository,
    List<String> tags) {
  /** The name of the repository that a home has from the start. */
  public static final String DEFAULT_REPOSITORY = "default";

  /** A dataset without tags. */
  public Dataset(
      DatasetName name,
      String description,
      List<SourceSpec> sources,
      List<String> excludes,
      Instant created,
      String repository) {
    this(name, description, sources, excludes, created, repository, List.of());
  }

  /** Checks the definition. */
  public Dataset {
    description = Texts.text("description of the dataset", description);
    sources = List.copyOf(sources);
    excludes = List.copyOf(excludes);
    repository = Texts.line("name of the repository", repository);
    tags = tags.stream().map(tag -> Texts.line("tag", tag)).sorted().distinct().toList();
    if (sources.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "dataset " + name + " has no source",
          "give at least one, such as dir:/data/raw");
    }
    if (new HashSet<>(sources).size() < sources.size()) {
      throw new HeveliusException(
          Category.INVALID, "dataset " + name + " names the same source twice: " + sources);
    }
    for (String exclude : excludes) {
      if (!exclude.equals(Texts.line("exclude pattern", exclude))) {
        throw new HeveliusException(
            Category.INVALID,
            "the exclude pattern \"" + exclude + "\" begins or ends with white space");
      }
    }
  }

  /**
   * Whether it has all of these tags.
   *
   * @param wanted each {@code key=value}, or {@code key} for any value
   */
  public boolean isTagged(List<String> wanted) {
    return wanted.stream()
        .allMatch(
            tag ->
                tags.contains(tag)
                    || (tag.indexOf('=') < 0
                        && tags.stream().anyMatch(own -> own.startsWith(tag + "="))));
  }
}
