package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.SNAPSHOT;
import static org.hevelius.server.api.Parts.onDataset;
import static org.hevelius.server.api.Parts.recognized;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.publication.CitationFormat;
import org.hevelius.core.publication.CitedVersion;
import org.hevelius.core.publication.ContentId;
import org.hevelius.core.publication.Creator;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.publication.PublicationStore;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.hevelius.core.usecase.CitationChecks;
import org.hevelius.core.usecase.PublicationView;
import org.hevelius.core.usecase.PublicationWish;
import org.hevelius.core.usecase.Publications;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Publications of snapshots and their citations. */
final class PublicationRoutes {
  private record Person(@Nullable String name, @Nullable String orcid) {
    Creator creator() {
      return new Creator(Bodies.required(name, "creators.name"), orcid);
    }
  }

  private record Wish(
      @Nullable String title,
      @Nullable List<Person> creators,
      @Nullable String publisher,
      @Nullable Integer year,
      @Nullable String license,
      @Nullable String doi,
      @Nullable List<String> related) {
    PublicationWish wish() {
      return new PublicationWish(
          title,
          Bodies.list(creators).stream().map(Person::creator).toList(),
          publisher,
          year,
          license,
          doi,
          Bodies.list(related));
    }
  }

  private record Cited(
      @Nullable String content, @Nullable String name, @Nullable Map<String, String> files) {
    CitedVersion version() {
      Map<String, String> listed = files;
      return new CitedVersion(
          ContentId.parse(Bodies.required(content, "content")),
          name,
          listed == null
              ? null
              : listed.entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          file -> Names.parse(file.getKey()), Map.Entry::getValue, (a, _) -> a)));
    }
  }

  private final Parts parts;

  PublicationRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        recognized("GET", API + "/publications", this::list),
        recognized("POST", API + "/citation-checks", this::check),
        onDataset("POST", SNAPSHOT + "/publication-plan", Action.HOLD, this::plan),
        onDataset("POST", SNAPSHOT + "/publication", Action.HOLD, this::publish),
        onDataset("GET", SNAPSHOT + "/publication", Action.READ, this::show),
        onDataset("DELETE", SNAPSHOT + "/publication", Action.HOLD, this::withdraw),
        onDataset("GET", SNAPSHOT + "/citation", Action.READ, this::cite));
  }

  private Response list(Request request, Principal caller) {
    Query query = Query.of(request, "dataset", "limit", "cursor");
    int limit = query.limit();
    String dataset = query.text("dataset").orElse(null);
    if (dataset != null && !dataset.endsWith("**")) {
      caller.require(Action.READ, DatasetName.of(dataset));
    }
    List<PublicationStore.Entry> found =
        parts
            .home()
            .publications()
            .entries(dataset, place(query))
            .filter(entry -> caller.may(Action.READ, entry.publication().dataset()))
            .limit(limit + 1L)
            .toList();
    boolean more = found.size() > limit;
    List<PublicationStore.Entry> page = more ? found.subList(0, limit) : found;
    return Response.ok(
        new Page<>(
            page.stream().map(entry -> PublicationView.of(entry.publication())).toList(),
            more ? cursor(page.getLast().position()) : null));
  }

  private static String cursor(PublicationStore.Position last) {
    return Query.next(last.published(), last.name(), last.ordinal());
  }

  private static PublicationStore.@Nullable Position place(Query query) {
    List<String> parts = query.cursor(3);
    try {
      return parts.isEmpty()
          ? null
          : new PublicationStore.Position(
              Instant.parse(parts.getFirst()), parts.get(1), Long.parseLong(parts.getLast()));
    } catch (DateTimeException | NumberFormatException e) {
      throw Query.badCursor();
    }
  }

  /** Reads every byte of the version, in a run; a version that isn't here needs none. */
  private Response check(Request request, Principal caller) {
    Query _ = Query.of(request);
    CitedVersion cited = Bodies.read(request, Cited.class).version();
    CitationChecks checks = parts.as(caller).citationChecks();
    Optional<Snapshot> here = checks.find(cited, dataset -> caller.may(Action.READ, dataset));
    if (here.isEmpty()) {
      return Response.ok(CitationChecks.notHere(cited));
    }
    Snapshot snapshot = here.orElseThrow();
    return parts.started(
        request,
        caller,
        Run.Subject.of("verify-citation", snapshot.dataset(), Action.READ),
        (progress, canceled) -> checks.of(cited, snapshot, progress, canceled));
  }

  private Publications.Plan planned(Request request, Principal caller) {
    Query _ = Query.of(request);
    PublicationWish wish = Bodies.read(request, Wish.class).wish();
    return parts.as(caller).publications().plan(parts.reference(request), wish);
  }

  private Response plan(Request request, Principal caller) {
    Publications.Plan plan = planned(request, caller);
    return Response.ok(PublicationView.of(plan)).with("ETag", "\"" + plan.id() + "\"");
  }

  /** The plan's id is made of all that is recorded, so the same id is the same publication. */
  private Response publish(Request request, Principal caller) {
    return parts
        .idempotency()
        .once(
            request,
            caller,
            () -> {
              Publications.Plan plan = planned(request, caller);
              Etags.require(request, "\"" + plan.id() + "\"", plan.snapshot().reference());
              return parts.accepted(
                  caller,
                  Run.Subject.of("publish", plan.snapshot().dataset(), Action.HOLD),
                  (progress, canceled) ->
                      PublicationView.of(
                          parts.as(caller).publications().execute(plan, progress, canceled)));
            });
  }

  private Snapshot snapshot(Request request) {
    return parts.home().snapshots().show(parts.reference(request));
  }

  private Response show(Request request, Principal caller) {
    Query _ = Query.of(request);
    Snapshot snapshot = snapshot(request);
    Publication newest =
        parts
            .home()
            .publications()
            .newest(snapshot)
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.NOT_FOUND, snapshot.reference() + " was never published"));
    return Etags.tagged(request, PublicationView.of(newest));
  }

  private Response withdraw(Request request, Principal caller) {
    Query query = Query.of(request, "reason");
    String reason = query.required("reason");
    Publications publications = parts.as(caller).publications();
    Snapshot before = snapshot(request);
    Etags.permit(request, seen(before), before.reference());
    Snapshot after = publications.withdraw(before.reference(), reason);
    return Response.ok(SnapshotRoutes.shown(parts, after));
  }

  /** The tag of the publication that the caller saw, which is what is withdrawn. */
  private String seen(Snapshot snapshot) {
    Optional<Publication> newest = parts.home().publications().newest(snapshot);
    return newest.map(publication -> Etags.of(PublicationView.of(publication))).orElse("");
  }

  private Response cite(Request request, Principal caller) {
    Query query = Query.of(request, "format");
    CitationFormat format =
        query.text("format").map(CitationFormat::parse).orElseGet(() -> accepted(request));
    Snapshot snapshot = snapshot(request);
    Publications publications = parts.home().publications();
    Publication publication = publications.cited(snapshot);
    return new Response(
        200,
        List.of(),
        new Response.Stream(
            format.mediaType(),
            out ->
                publications.cite(
                    snapshot,
                    publication,
                    format,
                    text -> {
                      try {
                        out.write(text.getBytes(StandardCharsets.UTF_8));
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    },
                    Parts::never)));
  }

  /** The first format of which the caller names the media type; text otherwise. */
  private static CitationFormat accepted(Request request) {
    for (String type : request.header("Accept").orElse("").split(",", -1)) {
      for (CitationFormat format : CitationFormat.values()) {
        if (type.replaceFirst(";.*", "").strip().equals(format.mediaType())) {
          return format;
        }
      }
    }
    return CitationFormat.TEXT;
  }
}
