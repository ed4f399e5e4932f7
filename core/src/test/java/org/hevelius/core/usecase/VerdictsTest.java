package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;
import static org.hevelius.core.catalog.CatalogFixtures.snapshot;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hevelius.core.access.PlainHasher;
import org.hevelius.core.catalog.InMemoryCatalog;
import org.hevelius.core.catalog.PolicyChange;
import org.hevelius.core.catalog.Reservation;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.InMemoryFileIndex;
import org.hevelius.core.policy.PolicyReader;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.OneRepository;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.testkit.TestClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of retention is what retention says. */
class VerdictsTest {
  private static final int SNAPSHOTS = 30;

  private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Context context =
      new Context(
          catalog,
          new InMemoryFileIndex(),
          Map.of(),
          new OneRepository(),
          GitReader.NONE,
          new Actor("maya", "mars"),
          clock,
          new PlainHasher());
  private final Verdicts verdicts = new Verdicts();

  @BeforeEach
  void fill() {
    catalog.addDataset(dataset(RAW.text()), event("add", "raw"));
    for (int version = 1; version <= SNAPSHOTS; version++) {
      record(version, Duration.ofDays(3L * (SNAPSHOTS - version)));
    }
  }

  @Test
  void isWhatRetentionSaysHoweverTheCatalogChanges() {
    agrees();
    Snapshot old = catalog.snapshot(RAW, 1).orElseThrow();
    assertThat(kept(1L).keep()).isFalse();
    Snapshot held =
        old.edit().hold(new Hold(Hold.Kind.LEGAL, "case", "maya", clock.instant())).build();
    catalog.replace(old, held, event("hold", "1"));
    agrees();
    assertThat(kept(1L).text()).isEqualTo("legal");
    record(SNAPSHOTS + 1, Duration.ZERO);
    agrees();
    catalog.forget(catalog.snapshot(RAW, 2).orElseThrow(), event("forget", "2"));
    agrees();
    assertThat(verdicts.of(context, RAW)).doesNotContainKey(2L).hasSize(SNAPSHOTS);
    String policy = "policies:\n- {name: x, scopes: [cosmos7/**], retention: last 3}\n";
    catalog.changePolicies(
        List.of(new PolicyChange(null, PolicyReader.read("x", policy, null).getFirst())),
        event("policy apply", "x"));
    agrees();
    assertThat(kept(SNAPSHOTS - 3L).keep()).isFalse();
  }

  @Test
  void isWhatRetentionSaysHoweverTimePasses() {
    for (int hours = 0; hours < 24 * 60; hours += 5) {
      agrees();
      clock.advance(Duration.ofHours(5));
    }
    clock.advance(Duration.ofDays(-50));
    agrees();
  }

  @Test
  void isDecidedOnceAsLongAsItHolds() {
    Map<Long, KeptBy> first = verdicts.of(context, RAW);
    clock.advance(Duration.ofMinutes(1));
    assertThat(verdicts.of(context, RAW)).isSameAs(first);
  }

  @Test
  void takesNoMoreMemoryThanItMay() {
    Verdicts small = new Verdicts(SNAPSHOTS);
    Map<Long, KeptBy> first = small.of(context, RAW);
    assertThat(small.of(context, RAW)).isEqualTo(first).isNotSameAs(first);
    Verdicts enough = new Verdicts(SNAPSHOTS + 1);
    Map<Long, KeptBy> kept = enough.of(context, RAW);
    assertThat(enough.of(context, RAW)).isSameAs(kept);
    var _ = enough.of(context, DatasetName.of("other"));
    assertThat(enough.of(context, RAW)).isEqualTo(kept).isNotSameAs(kept);
  }

  private KeptBy kept(long version) {
    return Objects.requireNonNull(verdicts.of(context, RAW).get(version));
  }

  private void agrees() {
    Map<Long, KeptBy> wanted = new HashMap<>();
    new Snapshots(context)
        .retention(RAW)
        .forEach((version, decision) -> wanted.put(version, KeptBy.of(decision)));
    assertThat(verdicts.of(context, RAW)).as("at %s", clock.instant()).isEqualTo(wanted);
  }

  private void record(int version, Duration ago) {
    Snapshot taken = snapshot(RAW, version, clock.instant().minus(ago)).build();
    Reservation _ = catalog.reserve(RAW, taken.name());
    catalog.record(taken, event("create", taken.reference()));
  }
}
