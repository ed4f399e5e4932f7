package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.DATASET;
import static org.hevelius.server.api.Parts.onDataset;
import static org.hevelius.server.api.Parts.recognized;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.drill.Drill.Scenario;
import org.hevelius.core.usecase.DrillView;
import org.hevelius.core.usecase.Drills;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/**
 * Rehearsed restores. Where they go and which program checks them is said by who looks after the
 * service: a caller could have it write, or run, what only its own user may.
 */
final class DrillRoutes {
  private static final int READ_AT_ONCE = 1_000;
  private static final String ONE = DATASET + "/drills/{drill}";

  private record Wish(
      @Nullable String scenario,
      @Nullable String snapshot,
      @Nullable Integer files,
      @Nullable Long seed,
      @Nullable List<String> paths) {}

  private record Lesson(@Nullable String text) {}

  private final Parts parts;

  DrillRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        onDataset("POST", DATASET + "/drills", Action.MAINTAIN, this::run),
        recognized("GET", API + "/drills", this::list),
        recognized("GET", API + "/drills/standing", this::standing),
        onDataset("GET", ONE, Action.READ, this::show),
        onDataset("POST", ONE + "/notes", Action.MAINTAIN, this::note));
  }

  private Response run(Request request, Principal caller) {
    Query _ = Query.of(request);
    DatasetName dataset = Query.dataset(request);
    Wish wish = Bodies.read(request, Wish.class);
    List<String> paths = Bodies.list(wish.paths());
    int files = wish.files() == null ? 0 : wish.files();
    String at = wish.snapshot();
    Drills.Request drill =
        new Drills.Request(
            dataset.text(),
            at == null ? null : at.contains("@") ? at : parts.reference(dataset, at),
            scenario(wish.scenario(), files, paths),
            files,
            wish.seed(),
            paths,
            null,
            List.of(),
            false);
    return parts.started(
        request,
        caller,
        Run.Subject.of("drill", dataset, Action.MAINTAIN),
        (progress, canceled) -> parts.as(caller).drills().run(drill, progress, canceled));
  }

  private static Scenario scenario(@Nullable String word, int files, List<String> paths) {
    if (word == null) {
      return files > 0 ? Scenario.FILES : paths.isEmpty() ? Scenario.WHOLE : Scenario.PATHS;
    }
    return Stream.of(Scenario.values())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.INVALID,
                    "there is no scenario \"" + word + "\"",
                    "there are: files, paths, lost-file, lost-directory, whole, lost-host"));
  }

  private Response list(Request request, Principal caller) {
    Query query = Query.of(request, "dataset", "limit");
    String dataset = query.text("dataset").orElse(null);
    if (dataset != null) {
      caller.require(Action.READ, DatasetName.of(dataset));
    }
    List<DrillView> seen =
        parts.home().drills().list(dataset, READ_AT_ONCE).stream()
            .filter(drill -> caller.may(Action.READ, DatasetName.of(drill.dataset())))
            .limit(query.limit())
            .toList();
    return Response.ok(new Page<>(seen, null));
  }

  private Response standing(Request request, Principal caller) {
    Query query = Query.of(request, "dataset");
    String dataset = query.text("dataset").orElse(null);
    if (dataset != null) {
      caller.require(Action.READ, DatasetName.of(dataset));
    }
    return Response.ok(
        new Page<>(
            parts.home().drills().standing(dataset).stream()
                .filter(one -> caller.may(Action.READ, DatasetName.of(one.dataset())))
                .toList(),
            null));
  }

  private static @Nullable Long number(Request request) {
    String text = request.parameter("drill");
    if (text.equals("latest")) {
      return null;
    }
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw new HeveliusException(Category.NOT_FOUND, "there is no drill " + text);
    }
    return Long.valueOf(text);
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    return Response.ok(parts.home().drills().show(Query.dataset(request).text(), number(request)));
  }

  private Response note(Request request, Principal caller) {
    Query _ = Query.of(request);
    String text = Bodies.required(Bodies.read(request, Lesson.class).text(), "text");
    String dataset = Query.dataset(request).text();
    Drills drills = parts.as(caller).drills();
    long number = drills.show(dataset, number(request)).number();
    return parts
        .idempotency()
        .once(request, caller, () -> Response.ok(drills.note(dataset, number, text)));
  }
}
