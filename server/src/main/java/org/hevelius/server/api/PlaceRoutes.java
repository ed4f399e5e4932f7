package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.DATASET;
import static org.hevelius.server.api.Parts.onDataset;
import static org.hevelius.server.api.Parts.recognized;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Reference;
import org.hevelius.core.usecase.KeptBy;
import org.hevelius.core.usecase.SnapshotView;
import org.hevelius.core.usecase.Trees;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;

/** What people write, looked up: references, places in snapshots, and what retention says. */
final class PlaceRoutes {
  /**
   * A place in a snapshot.
   *
   * @param path as it was written; empty for the root
   */
  record Place(SnapshotView snapshot, String path) {}

  /** What would be free without a version alone. */
  private record Space(long version, long uniqueBytes) {}

  private record AllSpace(List<Space> items) {}

  /** What retention says of a version. */
  record Kept(long version, KeptBy kept) {}

  /** All of them. */
  record AllKept(List<Kept> items) {
    AllKept {
      items = List.copyOf(items);
    }
  }

  private final Parts parts;

  PlaceRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        recognized("GET", API + "/places", this::place),
        onDataset("GET", DATASET + "/retention", Action.READ, this::retention),
        onDataset("GET", DATASET + "/space", Action.READ, this::space));
  }

  private Response place(Request request, Principal caller) {
    Query query = Query.of(request, "target", "path", "exact");
    String target = query.required("target");
    String path = query.text("path").orElse(null);
    boolean exact = query.flag("exact");
    Trees.Place place =
        found(
            target,
            caller,
            () ->
                exact
                    ? new Trees.Place(parts.home().snapshots().show(target), "")
                    : parts.home().trees().place(target, path));
    return Response.ok(new Place(SnapshotView.of(place.snapshot()), place.path()));
  }

  /** What may not be read isn't there, and isn't named as something that may have been meant. */
  private Trees.Place found(String target, Principal caller, Supplier<Trees.Place> search) {
    if (caller.mayEverywhere(Action.READ)) {
      return search.get();
    }
    String head = Reference.split(target).head();
    int at = head.indexOf('@');
    if (at > 0 || parts.home().datasets().list().stream().anyMatch(d -> isNamed(d, head))) {
      caller.require(Action.READ, DatasetName.of(at > 0 ? head.substring(0, at) : head));
      return search.get();
    }
    try {
      Trees.Place place = search.get();
      if (caller.may(Action.READ, place.snapshot().dataset())) {
        return place;
      }
    } catch (HeveliusException e) {
      // Said below: what may have been meant could be what the caller may not see.
    }
    throw new HeveliusException(
        Category.NOT_FOUND,
        "there is no snapshot \"" + head + "\"",
        "write DATASET@VERSION; what there is: hevelius list");
  }

  private static boolean isNamed(org.hevelius.core.usecase.Datasets.Summary one, String name) {
    return one.dataset().name().text().equals(name);
  }

  private Response space(Request request, Principal caller) {
    String version = Query.of(request, "version").text("version").orElse("");
    if (!version.isEmpty() && !version.matches("[1-9][0-9]{0,17}")) {
      throw new HeveliusException(Category.INVALID, "\"" + version + "\" is no version");
    }
    Long only = version.isEmpty() ? null : Long.valueOf(version);
    return Response.ok(
        new AllSpace(
            new TreeMap<>(parts.home().snapshots().uniqueBytes(Query.dataset(request), only))
                .entrySet().stream().map(e -> new Space(e.getKey(), e.getValue())).toList()));
  }

  private Response retention(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(
        new AllKept(
            new TreeMap<>(parts.home().snapshots().keptBy(Query.dataset(request)))
                .entrySet().stream().map(e -> new Kept(e.getKey(), e.getValue())).toList()));
  }
}
