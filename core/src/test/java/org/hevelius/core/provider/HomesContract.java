package org.hevelius.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.provider.Captures.dataset;
import static org.hevelius.core.provider.Captures.live;
import static org.hevelius.core.provider.Captures.manifest;
import static org.hevelius.core.provider.Captures.state;
import static org.hevelius.core.provider.Captures.take;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeStorage.Native;
import org.hevelius.core.snapshot.Capture;
import org.junit.jupiter.api.Test;

/** How several homes work on the same storage; a part of the contract of native storage. */
public abstract class HomesContract extends RollbackContract {
  private static final String ONE = "0123456789abcdef0123456789abcdef";
  private static final String OTHER = "fedcba9876543210fedcba9876543210";

  private static List<Recovered> recovered(NativeStorage storage) {
    try (Stream<Recovered> all = storage.recover()) {
      return all.toList();
    }
  }

  private static Native listed(NativeStorage storage, Capture capture) {
    return storage.snapshots(capture.source()).stream()
        .filter(one -> one.id().equals(capture.id()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsFoundTellsWhichHomeMadeIt() {
    SourceSpec source = filled();
    Capture one = take(natives().ofHome(ONE), source, 1);
    natives().write(source, "later", "x");
    Capture other = take(natives().ofHome(OTHER), source, 2);
    for (String asking : List.of(ONE, OTHER, "")) {
      assertThat(recovered(natives().ofHome(asking)))
          .extracting(found -> found.manifest().home() + " " + found.captures().getFirst().id())
          .containsExactlyInAnyOrder(ONE + " " + one.id(), OTHER + " " + other.id());
    }
  }

  @Test
  void versionsOfOneNameOfTwoHomesAreNotTakenForOne() {
    SourceSpec source = filled();
    Capture one = take(natives().ofHome(ONE), source, 1);
    natives().write(source, "later", "x");
    Capture other = take(natives().ofHome(OTHER), source, 1);
    assertThat(recovered(storage()))
        .extracting(found -> found.captures().stream().map(Capture::id).toList())
        .containsExactlyInAnyOrder(List.of(one.id()), List.of(other.id()));
  }

  @Test
  void noHomeChangesOrRemovesWhatAnotherMade() {
    SourceSpec source = filled();
    SortedMap<String, String> before = live(storage(), source);
    Capture capture = take(natives().ofHome(ONE), source, 1);
    for (String asking : List.of(OTHER, "")) {
      NativeStorage other = natives().ofHome(asking);
      assertThatThrownBy(() -> other.forget(List.of(capture)))
          .satisfies(e -> assertThat(category(e)).isEqualTo(Category.REFUSED));
      assertThatThrownBy(() -> other.annotate(List.of(capture), manifest(dataset(source), 1)))
          .satisfies(e -> assertThat(category(e)).isEqualTo(Category.REFUSED));
      assertThat(other.exists(capture)).isTrue();
      assertThat(state(other, capture)).isEqualTo(before);
      assertThat(listed(other, capture)).returns(false, Native::ours).returns(ONE, Native::home);
    }
    NativeStorage again = natives().ofHome(ONE);
    assertThat(listed(again, capture)).returns(true, Native::ours).returns("", Native::home);
    again.forget(List.of(capture));
    assertThat(again.exists(capture)).isFalse();
  }

  @Test
  void whatAnotherHomeMadeCanBeAdoptedAndIsReadAsItWas() {
    SourceSpec source = filled();
    SortedMap<String, String> before = live(storage(), source);
    Capture capture = take(natives().ofHome(ONE), source, 1);
    natives().write(source, "calib/mars.caldb", "gain 1.2100\n");
    NativeStorage other = natives().ofHome(OTHER);
    Capture _ = take(other, source, 1);
    assertThat(natives().ofHome(OTHER).adoptable(source))
        .singleElement()
        .satisfies(
            found -> {
              Capture adopted = found.captures().getFirst();
              assertThat(adopted.id()).isEqualTo(capture.id());
              assertThat(state(other, adopted)).isEqualTo(before);
            });
  }

  @Test
  void whatNamesNoHomeIsLeftToWhoListsItAndNamedWithItsNextChange() {
    SourceSpec source = filled();
    NativeStorage before = natives().ofHome("");
    Capture kept = take(before, source, 1);
    natives().write(source, "later", "x");
    Capture removed = take(before, source, 2);
    NativeStorage one = natives().ofHome(ONE);
    assertThat(recovered(one)).extracting(found -> found.manifest().home()).containsOnly("");
    assertThat(one.adoptable(source)).hasSize(2);
    assertThat(listed(one, kept)).returns(true, Native::ours).returns("", Native::home);
    one.forget(List.of(removed));
    assertThat(one.exists(removed)).isFalse();
    assertThat(one.annotate(List.of(kept), manifest(dataset(source), 1)))
        .extracting(Capture::id)
        .containsExactly(kept.id());
    assertThat(recovered(natives().ofHome(OTHER)))
        .extracting(found -> found.manifest().home())
        .containsExactly(ONE);
    assertThat(natives().ofHome(ONE).adoptable(source)).isEmpty();
  }
}
