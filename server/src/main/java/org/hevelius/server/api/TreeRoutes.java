package org.hevelius.server.api;

import static org.hevelius.server.api.Parts.API;
import static org.hevelius.server.api.Parts.DATASET;
import static org.hevelius.server.api.Parts.SNAPSHOT;
import static org.hevelius.server.api.Parts.onDataset;
import static org.hevelius.server.api.Parts.recognized;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.compare.ContentOptions;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Comparisons;
import org.hevelius.core.usecase.ContentView;
import org.hevelius.core.usecase.DiffDocument;
import org.hevelius.core.usecase.EntryView;
import org.hevelius.core.usecase.FileVersionView;
import org.hevelius.core.usecase.HitView;
import org.hevelius.core.usecase.Trees;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Reading in snapshots: entries, contents, histories, names and differences. */
final class TreeRoutes {
  private final Parts parts;

  TreeRoutes(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    return List.of(
        onDataset("GET", SNAPSHOT + "/entries", Action.READ, this::entries),
        onDataset("GET", SNAPSHOT + "/content", Action.READ, this::content),
        onDataset("GET", SNAPSHOT + "/diff", Action.READ, this::diff),
        onDataset("GET", SNAPSHOT + "/diff/content", Action.READ, this::contentDiff),
        onDataset("GET", DATASET + "/history", Action.READ, this::history),
        recognized("GET", API + "/files", this::find));
  }

  private Snapshot snapshot(Request request) {
    return parts.home().snapshots().show(parts.reference(request));
  }

  private Response entries(Request request, Principal caller) {
    Query query = Query.of(request, "path", "limit", "cursor");
    int limit = query.limit();
    int from = from(query);
    Snapshot snapshot = snapshot(request);
    try (SnapshotTree tree = parts.home().trees().open(snapshot)) {
      TreeEntry start = Trees.entry(tree, snapshot.reference(), query.text("path").orElse(""));
      List<TreeEntry> all = start.isDirectory() ? tree.children(start) : List.of(start);
      int to = Math.min(all.size(), from + limit);
      List<EntryView> page =
          all.subList(Math.min(from, to), to).stream().map(EntryView::of).toList();
      return Response.ok(new Page<>(page, to < all.size() ? Query.next(to) : null));
    }
  }

  private static int from(Query query) {
    List<String> place = query.cursor(1);
    if (place.isEmpty()) {
      return 0;
    }
    if (!place.getFirst().matches("[0-9]{1,9}")) {
      throw Query.badCursor();
    }
    return Integer.parseInt(place.getFirst());
  }

  private Response content(Request request, Principal caller) {
    Query query = Query.of(request, "path");
    String path = query.required("path");
    Snapshot snapshot = snapshot(request);
    SnapshotTree tree = parts.home().trees().open(snapshot);
    try {
      TreeEntry file = Trees.entry(tree, snapshot.reference(), path);
      return FileContent.of(request, tree, file, snapshot);
    } catch (RuntimeException e) {
      tree.close();
      throw e;
    }
  }

  private Comparisons.Sides sides(Request request, Query query) {
    String against = query.text("against").orElse(Comparisons.LIVE);
    return parts
        .home()
        .comparisons()
        .sides(
            parts.reference(request),
            against.equals(Comparisons.LIVE)
                ? null
                : parts.reference(Query.dataset(request), against));
  }

  private Response diff(Request request, Principal caller) {
    Query query = Query.of(request, "against", "path");
    Comparisons.Sides sides = sides(request, query);
    DiffOptions options = Comparisons.options(query.texts("path"));
    Comparisons comparisons = parts.home().comparisons();
    return new Response(
        200,
        List.of(),
        new Response.Stream(
            "application/json",
            out -> {
              boolean _ =
                  new DiffDocument(text -> write(out, text))
                      .print(sides, sink -> comparisons.diff(sides, options, sink));
            }));
  }

  private static void write(OutputStream out, String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Response contentDiff(Request request, Principal caller) {
    Query query = Query.of(request, "against", "path", "key");
    String path = query.required("path");
    String key = query.text("key").orElse(null);
    Comparisons.Sides sides = sides(request, query);
    return Response.ok(
        ContentView.of(
            sides,
            path,
            parts
                .home()
                .comparisons()
                .content(sides, path, ContentOptions.standard().withKeyColumn(key))));
  }

  private Response history(Request request, Principal caller) {
    Query query = Query.of(request, "path", "summaries");
    String path = query.required("path");
    boolean summaries = query.flag("summaries");
    return Response.ok(
        FileVersionView.lines(
                parts
                    .home()
                    .finds()
                    .history(
                        Query.dataset(request) + ":" + path,
                        summaries,
                        Progress.NONE,
                        Parts::never))
            .stream()
            .map(line -> line.view(path))
            .toList());
  }

  private Response find(Request request, Principal caller) {
    Query query = Query.of(request, "pattern", "dataset", "limit");
    String pattern = query.required("pattern");
    int limit = query.limit();
    List<HitView> hits = new ArrayList<>();
    for (DatasetName dataset : readable(query.text("dataset").orElse(null), caller)) {
      int left = limit + 1 - hits.size();
      if (left > 0) {
        parts
            .home()
            .finds()
            .find(
                pattern,
                dataset.text(),
                left,
                hit -> hits.add(HitView.of(hit)),
                Progress.NONE,
                Parts::never);
      }
    }
    boolean more = hits.size() > limit;
    return Response.ok(new Hits(more ? hits.subList(0, limit) : hits, more));
  }

  /**
   * What was found.
   *
   * @param more whether there is more than the limit lets through
   */
  record Hits(List<HitView> items, boolean more) {
    Hits {
      items = List.copyOf(items);
    }
  }

  private List<DatasetName> readable(@Nullable String dataset, Principal caller) {
    if (dataset != null) {
      DatasetName name = DatasetName.of(dataset);
      caller.require(Action.READ, name);
      return List.of(name);
    }
    return parts.home().datasets().list().stream()
        .map(summary -> summary.dataset().name())
        .filter(name -> caller.may(Action.READ, name))
        .toList();
  }
}
