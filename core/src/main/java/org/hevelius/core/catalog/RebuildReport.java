package org.hevelius.core.catalog;

import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.dataset.DatasetName;

/**
 * What a rebuild did.
 *
 * @param datasets how many datasets there are now
 * @param snapshots how many snapshots there are now
 * @param findings what couldn't be taken over as it was
 */
public record RebuildReport(long datasets, long snapshots, List<Finding> findings) {

  /** Copies the findings. */
  public RebuildReport {
    findings = List.copyOf(findings);
  }

  /** Something that couldn't be taken over as it was. */
  public sealed interface Finding {
    /** The finding in a sentence. */
    String text();
  }

  /** This report with what else was found. */
  public RebuildReport with(List<Finding> more) {
    return new RebuildReport(
        datasets, snapshots, Stream.concat(findings.stream(), more.stream()).toList());
  }

  /**
   * Snapshots in storage that another home uses too were left to it.
   *
   * @param home its id; empty when they name none
   * @param sources of which they are
   */
  public record OfAnotherHome(String home, long snapshots, List<String> sources)
      implements Finding {
    /** Copies the list. */
    public OfAnotherHome {
      sources = List.copyOf(sources);
    }

    /** Together with others of the same home. */
    public OfAnotherHome and(OfAnotherHome other) {
      return new OfAnotherHome(
          home,
          snapshots + other.snapshots,
          Stream.concat(sources.stream(), other.sources.stream()).distinct().sorted().toList());
    }

    @Override
    public String text() {
      return "%d %s of %s %s and %s left as %s: hevelius adopt SOURCE lists them, read-only"
          .formatted(
              snapshots,
              snapshots == 1 ? "version" : "versions",
              String.join(", ", sources),
              home.isEmpty() ? "name no home" : "belong to the home " + home,
              snapshots == 1 ? "was" : "were",
              snapshots == 1 ? "it is" : "they are");
    }
  }

  /** Two snapshots claimed one version; this one got a new number. */
  public record Renumbered(DatasetName dataset, String name, long was, long now)
      implements Finding {
    @Override
    public String text() {
      return "%s was %s@%d, which another snapshot is too; it is %s@%d now"
          .formatted(name, dataset, was, dataset, now);
    }
  }

  /** Two snapshots claimed one generated name; this one got a number at its end. */
  public record Renamed(DatasetName dataset, long version, String was, String now)
      implements Finding {
    @Override
    public String text() {
      return "%s@%d was called %s, as another snapshot is; its name is %s now"
          .formatted(dataset, version, was, now);
    }
  }

  /** Two snapshots claimed one short name; this one has none now. */
  public record ShortNameDropped(DatasetName dataset, long version, String shortName)
      implements Finding {
    @Override
    public String text() {
      return "%s@%d was called \"%s\", as another snapshot is; it has no short name now"
          .formatted(dataset, version, shortName);
    }
  }
}
