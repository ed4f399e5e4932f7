package org.hevelius.core.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.publication.ContentId;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.publication.PublicationStore;
import org.hevelius.core.publication.Withdrawal;

/** The publications of a catalog in memory. */
final class InMemoryPublications implements PublicationStore {
  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::published)
          .reversed()
          .thenComparing(Position::name)
          .thenComparing(Position::ordinal, Comparator.reverseOrder());

  private final Consumer<AuditEvent> audit;
  private final List<Publication> newestFirst = new ArrayList<>();

  InMemoryPublications(Consumer<AuditEvent> audit) {
    this.audit = audit;
  }

  @Override
  public synchronized void add(Publication publication, AuditEvent event) {
    if (publication.withdrawn() != null) {
      throw new HeveliusException(Category.INVALID, "it is withdrawn");
    }
    if (of(publication.name()).stream().anyMatch(other -> other.withdrawn() == null)) {
      throw new HeveliusException(Category.CONFLICT, "it is published already");
    }
    newestFirst.addFirst(publication);
    audit.accept(event);
  }

  @Override
  public synchronized void withdraw(Publication expected, Withdrawal withdrawal, AuditEvent event) {
    if (expected.withdrawn() != null
        || !of(expected.name()).stream().limit(1).toList().contains(expected)) {
      throw new HeveliusException(Category.CONFLICT, "it was changed meanwhile");
    }
    newestFirst.set(newestFirst.indexOf(expected), expected.withdrawn(withdrawal));
    audit.accept(event);
  }

  @Override
  public synchronized List<Publication> of(String name) {
    return newestFirst.stream().filter(publication -> publication.name().equals(name)).toList();
  }

  @Override
  public synchronized List<Publication> of(ContentId content, int limit) {
    return newestFirst.stream()
        .filter(publication -> publication.content().equals(content))
        .sorted(Comparator.comparing(Publication::name))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Entry> page(Query query) {
    Position after = query.after();
    return newestFirst.stream()
        .filter(publication -> isWanted(publication.dataset(), query))
        .map(publication -> new Entry(ordinal(publication), publication))
        .sorted(Comparator.comparing(Entry::position, ORDER))
        .filter(entry -> after == null || ORDER.compare(entry.position(), after) > 0)
        .limit(query.limit())
        .toList();
  }

  private static boolean isWanted(DatasetName dataset, Query query) {
    DatasetName top = query.dataset();
    return top == null || dataset.equals(top) || (query.below() && dataset.isWithin(top));
  }

  private long ordinal(Publication publication) {
    List<Publication> ofIt = of(publication.name());
    return (long) ofIt.size() - ofIt.indexOf(publication);
  }
}
