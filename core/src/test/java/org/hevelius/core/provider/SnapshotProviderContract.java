package org.hevelius.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.provider.Captures.begin;
import static org.hevelius.core.provider.Captures.dataset;
import static org.hevelius.core.provider.Captures.live;
import static org.hevelius.core.provider.Captures.manifest;
import static org.hevelius.core.provider.Captures.state;
import static org.hevelius.core.provider.Captures.take;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.SnapshotProvider.Presence;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.tree.SnapshotTree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every provider does. */
public abstract class SnapshotProviderContract {
  private static final Instant LATER = Instant.parse("2026-11-22T00:00:00Z");

  private ProviderFixture fixture;

  /** Storage to test with, with nothing in it yet. */
  protected abstract ProviderFixture fixture();

  @BeforeEach
  void setUp() {
    fixture = fixture();
  }

  @AfterEach
  void tearDown() {
    fixture.close();
  }

  private SnapshotProvider provider() {
    return fixture.provider();
  }

  /** The storage of this test. */
  final ProviderFixture made() {
    return fixture;
  }

  final SourceSpec filled() {
    SourceSpec source = fixture.source("raw");
    fixture.write(source, "calib/mars.caldb", "gain 1.0021\n");
    fixture.write(source, "events/night1.csv", "t,e\n1,2\n");
    return source;
  }

  @Test
  void aPublishedCaptureIsCompleteImmutableAndFound() {
    SourceSpec source = filled();
    SortedMap<String, String> before = live(provider(), source);
    Capture capture = take(provider(), source, 1);
    fixture.write(source, "calib/mars.caldb", "gain 1.2100\n");
    fixture.write(source, "events/night2.csv", "new");
    fixture.remove(source, "events/night1.csv");
    assertThat(state(provider(), capture)).isEqualTo(before).hasSize(4);
    assertThat(provider().exists(capture)).isTrue();
    assertThat(capture.source()).isEqualTo(source);
    assertThat(recovered())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.manifest().snapshot().reference()).isEqualTo("cosmos7/raw@1");
              assertThat(found.captures())
                  .extracting(Capture::id, Capture::source, Capture::provider, Capture::repository)
                  .containsExactly(
                      org.assertj.core.groups.Tuple.tuple(
                          capture.id(), source, capture.provider(), capture.repository()));
            });
  }

  @Test
  void nothingIsLeftWhenACaptureIsClosedBeforeItIsPublished() {
    SourceSpec source = filled();
    try (PendingCapture pending = begin(provider(), dataset(source), 1, List.of())) {
      assertThat(pending.contents())
          .extracting(PendingCapture.Content::source)
          .containsExactly(source);
    }
    assertThat(recovered()).isEmpty();
    Capture capture = take(provider(), source, 1);
    assertThat(recovered()).hasSize(1);
    assertThat(state(provider(), capture)).isEqualTo(live(provider(), source));
  }

  @Test
  void aCaptureHasExactlyWhatWasThereWhateverItIsCalled() {
    SourceSpec source = filled();
    List<String> names =
        List.of(
            "with space", "it's \"quoted\"", "new\nline", "tab\there", "Größe ☉", "-rf", "a\\b");
    for (String name : names) {
      fixture.write(source, "odd/" + name, "content of " + name);
    }
    fixture.mode(source, "odd/with space", 0640);
    fixture.mode(source, "calib", 0750);
    fixture.link(source, "latest", "events/night1.csv");
    fixture.link(source, "nowhere", "../none");
    fixture.write(source, "empty", "");
    SortedMap<String, String> now = live(provider(), source);
    assertThat(now)
        .containsEntry("odd/with space", TreeStates.file(0640, "content of with space"))
        .containsEntry("calib", TreeStates.directory(0750))
        .containsEntry("latest", TreeStates.link("events/night1.csv"))
        .containsEntry("nowhere", TreeStates.link("../none"))
        .containsKeys(names.stream().map(name -> "odd/" + name).toArray(String[]::new));
    Capture capture = take(provider(), source, 1);
    try (SnapshotTree stored = provider().open(capture);
        SnapshotTree present = provider().live(dataset(source), source)) {
      assertThat(TreeStates.withTimes(stored)).isEqualTo(TreeStates.withTimes(present));
      assertThat(stored.find("odd/new\nline")).isPresent();
      assertThat(stored.find("odd/new")).isEmpty();
      assertThat(stored.find("latest/x")).isEmpty();
    }
  }

  @Test
  void severalSourcesAreTakenTogetherInTheirOrder() {
    SourceSpec one = filled();
    SourceSpec other = fixture.source("my notes");
    fixture.write(other, "log.txt", "clear sky\n");
    Dataset both = dataset(other, one);
    List<Capture> captures;
    try (PendingCapture pending = begin(provider(), both, 1, List.of())) {
      assertThat(pending.contents())
          .extracting(PendingCapture.Content::source)
          .containsExactly(other, one);
      boolean atomic = can(Capability.ATOMIC_SET, one) && can(Capability.ATOMIC_SET, other);
      if (!atomic) {
        assertThat(pending.guarantee()).isNotEqualTo(Guarantee.ATOMIC);
      }
      captures = pending.publish(manifest(both, 1));
    }
    assertThat(captures).extracting(Capture::source).containsExactly(other, one);
    assertThat(state(provider(), captures.getFirst())).containsOnlyKeys("log.txt");
    assertThat(recovered())
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.captures())
                    .extracting(Capture::source)
                    .containsExactlyInAnyOrder(other, one));
    provider().forget(captures);
    assertThat(recovered()).isEmpty();
  }

  @Test
  void nothingIsTakenWhenOneSourceIsMissing() {
    SourceSpec source = filled();
    Dataset both = dataset(source, fixture.missing());
    assertThatThrownBy(() -> take(provider(), both, 1)).isInstanceOf(HeveliusException.class);
    assertThat(recovered()).isEmpty();
    assertThatThrownBy(() -> provider().probe(fixture.missing()))
        .satisfies(e -> assertThat(category(e)).isIn(Category.UNAVAILABLE, Category.INVALID));
  }

  @Test
  void itKnowsWhatStandsInThePlaceOfASource() {
    SourceSpec source = fixture.source("fresh");
    assertThat(provider().presence(source)).isEqualTo(Presence.EMPTY);
    fixture.write(source, "file", "x");
    assertThat(provider().presence(source)).isEqualTo(Presence.THERE);
    assertThat(provider().presence(fixture.missing())).isEqualTo(Presence.MISSING);
    assertThat(provider().room(source).orElse(0)).isNotNegative();
    assertThat(provider().room(fixture.missing()).orElse(0)).isNotNegative();
    provider().probe(source);
  }

  @Test
  void itAnswersForEachCapabilityOnceAndSaysWhyNot() {
    List<Support> answers = provider().capabilities(filled());
    assertThat(answers)
        .extracting(Support::capability)
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Capability.values()));
    assertThat(answers)
        .filteredOn(answer -> !answer.available())
        .allSatisfy(answer -> assertThat(answer.note()).as(answer.toString()).isNotBlank());
  }

  @Test
  void aDryRunTellsWhatTheRestoreInPlaceThenDoes() {
    SourceSpec source = filled();
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars.caldb", "gain 1.2100\n");
    fixture.write(source, "calib/added", "later");
    fixture.remove(source, "events");
    SortedMap<String, String> changed = live(provider(), source);
    RestoreOrders restores = new RestoreOrders(provider());
    List<String> planned = restores.inPlace(want, null, true);
    assertThat(live(provider(), source)).isEqualTo(changed);
    assertThat(planned)
        .contains("OVERWRITE calib/mars.caldb", "DELETE calib/added", "CREATE events/night1.csv");
    Capture guard = take(provider(), source, 2);
    assertThat(restores.inPlace(want, guard, false)).isEqualTo(planned);
    assertThat(live(provider(), source)).isEqualTo(before);
    assertThat(state(provider(), guard)).isEqualTo(changed);
    assertThat(state(provider(), want)).isEqualTo(before);
    assertThat(restores.inPlace(want, null, true)).allMatch(told -> told.startsWith("UNCHANGED"));
  }

  @Test
  void itRestoresToANewPlaceAndLeavesTheSourceAlone() {
    SourceSpec source = filled();
    fixture.mode(source, "calib/mars.caldb", 0600);
    fixture.link(source, "latest", "events/night1.csv");
    SortedMap<String, String> before = live(provider(), source);
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars.caldb", "gain 1.2100\n");
    SortedMap<String, String> changed = live(provider(), source);
    String place = fixture.newPlace();
    assertThat(new RestoreOrders(provider()).to(place, want)).isNotEmpty();
    assertThat(fixture.stateOf(place)).isEqualTo(before);
    assertThat(live(provider(), source)).isEqualTo(changed);
  }

  @Test
  void aChangeIsTakenBackAndLaterOnesStay() {
    SourceSpec source = filled();
    Capture before = take(provider(), source, 1);
    fixture.write(source, "calib/mars.caldb", "gain 1.2100\n");
    fixture.write(source, "events/night1.csv", "wrong\n");
    Capture after = take(provider(), source, 2);
    fixture.write(source, "events/night1.csv", "wrong, then edited\n");
    fixture.write(source, "notes", "kept");
    RestoreOrders restores = new RestoreOrders(provider());
    List<String> planned = restores.threeWay(before, after, null, true);
    Capture guard = take(provider(), source, 3);
    assertThat(restores.threeWay(before, after, guard, false)).isEqualTo(planned);
    assertThat(planned).contains("OVERWRITE calib/mars.caldb", "CONFLICT events/night1.csv");
    assertThat(live(provider(), source))
        .containsEntry("calib/mars.caldb", TreeStates.file(0644, "gain 1.0021\n"))
        .containsEntry("events/night1.csv", TreeStates.file(0644, "wrong, then edited\n"))
        .containsKey("notes");
  }

  @Test
  void nothingIsOverwrittenWithoutAGuardOfTheSource() {
    SourceSpec source = filled();
    Capture want = take(provider(), source, 1);
    fixture.write(source, "calib/mars.caldb", "gain 1.2100\n");
    SortedMap<String, String> changed = live(provider(), source);
    SourceSpec other = fixture.source("other");
    Capture stranger = take(provider(), other, 2);
    for (@Nullable Capture guard : Arrays.asList(null, stranger)) {
      assertThatThrownBy(() -> new RestoreOrders(provider()).inPlace(want, guard, false))
          .isInstanceOf(HeveliusException.class);
      assertThat(live(provider(), source)).isEqualTo(changed);
    }
  }

  @Test
  void whatIsKnownOfASnapshotChangesAndItsDataDoesNot() {
    SourceSpec source = filled();
    SortedMap<String, String> before = live(provider(), source);
    Capture first = take(provider(), source, 1);
    Capture second = take(provider(), source, 2);
    fixture.write(source, "calib/mars.caldb", "gain 1.2100\n");
    Manifest edited =
        manifest(
            dataset(source),
            1,
            LATER,
            edit ->
                edit.description("It's \"better\"\tdescribed: ☉")
                    .hold(new Hold(Hold.Kind.PERMANENT, "baseline", "maya", LATER)));
    List<Capture> now = provider().annotate(List.of(first), edited);
    assertThat(now).singleElement().matches(provider()::exists);
    assertThat(state(provider(), now.getFirst())).isEqualTo(before);
    assertThat(recovered())
        .extracting(found -> found.manifest().snapshot().description())
        .containsExactlyInAnyOrder("It's \"better\"\tdescribed: ☉", "v2");
    Recovered held = recovered(1);
    assertThat(held.manifest().snapshot().isPermanent()).isTrue();
    assertThat(held.captures().getFirst().id()).isEqualTo(now.getFirst().id());
    // Again, which must be no error; then the hold ends, and so it can be forgotten.
    List<Capture> again = provider().annotate(now, edited);
    List<Capture> free = provider().annotate(again, manifest(dataset(source), 1));
    assertThat(recovered(1).manifest().snapshot().isHeld()).isFalse();
    provider().forget(free);
    assertThat(recovered()).hasSize(1);
    assertThat(provider().exists(second)).isTrue();
  }

  @Test
  void aLongDescriptionIsKeptAsItIs() {
    SourceSpec source = filled();
    String text = "Größe 1'000 \"m\" ".repeat(240).strip();
    List<Capture> captures;
    try (PendingCapture pending = begin(provider(), dataset(source), 1, List.of())) {
      captures =
          pending.publish(manifest(dataset(source), 1, LATER, edit -> edit.description(text)));
    }
    assertThat(recovered(1).manifest().snapshot().description()).isEqualTo(text);
    provider().forget(captures);
    assertThat(recovered()).isEmpty();
  }

  @Test
  void forgettingRemovesExactlyOneSnapshotAndMayBeRepeated() {
    SourceSpec source = filled();
    Capture first = take(provider(), source, 1);
    Capture second = take(provider(), source, 2);
    Capture third = take(provider(), source, 3);
    provider().forget(List.of(second));
    provider().forget(List.of(second));
    assertThat(provider().exists(second)).isFalse();
    assertThat(provider().exists(first)).isTrue();
    assertThat(provider().exists(third)).isTrue();
    assertThat(recovered())
        .extracting(found -> found.manifest().snapshot().version())
        .containsExactlyInAnyOrder(1L, 3L);
    assertThatThrownBy(() -> state(provider(), second)).isInstanceOf(HeveliusException.class);
    assertThat(state(provider(), third)).isEqualTo(live(provider(), source));
  }

  @Test
  void whatAnotherProgramMadeIsNeitherForgottenNorChanged() {
    SourceSpec source = filled();
    Capture foreign = fixture.foreign(source, "autosnap daily");
    refused(() -> provider().forget(List.of(foreign)));
    refused(() -> provider().annotate(List.of(foreign), manifest(dataset(source), 1)));
    assertThat(provider().exists(foreign)).isTrue();
    assertThat(recovered()).isEmpty();
    assertThat(state(provider(), foreign)).isEqualTo(live(provider(), source));
  }

  @Test
  void everythingIsFoundAgainByANewProcess() {
    SourceSpec source = filled();
    SortedMap<String, String> before = live(provider(), source);
    Capture first = take(provider(), source, 1);
    fixture.write(source, "calib/mars.caldb", "gain 1.2100\n");
    Capture second = take(provider(), source, 2);
    fixture.reopen();
    assertThat(provider().exists(first)).isTrue();
    assertThat(state(provider(), first)).isEqualTo(before);
    assertThat(recovered()).hasSize(2);
    assertThat(provider().recover(dataset(source), version -> version == 2))
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.captures()).extracting(Capture::id).containsExactly(second.id()));
  }

  final boolean can(Capability capability, SourceSpec source) {
    return provider().capabilities(source).stream()
        .anyMatch(support -> support.capability() == capability && support.available());
  }

  private List<Recovered> recovered() {
    try (Stream<Recovered> all = provider().recover()) {
      return all.toList();
    }
  }

  private Recovered recovered(long version) {
    return recovered().stream()
        .filter(found -> found.manifest().snapshot().version() == version)
        .findFirst()
        .orElseThrow();
  }

  private static void refused(ThrowingCallable work) {
    assertThatThrownBy(work).satisfies(e -> assertThat(category(e)).isEqualTo(Category.REFUSED));
  }

  static Category category(Throwable e) {
    return ((HeveliusException) e).category();
  }
}
