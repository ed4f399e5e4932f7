package org.hevelius.core.usecase;

import java.util.List;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;

/** Which other datasets have data in the places of one: they change when it is put back. */
final class Neighbors {
  private final Context context;

  Neighbors(Context context) {
    this.context = context;
  }

  /** Their names with the sources that lie there. */
  List<String> of(Dataset dataset, List<SourceSpec> sources) {
    return context.catalog().datasets().stream()
        .filter(other -> !other.name().equals(dataset.name()))
        .flatMap(
            other ->
                other.sources().stream()
                    .filter(theirs -> sources.stream().anyMatch(ours -> overlap(ours, theirs)))
                    .map(theirs -> other.name() + " (" + theirs + ")"))
        .sorted()
        .toList();
  }

  private static boolean overlap(SourceSpec one, SourceSpec other) {
    return one.kind() == other.kind()
        && (isIn(one.location(), other.location()) || isIn(other.location(), one.location()));
  }

  private static boolean isIn(String inner, String outer) {
    String directory = outer.endsWith("/") ? outer : outer + "/";
    return inner.equals(outer) || inner.startsWith(directory);
  }
}
