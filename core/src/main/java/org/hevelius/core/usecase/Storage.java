package org.hevelius.core.usecase;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.report.Amounts;
import org.hevelius.core.storage.BudgetUse;
import org.hevelius.core.storage.ExpansionRule;
import org.hevelius.core.storage.Expansions;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.Growth;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.NewView;
import org.hevelius.core.storage.Performance;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.QuotaPlan;
import org.hevelius.core.storage.Space;
import org.hevelius.core.storage.StorageSettings;
import org.hevelius.core.storage.SystemEvent;
import org.hevelius.core.storage.Thresholds;
import org.hevelius.core.storage.UsageSample;
import org.hevelius.core.storage.View;
import org.jspecify.annotations.Nullable;

/** Shows and tunes storage systems: views, quotas, health and performance. */
public final class Storage implements StorageUses {
  /** How many events are shown at most. */
  static final int MOST_EVENTS = 500;

  private final Context context;
  private final StorageWorld world;

  /** Use cases over these parts. */
  public Storage(Context context) {
    this.context = context;
    this.world = new StorageWorld(context);
  }

  @Override
  public StorageView.Views views(@Nullable String where) {
    List<Finding> troubles = new ArrayList<>();
    StorageWorld.Where asked = world.where(where);
    List<View> views =
        world.each(asked, place -> place.storage().views(place.system()), troubles).stream()
            .filter(view -> asked.has(view.view()))
            .toList();
    return new StorageView.Views(views, troubles);
  }

  @Override
  public View view(String view) {
    return world.view(view);
  }

  @Override
  public View createView(NewView wish) {
    String name = wish.view().toString();
    return context.audited(
        "view create",
        name,
        () -> {
          View made = world.of(wish.view()).create(wish);
          context
              .catalog()
              .append(
                  context.done(
                      "view create",
                      name,
                      wish.profile().text() + "; " + LimitChanges.text(wish.limits())));
          return made;
        });
  }

  @Override
  public StorageView.Quotas quotas(@Nullable String where) {
    StorageSettings settings = world.settings();
    StorageView.Views views = views(where);
    Map<String, View> seen = new TreeMap<>();
    List<StorageView.QuotaUse> quotas = new ArrayList<>();
    for (View view : views.views()) {
      seen.put(view.view(), view);
      Quota quota = view.quota();
      if (quota != null) {
        quotas.add(use(quota, settings));
      }
    }
    List<BudgetUse> budgets =
        settings.budgets().stream()
            .filter(budget -> where == null || budget.views().stream().anyMatch(seen::containsKey))
            .map(budget -> world.use(budget, settings, seen))
            .toList();
    return new StorageView.Quotas(quotas, budgets, views.troubles());
  }

  private StorageView.QuotaUse use(Quota quota, StorageSettings settings) {
    Double percent = quota.percent();
    return new StorageView.QuotaUse(
        quota,
        percent,
        percent == null ? Grade.OK : settings.thresholds().grade(percent),
        growth(quota),
        settings.rule(quota.view()).map(Storage::text).orElse(""));
  }

  private static String text(ExpansionRule rule) {
    return "%s%s from %d %%, up to %s"
        .formatted(
            rule.apply() ? "x" : "plans x",
            rule.factor().stripTrailingZeros().toPlainString(),
            rule.at(),
            Amounts.bytes(rule.ceiling()));
  }

  /** How a view fills; null when that can't be said yet. */
  @Nullable Growth growth(Quota quota) {
    Instant now = context.clock().instant();
    List<UsageSample> samples =
        context.catalog().usage().samples(quota.view(), now.minus(Growth.BACK), Growth.MOST);
    return Growth.of(samples, quota.usedBytes(), quota.limits().top(), now);
  }

  @Override
  public Quota setLimits(String named, StorageView.LimitWish wish) {
    return context.audited(
        "quota set",
        named,
        () -> {
          View view = world.view(named);
          Quota quota = view.quota();
          Limits wanted = wish.of(quota == null ? Limits.NONE : quota.limits());
          long used = quota == null ? view.usedBytes() : quota.usedBytes();
          Long hard = wanted.hard();
          if (hard != null && hard < used) {
            throw new HeveliusException(
                Category.REFUSED,
                "%s uses %s, more than a hard limit of %s: nothing could be written any more"
                    .formatted(named, Amounts.bytes(used), Amounts.bytes(hard)),
                "nothing was changed; give a limit above what is used");
          }
          return new LimitChanges(context).set(view, wanted, false, "");
        });
  }

  @Override
  public QuotaPlan planExpansion(
      String named, @Nullable BigDecimal factor, @Nullable Long ceiling) {
    View view = world.view(named);
    var rule = world.settings().rule(view.view());
    return Expansions.asked(
        view,
        factor != null ? factor : rule.map(ExpansionRule::factor).orElse(ExpansionRule.FACTOR),
        ceiling != null ? ceiling : rule.map(ExpansionRule::ceiling).orElse(null),
        rule.map(ExpansionRule::floor).orElse(ExpansionRule.Floor.STANDARD),
        world.around(view));
  }

  @Override
  public Quota expand(QuotaPlan plan) {
    String named = plan.view().view();
    return context.audited(
        "quota expand",
        named,
        () -> {
          QuotaPlan now = planExpansion(named, plan.factor(), plan.ceiling());
          Limits wanted = now.wanted();
          if (now.decision() == QuotaPlan.Decision.REFUSED && plan.plan().isEmpty()) {
            throw new HeveliusException(
                Category.REFUSED, named + " may not grow: " + now.reason(), "nothing was changed");
          }
          if (wanted == null || !now.plan().equals(plan.plan())) {
            throw new HeveliusException(
                Category.CONFLICT,
                "the plan for %s isn't true any more: %s".formatted(named, now.reason()),
                "nothing was changed",
                "see it anew: hevelius quota expand " + named + " --dry-run");
          }
          return new LimitChanges(context).set(now.view(), wanted, false, now.reason());
        });
  }

  @Override
  public StorageView.Health health(@Nullable String where) {
    Thresholds thresholds = world.settings().thresholds();
    List<Finding> findings = new ArrayList<>();
    StorageWorld.Where asked = world.where(where);
    StorageWorld.Where each = new StorageWorld.Where(asked.places(), asked.below(), false);
    findings.addAll(world.each(each, place -> looked(place, asked, thresholds), findings));
    if (where == null) {
      findings.addAll(budgets());
    }
    findings.sort(Comparator.comparing(Finding::grade).reversed().thenComparing(Finding::subject));
    Grade worst = findings.stream().map(Finding::grade).reduce(Grade.OK, Grade::or);
    return new StorageView.Health(context.clock().instant(), worst, findings);
  }

  @Override
  public StorageView.Events events(@Nullable String where, Instant since, Grade least) {
    List<Finding> troubles = new ArrayList<>();
    List<SystemEvent> found =
        world.each(
            world.where(where),
            place -> place.storage().events(place.system(), since, least, MOST_EVENTS + 1),
            troubles);
    List<SystemEvent> newest =
        found.stream()
            .sorted(Comparator.comparing(SystemEvent::time).reversed())
            .limit(MOST_EVENTS)
            .toList();
    return new StorageView.Events(newest, found.size() > newest.size(), troubles);
  }

  private static List<Finding> looked(
      StorageWorld.Place place, StorageWorld.Where asked, Thresholds thresholds) {
    List<Finding> findings = new ArrayList<>(place.storage().health(place.system()));
    findings.add(space(place.storage().space(place.system()), thresholds));
    for (View view : place.storage().views(place.system())) {
      Quota quota = view.quota();
      Double percent = quota == null ? null : quota.percent();
      if (quota != null && percent != null && asked.has(view.view())) {
        findings.add(quota(quota, percent, thresholds));
      }
    }
    return findings;
  }

  /** How full a system is. */
  static Finding space(Space space, Thresholds thresholds) {
    Grade grade = thresholds.grade(space.percent());
    return new Finding(
        Finding.Kind.SPACE,
        grade,
        space.system(),
        space.system(),
        "%s of %s are used (%s)"
            .formatted(
                Amounts.bytes(space.usedBytes()),
                Amounts.bytes(space.totalBytes()),
                percent(space.percent())),
        grade == Grade.OK ? "" : "free space or add capacity; cleanup --dry-run shows what goes");
  }

  /** How full a quota is. */
  static Finding quota(Quota quota, double percent, Thresholds thresholds) {
    Grade grade = thresholds.grade(percent);
    Long top = quota.limits().top();
    return new Finding(
        Finding.Kind.QUOTA,
        grade,
        quota.system(),
        quota.view(),
        "%s of %s are used (%s)"
            .formatted(
                Amounts.bytes(quota.usedBytes()),
                top == null ? "no limit" : Amounts.bytes(top),
                percent(percent)),
        grade == Grade.OK ? "" : "hevelius quota expand " + quota.view() + " --dry-run");
  }

  private List<Finding> budgets() {
    StorageSettings settings = world.settings();
    return settings.budgets().stream()
        .map(budget -> world.use(budget, settings, new TreeMap<>()))
        .map(Storage::budget)
        .toList();
  }

  /** How full a budget is. */
  static Finding budget(BudgetUse budget) {
    String use =
        "%s of %s are used, %s may be"
            .formatted(
                Amounts.bytes(budget.usedBytes()),
                Amounts.bytes(budget.totalBytes()),
                Amounts.bytes(budget.limitBytes()));
    return new Finding(
        Finding.Kind.BUDGET,
        budget.grade(),
        "",
        "budget " + budget.name(),
        budget.missing().isEmpty()
            ? use
            : use + "; not counted: " + String.join(", ", budget.missing()),
        "");
  }

  private static String percent(double percent) {
    return String.format(Locale.ROOT, "%.1f %%", percent);
  }

  @Override
  public List<Performance> performance(@Nullable String where, Instant since) {
    Instant now = context.clock().instant();
    if (!since.isBefore(now) || Duration.between(since, now).toDays() > 366) {
      throw new HeveliusException(
          Category.INVALID, "performance is shown for up to 366 days before now");
    }
    StorageWorld.Where asked = world.where(where);
    List<Finding> troubles = new ArrayList<>();
    List<Performance> all =
        new ArrayList<>(
            world.each(
                asked,
                place ->
                    List.of(withHistory(place.storage().performance(place.system(), since, now))),
                troubles));
    for (Finding trouble : troubles) {
      all.add(
          new Performance(trouble.system(), since, now, List.of(), List.of(trouble.evidence())));
    }
    return all;
  }

  /** Storage that keeps no history of its capacity has that which was noted here. */
  private Performance withHistory(Performance told) {
    if (told.points().size() > 1) {
      return told;
    }
    List<Performance.Point> points = new ArrayList<>();
    context.catalog().usage().samples(told.system(), told.from(), Growth.MOST).stream()
        .filter(sample -> sample.time().isBefore(told.to()))
        .map(
            sample ->
                new Performance.Point(
                    sample.time(), null, null, null, null, sample.usedBytes(), sample.limitBytes()))
        .forEach(points::add);
    points.addAll(told.points());
    return new Performance(told.system(), told.from(), told.to(), points, told.notes());
  }
}
