package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.DATASET;
import static org.hevelius.server.api.Parts.SNAPSHOT;
import static org.hevelius.server.api.Parts.onDataset;
import static org.hevelius.server.api.Parts.recognized;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.CreationView;
import org.hevelius.core.usecase.KeptBy;
import org.hevelius.core.usecase.Lineage;
import org.hevelius.core.usecase.SnapshotView;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Snapshots as resources: found, shown and taken. */
final class SnapshotRoutes {
  private record Wish(
      @Nullable String description,
      @Nullable String shortName,
      @Nullable Map<String, String> tags,
      @Nullable String milestone,
      @Nullable Boolean permanent,
      @Nullable String keep,
      @Nullable Instant expires,
      @Nullable List<String> derivedFrom,
      @Nullable List<String> calibratedWith,
      @Nullable String derivedBy) {
    Lineage.Said lineage() {
      return SnapshotRoutes.lineage(derivedFrom, calibratedWith, derivedBy);
    }
  }

  private final Parts parts;

  SnapshotRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        recognized("GET", API + "/snapshots", this::list),
        new Route(
            "POST",
            DATASET + "/snapshots",
            Action.CREATE,
            new Route.ByRequest(SnapshotRoutes::needToCreate),
            this::create),
        onDataset("GET", SNAPSHOT, Action.READ, this::show));
  }

  private Response list(Request request, Principal caller) {
    Query query =
        Query.of(
            request,
            "dataset",
            "q",
            "tag",
            "since",
            "until",
            "knownGood",
            "held",
            "kind",
            "keptBy",
            "limit",
            "cursor");
    int limit = query.limit();
    SnapshotQuery wanted = wanted(query, caller).limit(Math.min(limit + 1, 500));
    List<Snapshot> found = new ArrayList<>();
    Iterator<Snapshot> all = parts.home().snapshots().list(wanted).iterator();
    while (found.size() <= limit && all.hasNext()) {
      Snapshot next = all.next();
      if (caller.may(Action.READ, next.dataset())) {
        found.add(next);
      }
    }
    boolean more = found.size() > limit;
    List<Snapshot> page = more ? found.subList(0, limit) : found;
    Map<DatasetName, Map<Long, KeptBy>> kept = new HashMap<>();
    boolean keptBy = query.flag("keptBy");
    List<SnapshotView> views =
        page.stream()
            .map(
                snapshot ->
                    keptBy
                        ? view(
                            snapshot,
                            kept.computeIfAbsent(
                                snapshot.dataset(), parts.home().snapshots()::keptBy))
                        : SnapshotView.of(snapshot))
            .toList();
    return Response.ok(new Page<>(views, more ? cursor(page.getLast()) : null));
  }

  private static SnapshotView view(Snapshot snapshot, Map<Long, KeptBy> kept) {
    KeptBy by = kept.get(snapshot.version());
    return SnapshotView.of(snapshot, by == null ? null : by.text());
  }

  private SnapshotQuery wanted(Query query, Principal caller) {
    String dataset = query.text("dataset").orElse(null);
    if (dataset != null && !dataset.endsWith("**")) {
      caller.require(Action.READ, DatasetName.of(dataset));
    }
    SnapshotQuery wanted = parts.home().snapshots().query(dataset);
    String words = query.text("q").orElse("");
    wanted = words.isEmpty() ? wanted : wanted.text(words);
    List<String> tags = query.texts("tag");
    wanted = tags.isEmpty() ? wanted : wanted.tagged(tags);
    wanted = wanted.between(query.instant("since"), query.instant("until"));
    wanted = query.flag("knownGood") ? wanted.onlyKnownGood() : wanted;
    wanted = query.flag("held") ? wanted.onlyHeld() : wanted;
    String kind = query.text("kind").orElse(null);
    wanted = kind == null ? wanted : wanted.onlyKind(kind(kind));
    return wanted.after(place(query));
  }

  private static SnapshotKind kind(String text) {
    for (SnapshotKind kind : SnapshotKind.values()) {
      if (kind.name().equals(text.toUpperCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new HeveliusException(
        Category.INVALID,
        "there is no kind \"" + text + "\"",
        "there are: " + List.of(SnapshotKind.values()).toString().toLowerCase(Locale.ROOT));
  }

  private static SnapshotQuery.@Nullable Position place(Query query) {
    List<String> parts = query.cursor(3);
    try {
      return parts.isEmpty()
          ? null
          : new SnapshotQuery.Position(
              Instant.parse(parts.getFirst()),
              DatasetName.of(parts.get(1)),
              Long.parseLong(parts.getLast()));
    } catch (DateTimeException | NumberFormatException | HeveliusException e) {
      throw Query.badCursor();
    }
  }

  private static String cursor(Snapshot last) {
    return Query.next(last.createdAt(), last.dataset(), last.version());
  }

  /** The document of a snapshot as {@code show} prints it. */
  static SnapshotView shown(Parts parts, Snapshot snapshot) {
    return view(snapshot, parts.home().snapshots().keptBy(snapshot.dataset()));
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    Snapshot snapshot = parts.home().snapshots().show(parts.reference(request));
    return Etags.tagged(request, shown(parts, snapshot));
  }

  /** To keep something for good takes the right to hold. */
  private static Route.Need needToCreate(Request request, Principal caller) {
    DatasetName dataset = Query.dataset(request);
    caller.require(Action.CREATE, dataset);
    boolean permanent = Bodies.flag(Bodies.read(request, Wish.class).permanent());
    return new Route.Need(permanent ? Action.HOLD : Action.CREATE, dataset);
  }

  private Response create(Request request, Principal caller) {
    Query _ = Query.of(request);
    DatasetName dataset = Query.dataset(request);
    var _ = parts.home().datasets().show(dataset.text());
    Wish wish = Bodies.read(request, Wish.class);
    Lineage.Said lineage = wish.lineage();
    requireRead(caller, lineage);
    Creation.Request wanted =
        Creation.Request.of(dataset.text(), Bodies.required(wish.description(), "description"))
            .edit()
            .shortName(wish.shortName())
            .tags(wish.tags() == null ? Map.of() : wish.tags())
            .milestone(wish.milestone())
            .permanent(Bodies.flag(wish.permanent()))
            .keep(wish.keep())
            .expires(wish.expires())
            .madeFrom(lineage)
            .build();
    Run.Subject subject = Run.Subject.of("create", dataset, Action.CREATE);
    return parts.started(
        request,
        caller,
        subject,
        (progress, canceled) ->
            CreationView.of(parts.as(caller).creation().create(wanted, progress, canceled)));
  }

  /** What a body says of ancestors. */
  static Lineage.Said lineage(
      @Nullable List<String> derivedFrom,
      @Nullable List<String> calibratedWith,
      @Nullable String derivedBy) {
    return new Lineage.Said(
        Bodies.list(derivedFrom), Bodies.list(calibratedWith), derivedBy == null ? "" : derivedBy);
  }

  /** Looks whether the caller may name these ancestors. */
  static void requireRead(Principal caller, Lineage.Said lineage) {
    lineage.derivedFrom().forEach(reference -> requireRead(caller, reference));
    lineage.calibratedWith().forEach(reference -> requireRead(caller, reference));
  }

  /** Who names an ancestor must be allowed to see it, or else could find out what there is. */
  private static void requireRead(Principal caller, String reference) {
    int at = reference.lastIndexOf('@');
    if (at < 0) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + reference + "\" names no ancestor",
          "nothing was taken; write DATASET@VERSION");
    }
    caller.require(Action.READ, DatasetName.of(reference.substring(0, at)));
  }
}
