package org.hevelius.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.junit.jupiter.api.Test;

/** What every storage with views promises. */
public abstract class StorageContract {
  private static final long MIB = 1 << 20;
  private static final Limits SMALL = new Limits(32 * MIB, 40 * MIB);
  private static final Limits LARGE = new Limits(48 * MIB, 60 * MIB);

  /** The storage, on which there is no view of the names that are asked for. */
  protected abstract StorageViews storage();

  /** The name of a view that isn't there yet. */
  protected abstract SourceSpec fresh(String name);

  /** Puts so many bytes into a view. */
  protected abstract void fill(SourceSpec view, long bytes);

  private View made(String name, Limits limits) {
    return storage().create(new NewView(fresh(name), AccessProfile.BURST, limits, List.of(), null));
  }

  private static void fails(Category category, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(category));
  }

  @Test
  void aViewIsMadeWithItsProfileAndLimitsAndFoundAgain() {
    View view = made("burst", SMALL);
    assertThat(view.view()).isEqualTo(fresh("burst").toString());
    assertThat(view.profile()).isEqualTo("burst");
    assertThat(view.properties()).isNotEmpty();
    assertThat(Objects.requireNonNull(view.quota()).limits()).isEqualTo(SMALL);
    assertThat(view.system()).isIn(storage().systems()).isEqualTo(storage().system(fresh("burst")));
    assertThat(storage().view(fresh("burst")).id()).isEqualTo(view.id());
    assertThat(storage().views(view.system())).extracting(View::view).contains(view.view());
  }

  @Test
  void theProfilesDiffer() {
    View burst = made("one", Limits.NONE);
    View deep =
        storage()
            .create(new NewView(fresh("two"), AccessProfile.DEEP, Limits.NONE, List.of(), null));
    assertThat(deep.profile()).isEqualTo("deep");
    assertThat(deep.properties()).isNotEqualTo(burst.properties());
  }

  @Test
  void nothingIsMadeInThePlaceOfWhatIsThere() {
    View view = made("here", SMALL);
    fails(Category.CONFLICT, () -> made("here", LARGE));
    assertThat(storage().view(fresh("here")).quota()).isEqualTo(view.quota());
    fails(Category.NOT_FOUND, () -> storage().view(fresh("nowhere")));
  }

  @Test
  void limitsAreSetAndWhatIsUsedCountsAgainstThem() {
    View view = made("grows", SMALL);
    fill(fresh("grows"), 8 * MIB);
    assertThat(storage().setLimits(view, LARGE).limits()).isEqualTo(LARGE);
    Quota quota = Objects.requireNonNull(storage().view(fresh("grows")).quota());
    assertThat(quota.limits()).isEqualTo(LARGE);
    assertThat(quota.usedBytes()).isBetween(7 * MIB, 10 * MIB);
  }

  @Test
  void aViewWithoutLimitsGetsThem() {
    View view = made("free", Limits.NONE);
    assertThat(storage().setLimits(view, SMALL).limits()).isEqualTo(SMALL);
    Limits hard = new Limits(null, 64 * MIB);
    assertThat(storage().setLimits(storage().view(fresh("free")), hard).limits()).isEqualTo(hard);
  }

  @Test
  void limitsThatWereChangedMeanwhileAreNotOverwritten() {
    View view = made("raced", SMALL);
    Quota manual = storage().setLimits(view, LARGE);
    fails(Category.CONFLICT, () -> storage().setLimits(view, new Limits(70 * MIB, 80 * MIB)));
    assertThat(Objects.requireNonNull(storage().view(fresh("raced")).quota()).limits())
        .isEqualTo(manual.limits());
  }

  @Test
  void aSystemTellsItsSpaceHealthAndPerformance() {
    View view = made("seen", Limits.NONE);
    Space space = storage().space(view.system());
    assertThat(space.totalBytes()).isPositive();
    assertThat(space.freeBytes()).isBetween(0L, space.totalBytes());
    assertThat(storage().health(view.system()))
        .allSatisfy(finding -> assertThat(finding.grade()).isNotEqualTo(Grade.CRITICAL));
    Instant now = Instant.now();
    Performance performance =
        storage().performance(view.system(), now.minus(Duration.ofHours(1)), now);
    assertThat(performance.points()).isNotEmpty();
    assertThat(performance.points())
        .isSortedAccordingTo(java.util.Comparator.comparing(Performance.Point::time));
  }
}
