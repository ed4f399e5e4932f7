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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.compare.ContentOptions;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.FileHit;
import org.hevelius.core.find.Glob;
import org.hevelius.core.json.JsonArray;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Comparisons;
import org.hevelius.core.usecase.ContentView;
import org.hevelius.core.usecase.DiffDocument;
import org.hevelius.core.usecase.EntryView;
import org.hevelius.core.usecase.Finds;
import org.hevelius.core.usecase.HitView;
import org.hevelius.core.usecase.NameIndexing;
import org.hevelius.core.usecase.Trees;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Reading in snapshots: entries, contents, histories, names and differences. */
final class TreeRoutes {
  /** The most names that one request finds. */
  private static final int HITS = 1_000_000;

  /** How long a request waits for the index of names when it asks to. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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
    Query query = Query.of(request, "path", "self", "limit", "cursor");
    int limit = query.limit();
    int from = from(query);
    Snapshot snapshot = snapshot(request);
    try (SnapshotTree tree = parts.home().trees().open(snapshot)) {
      String path = query.text("path").orElse("");
      if (query.flag("self")) {
        return Response.ok(
            new Page<>(tree.find(Trees.clean(path)).stream().map(EntryView::of).toList(), null));
      }
      TreeEntry start = Trees.entry(tree, snapshot.reference(), path);
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

  private Comparisons.Sides sides(Request request, Query query, Principal caller) {
    String against = query.text("against").orElse(Comparisons.LIVE);
    int at = against.indexOf('@');
    if (at > 0) {
      caller.require(Action.READ, DatasetName.of(against.substring(0, at)));
    }
    return parts
        .home()
        .comparisons()
        .sides(
            parts.reference(request),
            against.equals(Comparisons.LIVE)
                ? null
                : at > 0 ? against : parts.reference(Query.dataset(request), against));
  }

  private Response diff(Request request, Principal caller) {
    Query query = Query.of(request, "against", "path");
    Comparisons.Sides sides = sides(request, query, caller);
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
    Comparisons.Sides sides = sides(request, query, caller);
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
    String target = Query.dataset(request) + ":" + query.required("path");
    boolean summaries = query.flag("summaries");
    NameIndexing ahead = parts.ahead();
    Finds finds = parts.home().finds();
    return Response.ok(
        ahead == null
            ? finds.lines(target, summaries, Progress.NONE, Parts::never)
            : finds.linesIndexed(target, summaries, name -> ahead.require(name, PATIENCE)));
  }

  private Response find(Request request, Principal caller) {
    Query query = Query.of(request, "pattern", "dataset", "limit", "wait");
    String pattern = query.required("pattern");
    int limit = query.limit(HITS);
    Duration wait = query.flag("wait") ? PATIENCE : Duration.ZERO;
    String named = query.text("dataset").orElse(null);
    // Over all of them the names come in one order, as on the command line.
    List<@Nullable DatasetName> searched = new ArrayList<>();
    if (named == null && caller.mayEverywhere(Action.READ)) {
      searched.add(null);
    } else {
      searched.addAll(readable(named, caller));
    }
    var _ = Glob.parse(pattern);
    List<Finds.Lag> behind = behind(searched, wait);
    return new Response(
        200,
        List.of(),
        new Response.Stream(
            "application/json", out -> hits(out, pattern, searched, limit, behind)));
  }

  /** What the index lacks of these datasets, after waiting for it. */
  private List<Finds.Lag> behind(List<@Nullable DatasetName> searched, Duration wait) {
    NameIndexing ahead = parts.ahead();
    if (ahead == null) {
      return List.of();
    }
    List<Finds.Lag> behind = lag(searched);
    long start = System.nanoTime();
    for (Finds.Lag lag : behind) {
      DatasetName name = DatasetName.of(lag.dataset());
      ahead.ask(name);
      Duration left = wait.minusNanos(System.nanoTime() - start);
      if (left.isPositive()) {
        boolean _ = ahead.await(name, left);
      }
    }
    return behind.isEmpty() || wait.isZero() ? behind : lag(searched);
  }

  private List<Finds.Lag> lag(List<@Nullable DatasetName> searched) {
    return parts.home().finds().behind(null).stream()
        .filter(lag -> searched.contains(null) || searched.contains(DatasetName.of(lag.dataset())))
        .toList();
  }

  /**
   * Writes the hits one by one, and behind them whether there is more than the limit lets out and
   * what the index lacked.
   */
  private void hits(
      OutputStream out,
      String pattern,
      List<@Nullable DatasetName> datasets,
      int limit,
      List<Finds.Lag> behind) {
    write(out, "{\"items\":");
    long[] found = {0};
    try (JsonArray items = new JsonArray(text -> write(out, text))) {
      for (@Nullable DatasetName dataset : datasets) {
        if (found[0] <= limit) {
          search(
              pattern,
              dataset == null ? null : dataset.text(),
              limit + 1 - (int) found[0],
              hit -> {
                if (++found[0] <= limit) {
                  items.add(HitView.of(hit));
                }
              });
        }
      }
    }
    write(out, ",\"more\":" + (found[0] > limit) + ",\"behind\":");
    try (JsonArray items = new JsonArray(text -> write(out, text))) {
      behind.forEach(items::add);
    }
    write(out, "}\n");
  }

  private void search(String pattern, @Nullable String dataset, int limit, Consumer<FileHit> hits) {
    Finds finds = parts.home().finds();
    if (parts.ahead() == null) {
      finds.find(pattern, dataset, limit, hits, Progress.NONE, Parts::never);
    } else {
      finds.findIndexed(pattern, dataset, limit, hits);
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
