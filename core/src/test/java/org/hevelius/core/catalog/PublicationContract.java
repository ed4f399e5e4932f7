package org.hevelius.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.publication.About;
import org.hevelius.core.publication.ContentId;
import org.hevelius.core.publication.Creator;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.publication.PublicationStore;
import org.hevelius.core.publication.Withdrawal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of publications promises. */
public abstract class PublicationContract {
  private static final ContentId CONTENT = new ContentId("0123456789abcdef".repeat(4));
  private static final About ABOUT =
      new About(
          "Raw \"frames\" of Größe",
          List.of(new Creator("Chen, Maya", "0000-0002-1825-0097"), new Creator("NASA", null)),
          "Orbital Dynamics",
          2026,
          "CC-BY-4.0",
          "10.5281/zenodo.1",
          List.of("10.1000/a", "10.1000/b"));
  private static final About LEAST =
      new About("t", List.of(new Creator("x", null)), About.UNKNOWN, 1000, null, null, List.of());
  private static final Instant LATER = TIME.plusSeconds(60);
  private static final Publication A = publication("a_20260101_000000_x", ABOUT);
  private static final Publication B = publication("b_20260101_000000_x", LEAST);
  private static final Withdrawal WRONG = new Withdrawal(TIME.plusSeconds(9), "sam", "wrong gain");

  private Catalog catalog;
  private PublicationStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.publications();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static Publication publication(String name, About about) {
    return new Publication(RAW, 12, name, CONTENT, 3, 1L << 40, about, TIME, "maya", null);
  }

  @Test
  void publicationsComeBackByTheirNameAndContent() {
    store.add(B, event("publish", "b"));
    store.add(A, event("publish", "a"));
    assertThat(store.of(A.name())).containsExactly(A);
    assertThat(store.of("c")).isEmpty();
    assertThat(store.of(CONTENT, 5)).containsExactly(A, B);
    assertThat(store.of(CONTENT, 1)).containsExactly(A);
    assertThat(store.of(new ContentId("0".repeat(64)), 5)).isEmpty();
    assertThat(catalog.audit().map(entry -> entry.event().target())).containsExactly("b", "a");
  }

  @Test
  void aVersionIsPublishedOnceUntilItIsWithdrawnAndNothingIsForgotten() {
    store.add(A, event("publish", "a"));
    fails(Category.CONFLICT, () -> store.add(A, event("publish", "again")));
    store.withdraw(A, WRONG, event("withdraw", "a"));
    assertThat(store.of(A.name())).containsExactly(A.withdrawn(WRONG));
    fails(Category.CONFLICT, () -> store.withdraw(A, WRONG, event("withdraw", "again")));
    fails(
        Category.CONFLICT,
        () -> store.withdraw(A.withdrawn(WRONG), WRONG, event("withdraw", "again")));
    fails(Category.INVALID, () -> store.add(A.withdrawn(WRONG), event("publish", "again")));
    Publication second = publication(A.name(), LEAST);
    store.add(second, event("publish", "second"));
    assertThat(store.of(A.name())).containsExactly(second, A.withdrawn(WRONG));
    fails(Category.CONFLICT, () -> store.withdraw(B, WRONG, event("withdraw", "b")));
    assertThat(catalog.audit()).hasSize(3);
  }

  @Test
  void allAreListedPageByPageTheNewestFirst() {
    Publication other =
        new Publication(
            DatasetName.of("cosmos7"), 1, "c", CONTENT, 1, 1, LEAST, TIME, "maya", null);
    Publication below =
        new Publication(
            DatasetName.of("cosmos7/raw/x"), 1, "d", CONTENT, 1, 1, LEAST, LATER, "sam", null);
    Publication beside =
        new Publication(
            DatasetName.of("cosmos7/raw-x"), 1, "e", CONTENT, 1, 1, LEAST, LATER, "sam", null);
    store.add(A, event("publish", "a"));
    store.withdraw(A, WRONG, event("withdraw", "a"));
    Publication again = publication(A.name(), LEAST);
    for (Publication one : List.of(again, other, below, beside)) {
      store.add(one, event("publish", one.name()));
    }
    assertThat(listed(null, false))
        .containsExactly(below, beside, again, A.withdrawn(WRONG), other);
    assertThat(listed(RAW, false)).containsExactly(again, A.withdrawn(WRONG));
    assertThat(listed(RAW, true)).containsExactly(below, again, A.withdrawn(WRONG));
    assertThat(listed(DatasetName.of("cosmos7"), true)).hasSize(5);
    assertThat(listed(DatasetName.of("none"), true)).isEmpty();
  }

  /** All of them, asked for one by one. */
  private List<Publication> listed(@Nullable DatasetName dataset, boolean below) {
    List<Publication> all = new ArrayList<>();
    PublicationStore.@Nullable Position after = null;
    List<PublicationStore.Entry> page;
    do {
      page = store.page(new PublicationStore.Query(dataset, below, after, 1));
      for (PublicationStore.Entry entry : page) {
        all.add(entry.publication());
        after = entry.position();
      }
    } while (!page.isEmpty());
    return all;
  }

  @Test
  void publicationsOutliveARebuild() {
    store.add(A, event("publish", "a"));
    catalog.rebuild(Stream.empty(), event("rebuild", "x"));
    assertThat(store.of(A.name())).containsExactly(A);
  }

  private static void fails(Category category, ThrowingCallable call) {
    assertThat(catchThrowableOfType(HeveliusException.class, call))
        .isNotNull()
        .extracting(HeveliusException::category)
        .isEqualTo(category);
  }
}
