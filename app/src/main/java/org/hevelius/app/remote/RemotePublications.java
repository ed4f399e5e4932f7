package org.hevelius.app.remote;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.publication.CitationFormat;
import org.hevelius.core.publication.Creator;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.PublicationView;
import org.hevelius.core.usecase.PublicationWish;
import org.hevelius.core.usecase.Publications;
import org.hevelius.core.usecase.SnapshotView;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Publications behind a service, which makes the same plan again when it is carried out. */
final class RemotePublications implements Facade.PublicationUses {
  private static final int PAGE = 500;

  private record Planned(Map<String, Object> wish, String tag) {}

  private final Connection connection;
  private final RemoteSnapshots snapshots;
  private final Map<String, Planned> planned = new HashMap<>();

  RemotePublications(Connection connection, RemoteSnapshots snapshots) {
    this.connection = connection;
    this.snapshots = snapshots;
  }

  @Override
  public Publications.Plan plan(String reference, PublicationWish wish) {
    Snapshot snapshot = snapshots.show(reference);
    Map<String, Object> body = body(wish);
    Connection.Answer answer =
        connection.change("POST", Ask.of(snapshot, "/publication-plan"), body, Map.of());
    PublicationView view = answer.as(PublicationView.class);
    String id = Objects.requireNonNull(view.plan(), "the name of the plan");
    planned.put(id, new Planned(body, answer.tag()));
    return new Publications.Plan(id, snapshot, Wire.about(view));
  }

  private static Map<String, Object> body(PublicationWish wish) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("creators", wish.creators().stream().map(RemotePublications::person).toList());
    body.put("related", wish.related());
    put(body, "title", wish.title());
    put(body, "publisher", wish.publisher());
    put(body, "year", wish.year());
    put(body, "license", wish.license());
    put(body, "doi", wish.doi());
    return body;
  }

  private static Map<String, Object> person(Creator creator) {
    Map<String, Object> person = new LinkedHashMap<>();
    person.put("name", creator.name());
    put(person, "orcid", creator.orcid());
    return person;
  }

  private static void put(Map<String, Object> body, String field, @Nullable Object value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  @Override
  public Publication execute(Publications.Plan plan, Progress progress, BooleanSupplier canceled) {
    Planned known = Objects.requireNonNull(planned.get(plan.id()), "a plan of this connection");
    Connection.Answer accepted =
        connection.start(
            Ask.of(plan.snapshot(), "/publication"), known.wish(), Map.of("If-Match", known.tag()));
    return Wire.publication(
        Wire.MAPPER.treeToValue(
            Following.end(connection, accepted, progress, canceled), PublicationView.class));
  }

  @Override
  public Snapshot withdraw(String reference, String reason) {
    Ask ask = Ask.of(snapshots.show(reference), "/publication").with("reason", reason);
    return Wire.snapshot(connection.change("DELETE", ask, null, Map.of()).as(SnapshotView.class));
  }

  @Override
  public Publication cited(Snapshot snapshot) {
    return Publications.citable(snapshot, newest(snapshot));
  }

  private Optional<Publication> newest(Snapshot snapshot) {
    try {
      return Optional.of(
          Wire.publication(
              connection.get(Ask.of(snapshot, "/publication"), PublicationView.class)));
    } catch (HeveliusException e) {
      if (e.category() == Category.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void cite(
      Snapshot snapshot,
      Publication publication,
      CitationFormat format,
      Consumer<String> out,
      BooleanSupplier canceled) {
    Ask ask = Ask.of(snapshot, "/citation").with("format", format.text());
    try (Reader text = new InputStreamReader(connection.stream(ask), StandardCharsets.UTF_8)) {
      char[] part = new char[8192];
      for (int read = text.read(part); read >= 0; read = text.read(part)) {
        if (canceled.getAsBoolean()) {
          throw new HeveliusException(Category.CANCELED, "writing the citation was canceled");
        }
        out.accept(new String(part, 0, read));
      }
    } catch (IOException e) {
      throw Problems.unreadable(connection.service(), e);
    }
  }

  @Override
  public Stream<Publication> list(@Nullable String datasets) {
    Ask ask = Ask.of("publications").with("limit", PAGE).with("dataset", datasets);
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new Pages(ask), Spliterator.ORDERED), false);
  }

  /** Holds one page at a time. */
  private final class Pages implements Iterator<Publication> {
    private final Ask ask;
    private Iterator<PublicationView> page = List.<PublicationView>of().iterator();
    private @Nullable String next = "";

    Pages(Ask ask) {
      this.ask = ask;
    }

    @Override
    public boolean hasNext() {
      while (!page.hasNext() && next != null) {
        Wire.Page<PublicationView> read =
            connection.get(
                next.isEmpty() ? ask : ask.with("cursor", next), new TypeReference<>() {});
        page = read.items().iterator();
        next = read.next();
      }
      return page.hasNext();
    }

    @Override
    public Publication next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return Wire.publication(page.next());
    }
  }
}
