package org.hevelius.core.provider;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;

/**
 * What to capture.
 *
 * @param sources those of the dataset that this provider takes, in order
 * @param parents the captures of the version before, by source, to find what didn't change; may be
 *     empty
 */
public record CaptureRequest(
    Dataset dataset,
    List<SourceSpec> sources,
    Map<SourceSpec, Capture> parents,
    Progress progress,
    BooleanSupplier canceled) {
  /** Copies the collections. */
  public CaptureRequest {
    sources = List.copyOf(sources);
    parents = Map.copyOf(parents);
  }
}
