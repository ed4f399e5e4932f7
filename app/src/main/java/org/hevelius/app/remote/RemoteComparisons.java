package org.hevelius.app.remote;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.compare.BinaryChange;
import org.hevelius.core.compare.Change;
import org.hevelius.core.compare.ContentChange;
import org.hevelius.core.compare.ContentOptions;
import org.hevelius.core.compare.DiffOptions;
import org.hevelius.core.compare.DiffResult;
import org.hevelius.core.compare.DiffSink;
import org.hevelius.core.compare.FitsChange;
import org.hevelius.core.compare.LargeTextChange;
import org.hevelius.core.compare.SameContent;
import org.hevelius.core.compare.TableChange;
import org.hevelius.core.compare.TextChange;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Comparisons;
import org.hevelius.core.usecase.DiffDocument;
import org.hevelius.core.usecase.EntryView;
import org.hevelius.core.usecase.Facade;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares versions through a service: it reads the trees, and tells the changes as they come. */
record RemoteComparisons(Connection connection, RemoteSnapshots snapshots)
    implements Facade.ComparisonUses {
  @Override
  public Comparisons.Sides sides(String left, @Nullable String right) {
    Snapshot a = snapshots.show(left);
    boolean live =
        right == null
            || right.equals(Comparisons.LIVE)
            || right.equals(a.dataset() + "@" + Comparisons.LIVE);
    return new Comparisons.Sides(a, live ? null : snapshots.show(Objects.requireNonNull(right)));
  }

  private static Ask ask(Comparisons.Sides sides, String resource) {
    return Ask.of(sides.left(), resource).with("against", sides.rightName());
  }

  @Override
  public DiffResult diff(Comparisons.Sides sides, DiffOptions options, DiffSink sink) {
    Ask ask = ask(sides, "/diff");
    for (String path : options.paths()) {
      ask = ask.with("path", Names.show(path));
    }
    try (InputStream body = connection.stream(ask);
        JsonParser parser = Wire.MAPPER.createParser(body)) {
      return read(parser, sink);
    } catch (IOException | JacksonException e) {
      throw Problems.unreadable(connection.service(), e);
    }
  }

  /** Takes the changes one by one, and what stands behind them at once. */
  private DiffResult read(JsonParser parser, DiffSink sink) throws IOException {
    ObjectNode sums = Wire.MAPPER.createObjectNode();
    String directory = "";
    sink.entering(directory);
    var _ = parser.nextToken();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("changes")) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          Change change = change(Wire.MAPPER.readValue(parser, DiffDocument.ChangeView.class));
          String parent = change.path().substring(0, Math.max(0, change.path().lastIndexOf('/')));
          if (!parent.equals(directory)) {
            directory = parent;
            sink.entering(directory);
          }
          sink.accept(change);
        }
      } else {
        sums.set(field, Wire.MAPPER.readTree(parser));
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT || !sums.has("total")) {
      throw new EOFException("it broke off");
    }
    return result(Wire.MAPPER.treeToValue(sums, DiffDocument.Sums.class));
  }

  private static DiffResult result(DiffDocument.Sums sums) {
    return new DiffResult(
        sums.total(),
        sums.directories().stream()
            .map(d -> new DiffResult.DirectorySummary(Names.parse(d.path()), d.tally()))
            .toList(),
        sums.directoriesFolded(),
        new DiffResult.Renames(
            sums.renames().stream()
                .map(
                    r ->
                        new DiffResult.Rename(
                            Names.parse(r.from()),
                            Names.parse(r.to()),
                            r.directory(),
                            r.files(),
                            r.bytes()))
                .toList(),
            sums.renamesComplete(),
            sums.renamesNote()),
        sums.unread().stream()
            .map(u -> new DiffResult.Unread(Names.parse(u.path()), u.reason()))
            .toList(),
        sums.unreadCount());
  }

  private static Change change(DiffDocument.ChangeView view) {
    return new Change(
        Change.Kind.valueOf(view.kind().toUpperCase(Locale.ROOT)),
        Names.parse(view.path()),
        entry(view.before()),
        entry(view.after()));
  }

  private static @Nullable TreeEntry entry(@Nullable EntryView view) {
    return view == null ? null : Wire.entry(view);
  }

  @Override
  public Map<String, String> summaries(
      Comparisons.Sides sides, List<Change> changes, int mostFiles, long mostBytes) {
    Map<String, String> lines = new HashMap<>();
    for (Change change : Comparisons.small(changes, mostFiles, mostBytes)) {
      try {
        lines.put(
            change.path(),
            document(sides, Names.show(change.path()), null).path("summary").asString(""));
      } catch (HeveliusException e) {
        if (e.category() == Category.UNAVAILABLE) {
          throw e;
        }
        lines.put(change.path(), "can't be compared: " + e.getMessage());
      }
    }
    return lines;
  }

  private JsonNode document(Comparisons.Sides sides, String path, @Nullable String key) {
    return connection.get(
        ask(sides, "/diff/content").with("path", path).with("key", key), JsonNode.class);
  }

  @Override
  public ContentChange content(Comparisons.Sides sides, String path, ContentOptions options) {
    JsonNode document = document(sides, path, options.keyColumn());
    ContentChange.Kind kind = ContentChange.Kind.valueOf(document.path("kind").asString(""));
    Class<? extends ContentChange> type =
        switch (kind) {
          case SAME -> SameContent.class;
          case TEXT -> TextChange.class;
          case LARGE_TEXT -> LargeTextChange.class;
          case TABLE -> TableChange.class;
          case FITS -> FitsChange.class;
          case BINARY -> BinaryChange.class;
        };
    return Wire.MAPPER.treeToValue(document.path("change"), type);
  }
}
