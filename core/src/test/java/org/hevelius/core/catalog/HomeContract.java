package org.hevelius.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of a home's id promises. */
public abstract class HomeContract {
  private Catalog catalog;
  private HomeStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.home();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void aNewCatalogIsOfNoHome() {
    assertThat(store.id()).isEmpty();
  }

  @Test
  void theFirstIdHolds() {
    assertThat(store.claim("one")).isEqualTo("one");
    assertThat(store.claim("two")).isEqualTo("one");
    assertThat(store.id()).hasValue("one");
  }

  @Test
  void itBecomesAnotherHomeOnlyWhenItIsTold() {
    assertThat(store.claim("one")).isEqualTo("one");
    store.become("two");
    assertThat(store.id()).hasValue("two");
    store.become("two");
    assertThat(store.claim("one")).isEqualTo("two");
  }

  @Test
  void aCatalogThatIsOfNoHomeCanBecomeOne() {
    store.become("two");
    assertThat(store.id()).hasValue("two");
  }

  @Test
  void ofSeveralAtOnceOneWins() throws Exception {
    try (var workers = Executors.newFixedThreadPool(4)) {
      List<Callable<String>> claims = new ArrayList<>();
      for (String id : List.of("a", "b", "c", "d")) {
        claims.add(() -> store.claim(id));
      }
      List<String> held = new ArrayList<>();
      for (Future<String> claim : workers.invokeAll(claims)) {
        held.add(claim.get());
      }
      assertThat(held).containsOnly(store.id().orElseThrow());
    }
  }
}
