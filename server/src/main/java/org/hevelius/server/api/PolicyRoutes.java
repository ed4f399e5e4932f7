package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.DATASET;
import static org.hevelius.server.api.Parts.everywhere;
import static org.hevelius.server.api.Parts.onDataset;
import static org.hevelius.server.api.Parts.recognized;

import java.util.List;
import java.util.Objects;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.Field;
import org.hevelius.core.policy.Key;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.policy.Setting;
import org.hevelius.core.usecase.ManagedPolicies;
import org.hevelius.core.usecase.PolicyView;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Policies: shown, explained and played; planned, and applied by the plan's id. */
final class PolicyRoutes {
  private static final int DAYS = 400;
  private static final int RUNS = 10;

  /**
   * Policies to apply, or one to remove.
   *
   * @param text the policies; null to remove one
   * @param file what to call the text in messages
   * @param dataset for policies that name no scope; null when each does
   * @param remove the policy to remove; null to apply some
   */
  private record Wish(
      @Nullable String text,
      @Nullable String file,
      @Nullable String dataset,
      @Nullable String remove) {}

  private record Order(@Nullable String plan) {}

  private record Shown(ManagedPolicies.Plan plan, Wish wish) {
    String tag() {
      return "\"" + plan.id() + "\"";
    }
  }

  private final Parts parts;
  private final Plans<Shown> plans;

  PolicyRoutes(Parts parts) {
    this.parts = parts;
    this.plans = new Plans<>(parts.clock());
  }

  List<Route> routes() {
    return List.of(
        recognized("GET", API + "/policies", this::list),
        everywhere("POST", API + "/policies", Action.CONFIGURE, this::execute),
        everywhere("POST", API + "/policies/plans", Action.CONFIGURE, this::plan),
        everywhere("GET", API + "/policies/plans/{plan}", Action.CONFIGURE, this::showPlan),
        new Route(
            "GET",
            API + "/policies/{policy}",
            Action.READ,
            new Route.ByRequest(this::needToShow),
            this::show),
        everywhere("DELETE", API + "/policies/{policy}", Action.CONFIGURE, this::remove),
        onDataset("GET", DATASET + "/policy", Action.READ, this::explain),
        onDataset("GET", DATASET + "/policy/next", Action.READ, this::next),
        onDataset("GET", DATASET + "/policy/simulation", Action.READ, this::simulate));
  }

  private Response list(Request request, Principal caller) {
    Query query = Query.of(request, "limit", "cursor");
    int limit = query.limit();
    List<String> place = query.cursor(1);
    List<PolicyView> found =
        parts.home().policies().list().stream()
            .filter(p -> place.isEmpty() || p.name().compareTo(place.getFirst()) > 0)
            .map(policy -> seen(policy, caller))
            .filter(p -> caller.mayEverywhere(Action.READ) || !p.datasets().isEmpty())
            .limit(limit + 1L)
            .toList();
    return Response.ok(
        found.size() <= limit
            ? new Page<>(found, null)
            : new Page<>(found.subList(0, limit), Query.next(found.get(limit - 1).name())));
  }

  /** The whole file may speak of what the caller may not see. */
  private static PolicyView seen(PolicyView policy, Principal caller) {
    return caller.mayEverywhere(Action.READ)
        ? policy
        : policy.seenBy(name -> caller.may(Action.READ, name));
  }

  /** A policy is for those who may read one of its datasets. */
  private Route.Need needToShow(Request request, Principal caller) {
    if (caller.mayEverywhere(Action.READ)) {
      return new Route.Need(Action.READ, null);
    }
    String name = request.parameter("policy");
    DatasetName dataset =
        parts.home().policies().list().stream()
            .filter(policy -> policy.name().equals(name))
            .flatMap(policy -> policy.datasets().stream())
            .map(DatasetName::of)
            .filter(d -> caller.may(Action.READ, d))
            .findFirst()
            .orElseThrow(
                () -> new HeveliusException(Category.NOT_FOUND, "there is no policy " + name));
    return new Route.Need(Action.READ, dataset);
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Etags.tagged(
        request, seen(parts.home().policies().show(request.parameter("policy")), caller));
  }

  private Response plan(Request request, Principal caller) {
    Query _ = Query.of(request);
    Wish wish = Bodies.read(request, Wish.class);
    ManagedPolicies.Plan plan = planned(wish, caller);
    plan.changes().forEach(change -> requireKnownHooks(change.before(), change.after()));
    Shown shown = new Shown(plan, wish);
    plans.keep(plan.id(), shown);
    return Response.of(201, PolicyView.Planned.of(plan, false))
        .with("ETag", shown.tag())
        .with("Location", API + "/policies/plans/" + plan.id());
  }

  private ManagedPolicies.Plan planned(Wish wish, Principal caller) {
    String file = wish.file();
    String remove = wish.remove();
    ManagedPolicies policies = parts.as(caller).policies();
    if (remove != null) {
      if (wish.text() != null || file != null || wish.dataset() != null) {
        throw new HeveliusException(
            Category.INVALID,
            "a plan either applies a text or removes a policy",
            "nothing was planned; \"remove\" stands alone");
      }
      return policies.planRemove(remove);
    }
    return policies.planApply(
        file == null ? "policies.yaml" : file,
        Bodies.required(wish.text(), "text"),
        wish.dataset());
  }

  /** Programs run as the service's user: what they are is decided on the machine itself. */
  private static void requireKnownHooks(@Nullable Policy before, @Nullable Policy after) {
    for (Field<?> field :
        List.of(Field.BEFORE, Field.AFTER, Field.SERVICES, Field.STOP, Field.START, Field.HEALTH)) {
      Object wanted = hooks(after, field);
      if (wanted != null && !Objects.equals(wanted, hooks(before, field))) {
        throw new HeveliusException(
            Category.REFUSED,
            field.section() == Field.Section.HOOKS
                ? "the policy brings hooks, which run programs on the machine of the service"
                : "the policy brings what a recovery stops, starts or runs on the machine of the"
                    + " service",
            "nothing was changed; apply it there: hevelius policy apply FILE");
      }
    }
  }

  private static @Nullable Object hooks(@Nullable Policy policy, Field<?> field) {
    Setting setting = policy == null ? null : policy.settings().get(Key.of(field));
    return setting == null ? null : setting.value();
  }

  private Response showPlan(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = plans.get(request.parameter("plan"));
    return Response.ok(PolicyView.Planned.of(shown.plan(), false)).with("ETag", shown.tag());
  }

  private Response execute(Request request, Principal caller) {
    Query _ = Query.of(request);
    Shown shown = plans.get(Bodies.required(Bodies.read(request, Order.class).plan(), "plan"));
    return parts
        .idempotency()
        .once(
            request,
            caller,
            () -> {
              Etags.require(request, shown.tag(), "plan " + shown.plan().id());
              if (!planned(shown.wish(), caller).id().equals(shown.plan().id())) {
                throw Etags.changed("what plan " + shown.plan().id() + " is about");
              }
              return Response.ok(
                  PolicyView.Planned.of(parts.as(caller).policies().execute(shown.plan()), true));
            });
  }

  private Response remove(Request request, Principal caller) {
    Query _ = Query.of(request);
    ManagedPolicies policies = parts.as(caller).policies();
    String name = request.parameter("policy");
    Etags.require(request, Etags.of(seen(policies.show(name), caller)), "policy " + name);
    return Response.ok(PolicyView.Planned.of(policies.execute(policies.planRemove(name)), true));
  }

  private Response explain(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(parts.home().policies().explain(Query.dataset(request).text()));
  }

  private Response next(Request request, Principal caller) {
    Query query = Query.of(request, "limit", "from");
    int count = query.text("limit").isEmpty() ? RUNS : query.limit();
    return Response.ok(
        parts.home().policies().next(Query.dataset(request).text(), count, query.instant("from")));
  }

  private Response simulate(Request request, Principal caller) {
    Query query = Query.of(request, "days");
    String days = query.text("days").orElse(String.valueOf(DAYS));
    if (!days.matches("[0-9]{1,6}")) {
      throw new HeveliusException(
          Category.INVALID, "\"days\" is a whole number of days, not " + days);
    }
    return Response.ok(
        parts.home().policies().simulate(Query.dataset(request).text(), Integer.parseInt(days)));
  }
}
