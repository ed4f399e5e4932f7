package org.hevelius.server.api;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Choice;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** The fields by which a body says which snapshots are meant: by reference, or by conditions. */
interface Chosen {
  /** References, also such as {@code cosmos7/**@latest}. */
  @Nullable List<String> snapshots();

  /** Where the conditions look: names and hierarchies; everywhere when none is given. */
  @Nullable List<String> datasets();

  /** Tags that the datasets must have. */
  @Nullable List<String> where();

  /** Tags that the snapshots must have. */
  @Nullable List<String> tagged();

  /** The earliest time. */
  @Nullable Instant since();

  /** The time before which they were taken. */
  @Nullable Instant until();

  /** What is meant. */
  default Choice choice() {
    List<String> references = Bodies.list(snapshots());
    List<String> names = Bodies.list(datasets());
    if (!references.isEmpty() && !names.isEmpty()) {
      throw new HeveliusException(
          Category.INVALID,
          "both \"snapshots\" and \"datasets\" are given",
          "nothing was done; \"datasets\" belongs to the conditions tagged, since and until");
    }
    return new Choice(
        references.isEmpty() ? names : references,
        Bodies.list(where()),
        Bodies.list(tagged()),
        since(),
        until());
  }

  /** The datasets of snapshots, each once. */
  static List<DatasetName> datasets(List<Snapshot> snapshots) {
    return snapshots.stream().map(Snapshot::dataset).distinct().toList();
  }

  /** The right on all of them, of which the last look is the gate's. */
  static Route.Need need(List<DatasetName> datasets, Action action, Principal caller) {
    datasets.forEach(dataset -> caller.require(action, dataset));
    return new Route.Need(action, datasets.getFirst());
  }

  /** A route whose right depends on what the request means. */
  static Route route(
      String method, String path, Action least, Route.Judge judge, Route.Handler handler) {
    return new Route(method, path, least, new Route.ByRequest(judge), handler);
  }
}
