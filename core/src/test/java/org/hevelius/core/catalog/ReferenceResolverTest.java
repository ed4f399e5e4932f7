package org.hevelius.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.TIME;
import static org.hevelius.core.catalog.CatalogFixtures.capture;
import static org.hevelius.core.catalog.CatalogFixtures.dataset;
import static org.hevelius.core.catalog.CatalogFixtures.event;
import static org.hevelius.core.catalog.CatalogFixtures.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.KnownGood;
import org.hevelius.core.snapshot.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferenceResolverTest {
  private final Catalog catalog = new InMemoryCatalog();
  private final ReferenceResolver resolver = new ReferenceResolver(catalog);

  @BeforeEach
  void fill() {
    catalog.addDataset(dataset("cosmos7/raw"), event("add", ""));
    catalog.addDataset(dataset("cosmos7/empty"), event("add", ""));
    record("pre-mars-calibration", "aaaabbbb" + "1".repeat(56));
    record("post-mars", "aaaabbbb" + "2".repeat(56));
    Snapshot third = record("venus", "cccc" + "3".repeat(60));
    catalog.forget(third, event("forget", ""));
  }

  @Test
  void findsByEveryForm() {
    Snapshot first = catalog.snapshot(RAW, 1).orElseThrow();
    for (String text :
        List.of(
            "cosmos7/raw@1",
            "cosmos7/raw@pre-mars-calibration",
            first.name(),
            "aaaabbbb1",
            "aaaabbbb" + "1".repeat(56))) {
      assertThat(resolver.resolve(text)).as(text).isEqualTo(first);
    }
    assertThat(resolver.resolve("cosmos7/raw@latest").version()).isEqualTo(2);
  }

  @Test
  void findsTheNewestThatWasKnownGoodOrWasThereAtAMoment() {
    record("later", "dddd" + "4".repeat(60), TIME.plus(Duration.ofDays(2)));
    assertThat(resolver.resolve("cosmos7/raw@2026-11-21").version()).isEqualTo(2);
    assertThat(resolver.resolve("cosmos7/raw@2026-11-21T1030").version()).isEqualTo(2);
    assertThat(resolver.resolve("cosmos7/raw@2026-11-22").version()).isEqualTo(2);
    assertThat(resolver.resolve("cosmos7/raw@2026-11-23").version()).isEqualTo(4);
    assertThat(failure("cosmos7/raw@2026-11-21T1029"))
        .hasMessageContaining("no snapshot that was taken by 2026-11-21T1029");
    assertThat(failure("cosmos7/raw@2026-11-20").advice().getFirst()).contains("cosmos7/raw@1");
    assertThat(failure("cosmos7/empty@2026-11-20")).hasMessageContaining("no snapshot yet");
    assertThat(failure("cosmos7/raw@known-good").category()).isEqualTo(Category.NOT_FOUND);
    Snapshot first = catalog.snapshot(RAW, 1).orElseThrow();
    Snapshot good = first.edit().knownGood(new KnownGood("maya", TIME, "")).build();
    catalog.replace(first, good, event("known-good", ""));
    assertThat(resolver.resolve("cosmos7/raw@known-good")).isEqualTo(good);
  }

  @Test
  void neverMatchesPartOfANameButSaysWhatWasMeant() {
    HeveliusException e = failure("cosmos7/raw@mars");
    assertThat(e.category()).isEqualTo(Category.NOT_FOUND);
    assertThat(e)
        .hasMessage("no snapshot of cosmos7/raw is called \"mars\"; references match exactly");
    assertThat(e.advice())
        .containsExactly(
            "did you mean  cosmos7/raw@2  post-mars",
            "did you mean  cosmos7/raw@1  pre-mars-calibration");
  }

  @Test
  void anAmbiguousIdListsTheCandidates() {
    HeveliusException e = failure("aaaabbbb");
    assertThat(e.category()).isEqualTo(Category.CONFLICT);
    assertThat(e.advice())
        .contains("cosmos7/raw@2  post-mars", "cosmos7/raw@1  pre-mars-calibration");
    assertThat(failure("ffffffff")).hasMessageContaining("begins with ffffffff");
  }

  @Test
  void tellsForgottenVersionsFromFutureOnes() {
    assertThat(failure("cosmos7/raw@3")).hasMessageContaining("isn't there any more");
    assertThat(failure("cosmos7/raw@4")).hasMessageContaining("has no version 4 yet");
    assertThat(failure("cosmos7/raw@4").advice())
        .containsExactly("the newest is  cosmos7/raw@2  post-mars");
    assertThat(failure("cosmos7/empty@latest")).hasMessageContaining("no snapshot yet");
  }

  @Test
  void suggestsDatasetsAndWholeReferences() {
    assertThat(failure("cosmos7/rwa@1").advice()).containsExactly("did you mean  cosmos7/raw");
    assertThat(failure("cosmos7/rwa@x").advice()).containsExactly("did you mean  cosmos7/raw");
    assertThat(failure("quux@latest").advice())
        .containsExactly("all datasets: hevelius dataset list");
    assertThat(failure("cosmos7/raw")).hasMessageContaining("is a dataset, not a snapshot");
    assertThat(failure("post-mars").advice())
        .containsExactly("did you mean  cosmos7/raw@2  post-mars");
    assertThat(failure("nothing-like-it").category()).isEqualTo(Category.INVALID);
    String name = catalog.snapshot(RAW, 2).orElseThrow().name();
    assertThat(failure(name.replace("mars", "mras")).advice())
        .containsExactly("did you mean  " + name);
  }

  private Snapshot record(String shortName, String id) {
    return record(shortName, id, TIME);
  }

  private Snapshot record(String shortName, String id, Instant time) {
    Reservation reserved =
        catalog.reserve(RAW, "cosmos7-raw_20261121_103000_" + shortName.replace('-', '_'));
    Snapshot snapshot =
        snapshot(RAW, reserved.version(), time)
            .name(reserved.name())
            .shortName(shortName)
            .captures(List.of(capture(id)))
            .build();
    catalog.record(snapshot, event("create", ""));
    return snapshot;
  }

  private HeveliusException failure(String text) {
    return catchThrowableOfType(HeveliusException.class, () -> resolver.resolve(text));
  }
}
