package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.DATASET;
import static org.hevelius.server.api.Parts.SNAPSHOT;
import static org.hevelius.server.api.Parts.everywhere;
import static org.hevelius.server.api.Parts.onDataset;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.RecoveryMode;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.Recoveries;
import org.hevelius.core.usecase.RecoveryPlanView;
import org.hevelius.core.usecase.Runbooks;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** What storage has that snapshots by itself, what is made of it, and how it is recovered. */
final class NativeRoutes {
  private static final String CLONES = SNAPSHOT + "/clones";
  private static final String RUNBOOK = DATASET + "/runbook";

  private record Foreign(@Nullable String source) {}

  private record Named(@Nullable String name) {}

  private record Recovery(@Nullable String at, @Nullable String mode) {}

  private record Wrote(@Nullable String configuration) {}

  private final Parts parts;

  NativeRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        everywhere("GET", API + "/storage/sources", Action.MAINTAIN, this::discover),
        everywhere("POST", API + "/adoptions", Action.CONFIGURE, this::adopt),
        new Route(
            "POST",
            CLONES,
            Action.RESTORE_ASIDE,
            new Route.ByRequest(this::needToClone),
            this::clone),
        onDataset("POST", DATASET + "/recoveries/plans", Action.RESTORE_IN_PLACE, this::recovery),
        onDataset("GET", RUNBOOK, Action.MAINTAIN, this::runbook),
        onDataset("POST", RUNBOOK, Action.MAINTAIN, this::wrote));
  }

  private Response discover(Request request, Principal caller) {
    String what = Query.of(request, "what").text("what").orElse(null);
    return Response.ok(parts.as(caller).stores().discover(what));
  }

  private Response adopt(Request request, Principal caller) {
    Query _ = Query.of(request);
    SourceSpec source =
        SourceSpec.parse(Bodies.required(Bodies.read(request, Foreign.class).source(), "source"));
    return parts.started(
        request,
        caller,
        Run.Subject.of("adopt", null, Action.CONFIGURE),
        (_, _) -> parts.as(caller).stores().adopt(source));
  }

  private static String name(Request request) {
    return Bodies.required(Bodies.read(request, Named.class).name(), "name");
  }

  /** A name of the storage may lie anywhere in it, also below data of others. */
  private Route.Need needToClone(Request request, Principal caller) {
    DatasetName dataset = Query.dataset(request);
    caller.require(Action.RESTORE_ASIDE, dataset);
    return parts.home().stores().liesHere(parts.reference(request), name(request))
        ? new Route.Need(Action.RESTORE_ASIDE, dataset)
        : new Route.Need(Action.MAINTAIN, null);
  }

  private Response clone(Request request, Principal caller) {
    Query _ = Query.of(request);
    String name = name(request);
    String reference = parts.reference(request);
    requirePlace(reference, name, caller);
    return parts.started(
        request,
        caller,
        Run.Subject.of("clone", Query.dataset(request), Action.RESTORE_ASIDE),
        (progress, canceled) -> {
          requirePlace(reference, name, caller);
          return parts.as(caller).stores().clone(reference, name, progress, canceled);
        });
  }

  /** What the storage can may be another thing by the time that the run begins. */
  private void requirePlace(String reference, String name, Principal caller) {
    if (parts.as(caller).stores().liesHere(reference, name)) {
      parts.targets().check(name);
    }
  }

  /** What a recovery would do; nothing is kept of it, since none is carried out over HTTP. */
  private Response recovery(Request request, Principal caller) {
    Query _ = Query.of(request);
    Recovery wish = Bodies.read(request, Recovery.class);
    String mode = wish.mode();
    String at = wish.at();
    if (at != null && at.contains("@")) {
      caller.require(Action.READ, DatasetName.of(at.substring(0, at.indexOf('@'))));
    }
    RecoveryPlanView plan =
        parts
            .as(caller)
            .recoveries()
            .look(
                new Recoveries.Request(
                    Query.dataset(request).text(),
                    at,
                    mode == null ? null : RecoveryMode.parse(mode)),
                Progress.NONE,
                Parts::never);
    return Response.ok(
        plan.naming(
            plan.alsoThere().stream()
                .map(
                    other ->
                        caller.may(Action.READ, DatasetName.of(other.replaceFirst(" .*", "")))
                            ? other
                            : "one that you may not read")
                .toList()));
  }

  private Response runbook(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(parts.as(caller).runbooks().look(Query.dataset(request).text()));
  }

  /** Notes that somebody keeps one, if it is still the one that they have. */
  private Response wrote(Request request, Principal caller) {
    Query _ = Query.of(request);
    String seen =
        Bodies.required(Bodies.read(request, Wrote.class).configuration(), "configuration");
    Runbooks runbooks = parts.as(caller).runbooks();
    return parts
        .idempotency()
        .once(
            request,
            caller,
            () -> {
              Runbooks.Written now = runbooks.look(Query.dataset(request).text());
              if (!now.configuration().equals(seen)) {
                throw new HeveliusException(
                    Category.CONFLICT,
                    "the configuration of %s has changed since the runbook was made"
                        .formatted(now.dataset()),
                    "nothing was noted; make it again");
              }
              runbooks.wrote(now);
              return Response.ok(now);
            });
  }
}
