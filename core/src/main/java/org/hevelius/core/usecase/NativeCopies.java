package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeSchedules;
import org.hevelius.core.provider.NativeSchedules.Replica;

/** How storage copies the sources of datasets to other systems by itself. */
final class NativeCopies {
  private final NativeShare share;

  NativeCopies(Context context) {
    this.share = new NativeShare(context);
  }

  /**
   * What copies the sources of a dataset.
   *
   * @param problems what couldn't be asked is added here, a sentence each
   */
  List<Replica> of(Dataset dataset, List<String> problems) {
    List<Replica> all = new ArrayList<>();
    for (SourceSpec source : dataset.sources()) {
      Optional<NativeSchedules> port = share.port(source);
      try {
        port.ifPresent(found -> all.addAll(found.replicas(source)));
      } catch (HeveliusException e) {
        problems.add("%s: %s".formatted(source, e.getMessage()));
      }
    }
    return all;
  }

  /** Whether all sources of a dataset are copied to another system, and all goes well there. */
  boolean isSafe(Dataset dataset) {
    List<Replica> all = of(dataset, new ArrayList<>());
    return !dataset.sources().isEmpty()
        && dataset.sources().stream()
            .allMatch(
                source ->
                    all.stream().anyMatch(one -> one.source().equals(source) && one.healthy()));
  }
}
