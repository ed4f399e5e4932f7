package org.hevelius.core.storage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.report.Amounts;
import org.hevelius.core.storage.QuotaPlan.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Decides how far limits grow. Pure: the same world gives the same plan. Limits only ever become
 * larger by it.
 */
public final class Expansions {
  /**
   * What is known of the world.
   *
   * @param free what the system has
   * @param health the worst that the storage says of itself
   * @param budgets those that the view belongs to, with what their views may use now
   * @param last when its limits were changed last, by whomever Hevelius knows of; null for never
   */
  public record World(
      Space free, List<Finding> health, List<BudgetUse> budgets, @Nullable Instant last) {
    /** Copies the lists. */
    public World {
      health = List.copyOf(health);
      budgets = List.copyOf(budgets);
    }
  }

  private Expansions() {}

  /** What somebody who asks for more now would get; neither how full it is nor a pause counts. */
  public static QuotaPlan asked(
      View view,
      BigDecimal factor,
      @Nullable Long ceiling,
      ExpansionRule.Floor floor,
      World world) {
    ExpansionRule.factor(factor);
    Quota quota = view.quota();
    Long top = quota == null ? null : quota.limits().top();
    if (quota == null || top == null) {
      return new QuotaPlan(
          "", view, factor, ceiling, Decision.NOT_NEEDED, null, "no limit is set that could grow");
    }
    return grown(view, quota, top, factor, ceiling, floor, world);
  }

  /** What a rule does now. */
  public static QuotaPlan ruled(View view, ExpansionRule rule, World world, Instant now) {
    Quota quota = view.quota();
    Long top = quota == null ? null : quota.limits().top();
    Double percent = quota == null ? null : quota.percent();
    if (quota == null || top == null || percent == null) {
      return none(view, rule, Decision.NOT_NEEDED, "no limit is set that could grow");
    }
    if (percent < rule.at()) {
      return none(
          view,
          rule,
          Decision.NOT_NEEDED,
          "%s of %s are used, less than %d %%"
              .formatted(Amounts.bytes(quota.usedBytes()), Amounts.bytes(top), rule.at()));
    }
    Instant last = world.last();
    if (last != null && last.isAfter(now)) {
      return none(
          view,
          rule,
          Decision.REFUSED,
          "its limits were last changed at %s, which lies ahead: a clock is or was wrong"
              .formatted(last));
    }
    if (last != null && now.isBefore(last.plus(rule.pause()))) {
      return none(
          view,
          rule,
          Decision.REFUSED,
          "its limits were changed %s ago; the next change by itself is possible %s after one"
              .formatted(
                  Amounts.duration(Duration.between(last, now)), Amounts.duration(rule.pause())));
    }
    return grown(view, quota, top, rule.factor(), rule.ceiling(), rule.floor(), world);
  }

  private static QuotaPlan none(View view, ExpansionRule rule, Decision decision, String reason) {
    return new QuotaPlan("", view, rule.factor(), rule.ceiling(), decision, null, reason);
  }

  private static QuotaPlan grown(
      View view,
      Quota quota,
      long top,
      BigDecimal factor,
      @Nullable Long ceiling,
      ExpansionRule.Floor floor,
      World world) {
    long wantedTop = capped(scaled(top, factor), ceiling);
    if (wantedTop <= top) {
      return refused(
          view,
          factor,
          ceiling,
          "its limit of %s has reached the ceiling of %s"
              .formatted(Amounts.bytes(top), Amounts.bytes(ceiling == null ? top : ceiling)));
    }
    String forbidden = forbidden(quota, top, wantedTop, floor, world);
    if (forbidden != null) {
      return refused(view, factor, ceiling, forbidden);
    }
    Limits wanted = wanted(quota.limits(), top, wantedTop);
    return new QuotaPlan(
        QuotaPlan.name(view, quota, wanted),
        view,
        factor,
        ceiling,
        Decision.EXPAND,
        wanted,
        "%s of %s are used".formatted(Amounts.bytes(quota.usedBytes()), Amounts.bytes(top)));
  }

  private static QuotaPlan refused(
      View view, BigDecimal factor, @Nullable Long ceiling, String reason) {
    return new QuotaPlan("", view, factor, ceiling, Decision.REFUSED, null, reason);
  }

  private static @Nullable String forbidden(
      Quota quota, long top, long wantedTop, ExpansionRule.Floor floor, World world) {
    for (Finding finding : world.health()) {
      if (finding.grade() == Grade.CRITICAL) {
        return "the health of %s is critical: %s".formatted(finding.system(), finding.evidence());
      }
    }
    long growth = wantedTop - top;
    for (BudgetUse budget : world.budgets()) {
      if (!budget.missing().isEmpty()) {
        return "what the budget %s allows isn't known: %s"
            .formatted(budget.name(), budget.missing().getFirst());
      }
      if (Sizes.plus(budget.limitBytes(), growth) > budget.totalBytes()) {
        return "the budget %s of %s would be exceeded: its views may use %s already"
            .formatted(
                budget.name(),
                Amounts.bytes(budget.totalBytes()),
                Amounts.bytes(budget.limitBytes()));
      }
    }
    Space space = world.free();
    long least = floor.of(space);
    long left = space.freeBytes() - Math.max(0, wantedTop - quota.usedBytes());
    return left >= least
        ? null
        : "%s are free on %s; were it filled up to %s, less than %s would stay free"
            .formatted(
                Amounts.bytes(space.freeBytes()),
                space.system(),
                Amounts.bytes(wantedTop),
                Amounts.bytes(least));
  }

  private static long scaled(long bytes, BigDecimal factor) {
    BigDecimal scaled = BigDecimal.valueOf(bytes).multiply(factor).setScale(0, RoundingMode.DOWN);
    return scaled.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
  }

  private static long capped(long bytes, @Nullable Long ceiling) {
    return ceiling == null ? bytes : Math.min(bytes, ceiling);
  }

  /** Both limits grow alike, so that the warning stays as far before the end as it was. */
  private static Limits wanted(Limits limits, long top, long wantedTop) {
    Long soft = limits.soft();
    if (limits.hard() == null || soft == null) {
      return limits.hard() == null ? new Limits(wantedTop, null) : new Limits(null, wantedTop);
    }
    long wantedSoft =
        BigDecimal.valueOf(soft)
            .multiply(BigDecimal.valueOf(wantedTop))
            .divide(BigDecimal.valueOf(top), 0, RoundingMode.DOWN)
            .longValue();
    return new Limits(wantedSoft, wantedTop);
  }
}
