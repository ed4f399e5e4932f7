package org.hevelius.core.metrics;

import java.util.List;

/** Something that knows numbers. Safe for several threads; asked every few seconds at most. */
@FunctionalInterface
public interface MetricSource {
  /** The numbers of this moment. */
  List<Metric> metrics();
}
