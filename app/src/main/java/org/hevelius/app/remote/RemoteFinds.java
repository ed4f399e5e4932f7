package org.hevelius.app.remote;

import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.FileHit;
import org.hevelius.core.find.FileInterval;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.snapshot.Reference;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.FileVersionView;
import org.hevelius.core.usecase.Finds;
import org.hevelius.core.usecase.HitView;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.TypeReference;

/** Finds files through a service. */
record RemoteFinds(Connection connection) implements Facade.FindUses {
  private static final int MOST = 1_000_000;

  @Override
  public void find(
      String pattern,
      @Nullable String dataset,
      int limit,
      Consumer<FileHit> hits,
      Progress progress,
      BooleanSupplier canceled) {
    Ask ask =
        Ask.of("files")
            .with("pattern", pattern)
            .with("dataset", dataset)
            .with("limit", Math.min(limit, MOST))
            .with("wait", true);
    try (InputStream body = connection.stream(ask);
        JsonParser parser = Wire.MAPPER.createParser(body)) {
      items(parser);
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        hits.accept(hit(Wire.MAPPER.readValue(parser, HitView.class)));
        if (canceled.getAsBoolean()) {
          throw new HeveliusException(
              Category.CANCELED, "the search was stopped", "nothing was changed");
        }
      }
      var _ = parser.nextToken();
      boolean more = parser.nextToken() == JsonToken.VALUE_TRUE;
      List<Finds.Lag> behind = behind(parser);
      if (more && limit > MOST) {
        throw new HeveliusException(
            Category.PARTIAL, "a service tells at most " + MOST + " names", "narrow the pattern");
      }
      if (!behind.isEmpty()) {
        throw incomplete(behind);
      }
    } catch (java.io.IOException | JacksonException e) {
      throw Problems.unreadable(connection.service(), e);
    }
  }

  /** Reads to the end of the document, without which something could be missing. */
  private List<Finds.Lag> behind(JsonParser parser) {
    List<Finds.Lag> behind = List.of();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      if (token == null) {
        throw Problems.unreadable(connection.service(), new java.io.EOFException("it broke off"));
      }
      if (token == JsonToken.START_ARRAY && parser.currentName().equals("behind")) {
        behind = Wire.MAPPER.readerForListOf(Finds.Lag.class).readValue(parser);
      }
    }
    return behind;
  }

  private static HeveliusException incomplete(List<Finds.Lag> behind) {
    Finds.Lag first = behind.getFirst();
    return new HeveliusException(
        Category.PARTIAL,
        "the service still indexes the names of %s: it knows them up to @%d of @%d"
            .formatted(
                first.dataset()
                    + (behind.size() == 1 ? "" : " and " + (behind.size() - 1) + " more"),
                first.indexed(),
                first.newest()),
        "what was found is right but may not be all; search again in a while");
  }

  private void items(JsonParser parser) {
    while (parser.nextToken() != JsonToken.START_ARRAY) {
      if (parser.currentToken() == null) {
        throw Problems.unreadable(connection.service(), new IllegalStateException("no items"));
      }
    }
  }

  private static FileHit hit(HitView view) {
    return new FileHit(
        DatasetName.of(view.dataset()),
        view.path(),
        new FileInterval(
            view.firstVersion(),
            view.lastVersion(),
            view.present(),
            TreeEntry.Type.valueOf(view.type().toUpperCase(Locale.ROOT)),
            view.size(),
            view.modified(),
            Integer.parseInt(view.mode(), 8),
            null));
  }

  @Override
  public List<FileVersionView> lines(
      String target, boolean summaries, Progress progress, BooleanSupplier canceled) {
    Reference.Split split = Reference.split(target);
    int at = split.head().indexOf('@');
    DatasetName dataset = DatasetName.of(at < 0 ? split.head() : split.head().substring(0, at));
    return connection.get(
        Ask.of(dataset, "/history")
            .with("path", split.path().orElse(""))
            .with("summaries", summaries),
        new TypeReference<>() {});
  }
}
