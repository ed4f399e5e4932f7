package org.hevelius.core.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;
import static org.hevelius.core.catalog.CatalogFixtures.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.Fence;
import org.hevelius.core.snapshot.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of leases promises. */
public abstract class LeaseContract {
  private static final Instant END = TIME.plusSeconds(30);

  private Catalog catalog;
  private LeaseStore store;

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
    store = catalog.leases();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void oneHasItUntilItLapses() {
    assertThat(store.lease("runner")).isEmpty();
    assertThat(store.acquire(lease("a", END), TIME)).isTrue();
    assertThat(store.lease("runner")).contains(lease("a", END));
    assertThat(store.acquire(lease("b", END.plusSeconds(30)), END.minusNanos(1))).isFalse();
    assertThat(store.lease("runner")).contains(lease("a", END));
    assertThat(store.acquire(lease("b", END.plusSeconds(30)), END)).isTrue();
    assertThat(store.acquire(lease("a", END.plusSeconds(60)), END)).isFalse();
    assertThat(store.lease("runner")).contains(lease("b", END.plusSeconds(30)));
  }

  @Test
  void itsHolderRenewsItAlsoAfterItHasLapsed() {
    assertThat(store.acquire(lease("a", END), TIME)).isTrue();
    assertThat(store.acquire(lease("a", END.plusSeconds(20)), TIME.plusSeconds(20))).isTrue();
    assertThat(store.acquire(lease("a", END.plusSeconds(900)), END.plusSeconds(600))).isTrue();
    assertThat(store.lease("runner")).contains(lease("a", END.plusSeconds(900)));
  }

  @Test
  void onlyItsHolderGivesItBack() {
    assertThat(store.acquire(lease("a", END), TIME)).isTrue();
    assertThat(store.release("runner", "b")).isFalse();
    assertThat(store.release("other", "a")).isFalse();
    assertThat(store.release("runner", "a")).isTrue();
    assertThat(store.release("runner", "a")).isFalse();
    assertThat(store.acquire(lease("b", END), TIME)).isTrue();
  }

  @Test
  void aSnapshotIsRecordedOnlyWhileItsHolderHasTheLease() {
    catalog.addDataset(dataset(RAW.text()), event("dataset add", RAW.text()));
    long version = catalog.reserve(RAW, "given").version();
    Snapshot snapshot = snapshot(RAW, version, TIME).build();
    Fence fence = new Fence.Holding("runner", "a");
    assertThat(fence.stands(catalog)).isFalse();
    refuses(snapshot, fence);
    assertThat(store.acquire(lease("b", END), TIME)).isTrue();
    refuses(snapshot, fence);
    assertThat(store.acquire(lease("a", END.plusSeconds(30)), END)).isTrue();
    assertThat(fence.stands(catalog)).isTrue();
    catalog.record(snapshot, event("create", ""), List.of(fence));
    assertThat(catalog.latest(RAW)).contains(snapshot);
  }

  private void refuses(Snapshot snapshot, Fence fence) {
    assertThatThrownBy(() -> catalog.record(snapshot, event("create", ""), List.of(fence)))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELED));
    assertThat(catalog.latest(RAW)).isEmpty();
  }

  @Test
  void leasesOfOtherNamesAreOthers() {
    assertThat(store.acquire(lease("a", END), TIME)).isTrue();
    assertThat(store.acquire(new Lease("other", "b", END), TIME)).isTrue();
    assertThat(store.lease("runner")).contains(lease("a", END));
  }

  @Test
  void ofManyWhoAskAtOnceOneGetsIt() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      Instant now = TIME.plusSeconds(round * 60L);
      ConcurrentLinkedQueue<String> holders = new ConcurrentLinkedQueue<>();
      ConcurrentLinkedQueue<Throwable> failed = new ConcurrentLinkedQueue<>();
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (String holder : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        start.await();
                        if (store.acquire(lease(holder, now.plusSeconds(30)), now)) {
                          holders.add(holder);
                        }
                      } catch (InterruptedException | RuntimeException e) {
                        failed.add(e);
                      }
                    }));
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failed).isEmpty();
      assertThat(holders).hasSize(1);
      assertThat(store.lease("runner").orElseThrow().holder()).isEqualTo(holders.peek());
    }
  }

  private static Lease lease(String holder, Instant until) {
    return new Lease("runner", holder, until);
  }
}
