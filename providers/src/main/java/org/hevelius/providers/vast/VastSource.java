package org.hevelius.providers.vast;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;

/**
 * The place that {@code vast:CLUSTER/PATH} names.
 *
 * @param cluster what the settings call it
 */
record VastSource(String cluster, VastPath path) {
  /**
   * The place of a source.
   *
   * @throws HeveliusException INVALID when it is no such source
   */
  static VastSource of(SourceSpec source) {
    int slash = source.location().indexOf('/');
    if (source.kind() != SourceSpec.Kind.VAST || slash <= 0) {
      throw new HeveliusException(
          Category.INVALID,
          source + " is no source on a VAST cluster",
          "they are written vast:CLUSTER/path, such as vast:lab/prod/obs");
    }
    VastSource named =
        new VastSource(
            source.location().substring(0, slash),
            new VastPath(source.location().substring(slash)));
    if (named.path().isRoot()) {
      throw new HeveliusException(
          Category.INVALID,
          source + " is all that the tenant has",
          "name the path of a view, such as vast:%s/prod/obs".formatted(named.cluster()));
    }
    return named;
  }

  /** The source that a path is. */
  static SourceSpec spec(String cluster, VastPath path) {
    return new SourceSpec(SourceSpec.Kind.VAST, cluster + path.text());
  }
}
