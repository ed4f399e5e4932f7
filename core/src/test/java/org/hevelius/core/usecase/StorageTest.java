package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.usecase.StorageFixture.VIEW;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.Growth;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.QuotaPlan;
import org.hevelius.core.storage.Sizes;
import org.junit.jupiter.api.Test;

/** Views, quotas and health as somebody asks for them. */
class StorageTest {
  private final StorageFixture home = new StorageFixture().view(VIEW, 8_500);

  private static void fails(Category category, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(category));
  }

  @Test
  void aPlanIsCarriedOutExactlyOrNotAtAll() {
    QuotaPlan plan = home.uses().planExpansion(VIEW, new BigDecimal("2"), 18_000L);
    assertThat(plan.wanted()).isEqualTo(new Limits(14_400L, 18_000L));
    assertThat(home.uses().expand(plan).limits()).isEqualTo(plan.wanted());
    fails(Category.CONFLICT, () -> home.uses().expand(plan));
    assertThat(home.limits()).isEqualTo(plan.wanted());
    QuotaPlan end = home.uses().planExpansion(VIEW, null, 18_000L);
    assertThat(end.decision()).isEqualTo(QuotaPlan.Decision.REFUSED);
    fails(Category.REFUSED, () -> home.uses().expand(end));
    assertThat(home.trail()).last().asString().startsWith("quota expand REFUSED ");
  }

  @Test
  void aPlanDiesWithTheQuotaThatItWasMadeFor() {
    QuotaPlan plan = home.uses().planExpansion(VIEW, null, null);
    home.storage.remove(VIEW);
    home.view(VIEW, 8_500);
    fails(Category.CONFLICT, () -> home.uses().expand(plan));
    assertThat(home.limits()).isEqualTo(new Limits(8_000L, 10_000L));
  }

  @Test
  void whatIsNotNamedStaysAndALimitBelowWhatIsUsedIsRefused() {
    StorageView.LimitWish hard = new StorageView.LimitWish(null, 12_000L, false, false);
    assertThat(home.uses().setLimits(VIEW, hard).limits()).isEqualTo(new Limits(8_000L, 12_000L));
    StorageView.LimitWish low = new StorageView.LimitWish(null, 8_400L, false, false);
    fails(Category.REFUSED, () -> home.uses().setLimits(VIEW, low));
    StorageView.LimitWish none = new StorageView.LimitWish(null, null, true, false);
    assertThat(home.uses().setLimits(VIEW, none).limits()).isEqualTo(new Limits(null, 12_000L));
    fails(Category.NOT_FOUND, () -> home.uses().setLimits("vast:lab/swift/bursts", hard));
    assertThat(home.trail()).filteredOn(line -> line.contains(" REFUSED ")).hasSize(1);
  }

  @Test
  void budgetsAreSummedAndForecastsComeFromSamples() {
    home.view("vast:lab/chandra", 2_000);
    home.settings =
        "budgets:\n- {name: both, total: 14kB, views: [%s, vast:lab/chandra]}\n".formatted(VIEW);
    for (int day = 0; day < 3; day++) {
      home.storage.use(VIEW, 6_500 + 500L * day);
      home.round(Duration.ofDays(1));
    }
    StorageView.Quotas quotas = home.uses().quotas(null);
    assertThat(quotas.budgets().getFirst().usedBytes()).isEqualTo(9_500);
    assertThat(quotas.budgets().getFirst().limitBytes()).isEqualTo(20_000);
    Growth growth =
        quotas.quotas().stream()
            .filter(use -> use.quota().view().equals(VIEW))
            .map(StorageView.QuotaUse::growth)
            .findFirst()
            .orElseThrow();
    assertThat(Objects.requireNonNull(growth).bytesPerDay()).isEqualTo(500);
    assertThat(growth.full()).isEqualTo(home.now().plus(Duration.ofDays(5)));
    home.clock.advance(Duration.ofHours(1));
    assertThat(
            home.uses()
                .performance("vast:lab", home.now().minus(Duration.ofDays(2)))
                .getFirst()
                .points())
        .hasSize(3);
  }

  @Test
  void healthIsTheWorstThatWasFoundAndASystemThatIsDownIsPartOfIt() {
    assertThat(home.uses().health(null).grade()).isEqualTo(Grade.ALERT);
    home.storage.use(VIEW, 9_000);
    assertThat(home.uses().health(VIEW).grade()).isEqualTo(Grade.CRITICAL);
    home.storage.use(VIEW, 100);
    assertThat(home.uses().health("vast:lab").grade()).isEqualTo(Grade.OK);
    home.storage.fail(new HeveliusException(Category.UNAVAILABLE, "lab doesn't answer"));
    assertThat(home.uses().health("vast:lab").grade()).isEqualTo(Grade.CRITICAL);
    assertThat(home.uses().views(null).troubles()).hasSize(1);
    fails(Category.UNAVAILABLE, () -> home.uses().views("vast:lab"));
  }

  @Test
  void whereNamesAKindASystemOrAViewWithAllBelow() {
    home.view(VIEW + "/a", 0).view(VIEW + "-other", 0);
    assertThat(home.uses().views(VIEW).views()).hasSize(2);
    assertThat(home.uses().views("vast").views()).hasSize(3);
    fails(Category.NOT_FOUND, () -> home.uses().views("vast:lap"));
    fails(Category.NOT_FOUND, () -> home.uses().views("tank"));
    fails(Category.INVALID, () -> home.uses().view("dir:/data"));
  }

  @Test
  void sizesAreBytesWithTheirUnitAndNothingElse() {
    assertThat(Sizes.parse("8TB")).isEqualTo(8_000_000_000_000L);
    assertThat(Sizes.parse("8TiB")).isEqualTo(8_796_093_022_208L);
    assertThat(Sizes.parse("1.5 kB")).isEqualTo(1_500);
    for (String wrong : List.of("8", "8T", "0TB", "-1TB", "1.5B", "9999999PB", "8 TB x", "")) {
      fails(Category.INVALID, () -> Sizes.parse(wrong));
    }
    assertThat(SourceSpec.parse(VIEW).toString()).isEqualTo(VIEW);
  }
}
