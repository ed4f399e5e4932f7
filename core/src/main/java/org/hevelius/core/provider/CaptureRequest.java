package org.hevelius.core.provider;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.jspecify.annotations.Nullable;

/**
 * What to capture.
 *
 * @param label the name that the snapshot will have unless it is taken by then: for storage that
 *     names its captures
 * @param sources those of the dataset that this provider takes, in order
 * @param parents the captures of the version before, by source, to find what didn't change; may be
 *     empty
 * @param copy where the only source is read instead: a copy of it, of which nothing but the content
 *     stands in the capture; null to read the sources themselves
 */
public record CaptureRequest(
    Dataset dataset,
    String label,
    List<SourceSpec> sources,
    Map<SourceSpec, Capture> parents,
    @Nullable SourceSpec copy,
    Progress progress,
    BooleanSupplier canceled) {
  /** Copies the collections. */
  public CaptureRequest {
    sources = List.copyOf(sources);
    parents = Map.copyOf(parents);
    if (copy != null && (sources.size() != 1 || copy.kind() != sources.getFirst().kind())) {
      throw new HeveliusException(
          Category.INVALID, copy + " can't be read as a copy of " + sources);
    }
  }

  /** A request to read the sources themselves. */
  public CaptureRequest(
      Dataset dataset,
      String label,
      List<SourceSpec> sources,
      Map<SourceSpec, Capture> parents,
      Progress progress,
      BooleanSupplier canceled) {
    this(dataset, label, sources, parents, null, progress, canceled);
  }

  /** Where a source is read. */
  public SourceSpec readFrom(SourceSpec source) {
    return copy == null ? source : copy;
  }
}
