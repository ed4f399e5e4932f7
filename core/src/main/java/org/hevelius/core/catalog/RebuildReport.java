package org.hevelius.core.catalog;

import java.util.List;
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
