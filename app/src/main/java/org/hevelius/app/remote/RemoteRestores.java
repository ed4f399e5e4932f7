package org.hevelius.app.remote;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.hevelius.core.catalog.Operation;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Origin;
import org.hevelius.core.usecase.RestorePlan;
import org.hevelius.core.usecase.RestoreView;
import org.hevelius.core.usecase.Restores;
import org.hevelius.core.usecase.Undos;
import org.jspecify.annotations.Nullable;

/** Restores through a service: it writes, on its machine, and holds the plans. */
final class RemoteRestores implements Facade.RestoreUses {
  private record Shown(RestoreView view, String tag) {}

  private record Last(List<String> datasets) {}

  private final Connection connection;
  private final RemoteSnapshots snapshots;
  private final Map<String, Shown> plans = new HashMap<>();

  RemoteRestores(Connection connection, RemoteSnapshots snapshots) {
    this.connection = connection;
    this.snapshots = snapshots;
  }

  @Override
  public RestorePlan plan(Restores.Request request, Progress progress, BooleanSupplier canceled) {
    Snapshot want = snapshots.show(request.reference());
    Map<String, Object> wish = wish("restore", request.paths());
    wish.put("snapshot", String.valueOf(want.version()));
    if (request.to() == null) {
      wish.put("inPlace", true);
    } else {
      wish.put("to", request.to());
    }
    wish.put("delete", request.delete());
    wish.put("compareContent", request.compareContent());
    wish.put("verify", request.verify());
    return planned(want, null, wish, request.compareContent(), request.verify());
  }

  @Override
  public RestorePlan planRevert(
      String from, String to, List<String> paths, Progress progress, BooleanSupplier canceled) {
    Snapshot want = snapshots.show(from);
    Snapshot base = snapshots.show(to);
    Restores.requireTwoVersions(want, base);
    Map<String, Object> wish = wish("revert", paths);
    wish.put("snapshot", String.valueOf(want.version()));
    wish.put("base", String.valueOf(base.version()));
    return planned(want, base, wish, false, true);
  }

  @Override
  public RestorePlan planUndo(
      @Nullable String dataset, Progress progress, BooleanSupplier canceled) {
    return back(false, dataset);
  }

  @Override
  public RestorePlan planRedo(
      @Nullable String dataset, Progress progress, BooleanSupplier canceled) {
    return back(true, dataset);
  }

  @Override
  public List<DatasetName> last(boolean redo) {
    return connection
        .get(Ask.of("restores/last").with("redo", redo), Last.class)
        .datasets()
        .stream()
        .map(DatasetName::of)
        .toList();
  }

  /** A service takes back within a dataset; without one it is that of the last of any. */
  private RestorePlan back(boolean redo, @Nullable String dataset) {
    DatasetName name = dataset == null ? next(redo) : DatasetName.of(dataset);
    return planned(
        Ask.of(name, "/restores/plans"),
        null,
        null,
        wish(redo ? "redo" : "undo", List.of()),
        false,
        true);
  }

  private DatasetName next(boolean redo) {
    return last(redo).stream()
        .findFirst()
        .orElseThrow(
            () ->
                redo
                    ? Undos.nothingToRedo(Optional.empty())
                    : Undos.nothingToUndo(!last(true).isEmpty(), Optional.empty()));
  }

  private static Map<String, Object> wish(String kind, List<String> paths) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("kind", kind);
    if (!paths.isEmpty()) {
      wish.put("paths", paths.stream().map(Names::show).toList());
    }
    return wish;
  }

  private RestorePlan planned(
      Snapshot want,
      @Nullable Snapshot base,
      Map<String, Object> wish,
      boolean compareContent,
      boolean verify) {
    return planned(
        Ask.of(want.dataset(), "/restores/plans"), want, base, wish, compareContent, verify);
  }

  private RestorePlan planned(
      Ask ask,
      @Nullable Snapshot want,
      @Nullable Snapshot base,
      Map<String, Object> wish,
      boolean compareContent,
      boolean verify) {
    Connection.Answer answer = connection.change("POST", ask, wish, Map.of());
    RestoreView view = answer.as(RestoreView.class);
    plans.put(view.plan(), new Shown(view, answer.tag()));
    Snapshot wanted = want == null ? snapshots.show(view.reference()) : want;
    Snapshot from =
        base != null || view.base() == null
            ? base
            : snapshots.show(Objects.requireNonNull(view.base()));
    return plan(view, wanted, from, compareContent, verify);
  }

  /** The plan that a view shows. */
  static RestorePlan plan(
      RestoreView view,
      Snapshot wanted,
      @Nullable Snapshot from,
      boolean compareContent,
      boolean verify) {
    return new RestorePlan(
        view.plan(),
        view.kind(),
        wanted,
        from,
        view.target(),
        view.paths(),
        view.delete(),
        compareContent,
        verify,
        view.counts(),
        view.actions().stream()
            .map(a -> new RestoreAction(a.kind(), a.path(), a.bytes(), a.note()))
            .toList(),
        undone(view, wanted),
        view.missing());
  }

  private static @Nullable Operation undone(RestoreView view, Snapshot want) {
    RestoreView.Undone undone = view.undoes();
    return undone == null
        ? null
        : Operation.starting(
            undone.kind(),
            want.dataset(),
            undone.reference(),
            List.of(),
            null,
            "",
            undone.started());
  }

  private Shown shown(RestorePlan plan) {
    return Objects.requireNonNull(plans.get(plan.id()), "a plan of this connection");
  }

  @Override
  public RestorePlan.Count extras(RestorePlan plan, Progress progress, BooleanSupplier canceled) {
    if (!plan.inPlace() || plan.delete() || plan.base() != null) {
      return new RestorePlan.Count(0, 0);
    }
    return connection.get(
        Ask.of(plan.want().dataset(), "/restores/plans/" + plan.id() + "/extras"),
        RestorePlan.Count.class);
  }

  @Override
  public Map<String, Origin> origins(RestorePlan plan, int limit, BooleanSupplier canceled) {
    // The service has looked at more of them than are shown.
    Map<RestoreAction.Kind, List<RestoreView.Action>> byKind =
        shown(plan).view().actions().stream()
            .collect(Collectors.groupingBy(RestoreView.Action::kind));
    Map<String, Origin> origins = new HashMap<>();
    byKind.values().stream()
        .flatMap(actions -> actions.stream().limit(limit))
        .forEach(
            action -> {
              Origin origin = action.origin();
              if (origin != null) {
                origins.put(action.path(), origin);
              }
            });
    return origins;
  }

  @Override
  public Restores.Result execute(RestorePlan plan, Progress progress, BooleanSupplier canceled) {
    Connection.Answer accepted =
        connection.start(
            Ask.of(plan.want().dataset(), "/restores"),
            Map.of("plan", plan.id()),
            Map.of("If-Match", shown(plan).tag()));
    RestoreView done =
        Wire.MAPPER.treeToValue(
            Following.end(connection, accepted, progress, canceled), RestoreView.class);
    return new Restores.Result(
        plan,
        done.guard() == null ? null : snapshots.show(Objects.requireNonNull(done.guard())),
        done.counts(),
        done.problems(),
        Wire.told(done.started()),
        Wire.told(done.finished()));
  }
}
