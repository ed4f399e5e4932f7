package org.hevelius.server.api;

import java.time.Clock;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.NameIndexing;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/**
 * What the rooms of the interface share.
 *
 * @param ahead what keeps the index of file names up to date; null when each search does
 */
record Parts(
    Hevelius home,
    Clock clock,
    Runs runs,
    Idempotency idempotency,
    SideTargets targets,
    @Nullable NameIndexing ahead) {
  static final String API = "/api/v1";
  static final String DATASET = API + "/datasets/{dataset}";
  static final String SNAPSHOT = DATASET + "/snapshots/{snapshot}";

  /** The home, for somebody. */
  Hevelius as(Principal caller) {
    return home.as(caller.name());
  }

  /** The reference of the snapshot in the path. */
  String reference(Request request) {
    return reference(Query.dataset(request), request.parameter("snapshot"));
  }

  /** The reference of a snapshot of a dataset, which the caller may use. */
  String reference(DatasetName dataset, String named) {
    return home.snapshots().reference(dataset, named);
  }

  /** A route on the dataset in its path. */
  static Route onDataset(String method, String path, Action action, Route.Handler handler) {
    return new Route(method, path, action, new Route.OfDataset(Query::dataset), handler);
  }

  /** A route on everything. */
  static Route everywhere(String method, String path, Action action, Route.Handler handler) {
    return new Route(method, path, action, new Route.Everywhere(), handler);
  }

  /** A route whose handler leaves out what the caller may not see. */
  static Route recognized(String method, String path, Route.Handler handler) {
    return new Route(method, path, Action.READ, new Route.Recognized(), handler);
  }

  /** Starts work, once for each idempotency key. */
  Response started(Request request, Principal caller, Run.Subject subject, Run.Work work) {
    return idempotency.once(request, caller, () -> accepted(caller, subject, work));
  }

  /** What is done while a caller waits isn't canceled. */
  static boolean never() {
    return false;
  }

  /** Starts work. */
  Response accepted(Principal caller, Run.Subject subject, Run.Work work) {
    Run run = runs.start(subject, caller, work);
    return Response.of(202, run.view()).with("Location", API + "/runs/" + run.id());
  }
}
