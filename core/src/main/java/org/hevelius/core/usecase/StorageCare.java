package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.runner.Chore;
import org.hevelius.core.storage.BudgetUse;
import org.hevelius.core.storage.ExpansionRule;
import org.hevelius.core.storage.Expansions;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.QuotaPlan;
import org.hevelius.core.storage.QuotaPlan.Decision;
import org.hevelius.core.storage.Space;
import org.hevelius.core.storage.StorageSettings;
import org.hevelius.core.storage.UsageSample;
import org.hevelius.core.storage.View;
import org.jspecify.annotations.Nullable;

/**
 * Watches storage: notes how full it is, tells when that gets worse, and lets limits grow as their
 * rules say. What a rule only plans, or refuses, is told and audited once until it is another.
 */
final class StorageCare implements Chore {
  private static final String ACTION = "quota expand";

  private final Automation.Parts parts;
  private final Context context;
  private final StorageWorld world;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Map<String, Grade> grades = new ConcurrentHashMap<>();
  private final Map<String, String> decided = new ConcurrentHashMap<>();
  private volatile @Nullable Instant looked;

  StorageCare(Automation.Parts parts) {
    this.parts = parts;
    this.context = parts.context();
    this.world = new StorageWorld(context);
  }

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public void run(Instant now, BooleanSupplier stop) {
    if (context.storage().kinds().isEmpty()) {
      return;
    }
    StorageSettings settings = world.settings();
    if (!UpkeepWork.isDue(looked, settings.pause(), now) || !busy.compareAndSet(false, true)) {
      return;
    }
    looked = now;
    try {
      parts.workers().execute(() -> round(settings, stop));
    } catch (RejectedExecutionException e) {
      // The program ends.
      busy.set(false);
    }
  }

  private void round(StorageSettings settings, BooleanSupplier stop) {
    try {
      new LimitChanges(context).settle();
      List<UsageSample> samples = new ArrayList<>();
      for (StorageWorld.Place place : world.where(null).places()) {
        if (!stop.getAsBoolean()) {
          look(place, settings, samples, stop);
        }
      }
      for (var budget : settings.budgets()) {
        if (!stop.getAsBoolean()) {
          BudgetUse use = world.use(budget, settings, new java.util.TreeMap<>());
          tell(Storage.budget(use));
        }
      }
      context.catalog().usage().keep(samples, context.clock().instant().minus(settings.keep()));
    } catch (RuntimeException e) {
      parts.log().once("storage: " + words(e));
    } finally {
      busy.set(false);
    }
  }

  private void look(
      StorageWorld.Place place,
      StorageSettings settings,
      List<UsageSample> samples,
      BooleanSupplier stop) {
    Instant now = context.clock().instant();
    try {
      Space space = place.storage().space(place.system());
      samples.add(new UsageSample(place.system(), now, space.usedBytes(), space.totalBytes()));
      tell(Storage.space(space, settings.thresholds()));
      List<View> views = place.storage().views(place.system());
      for (View view : views) {
        noted(view, settings, samples, now);
      }
      // What the system itself calls an alarm is told of by its identity, below.
      place.storage().health(place.system()).stream()
          .filter(finding -> finding.kind() != Finding.Kind.ALARM)
          .forEach(this::tell);
      new AlarmCare(parts).look(place, settings);
      tell(
          new Finding(
              Finding.Kind.UNREACHABLE, Grade.OK, place.system(), place.system(), "answers", ""));
      for (View view : views) {
        ExpansionRule rule = settings.rule(view.view()).orElse(null);
        if (rule != null && !stop.getAsBoolean()) {
          grow(view, rule);
        }
      }
    } catch (HeveliusException e) {
      tell(StorageWorld.trouble(place.system(), e));
    }
  }

  private void noted(View view, StorageSettings settings, List<UsageSample> samples, Instant now) {
    Quota quota = view.quota();
    if (quota == null) {
      return;
    }
    samples.add(new UsageSample(view.view(), now, quota.usedBytes(), quota.limits().top()));
    Double percent = quota.percent();
    if (percent != null) {
      tell(Storage.quota(quota, percent, settings.thresholds()));
    }
  }

  /** Raises an alert when something is worse than it was. */
  private void tell(Finding finding) {
    String key = finding.kind() + " " + finding.system() + " " + finding.subject();
    Grade before = grades.put(key, finding.grade());
    if (finding.grade().compareTo(before == null ? Grade.OK : before) <= 0) {
      return;
    }
    Alert.Kind kind =
        switch (finding.kind()) {
          case SPACE, QUOTA, BUDGET ->
              finding.grade() == Grade.CRITICAL
                  ? Alert.Kind.STORAGE_FULL
                  : Alert.Kind.STORAGE_FILLING;
          case STATE, NODE, ALARM, UNREACHABLE -> Alert.Kind.STORAGE_UNHEALTHY;
        };
    if (kind != Alert.Kind.STORAGE_UNHEALTHY || finding.grade().compareTo(Grade.ALERT) >= 0) {
      raise(
          kind,
          finding.subject(),
          "%s: %s".formatted(finding.subject(), finding.evidence()),
          finding.remedy());
    }
  }

  private void grow(View view, ExpansionRule rule) {
    QuotaPlan plan = Expansions.ruled(view, rule, world.around(view), context.clock().instant());
    Limits wanted = plan.wanted();
    if (plan.decision() == Decision.NOT_NEEDED) {
      decided.remove(view.view());
    } else if (wanted == null) {
      refused(view, plan.reason());
    } else if (!rule.apply()) {
      if (isNew(view, plan.plan())) {
        context
            .catalog()
            .append(
                context.done(ACTION, view.view(), "only planned: " + LimitChanges.text(wanted)));
        raise(
            Alert.Kind.QUOTA_NOT_EXPANDED,
            view.view(),
            "%s: %s; its rule would set %s"
                .formatted(view.view(), plan.reason(), LimitChanges.text(wanted)),
            "do it: hevelius quota expand " + view.view() + "; or let its rule: apply: true");
      }
    } else {
      carryOut(view, wanted, plan.reason());
    }
  }

  private void carryOut(View view, Limits wanted, String reason) {
    try {
      Quota now = new LimitChanges(context).set(view, wanted, true, reason);
      decided.remove(view.view());
      raise(
          Alert.Kind.QUOTA_EXPANDED,
          view.view(),
          "%s: %s; its limits are now %s"
              .formatted(view.view(), reason, LimitChanges.text(now.limits())),
          "");
    } catch (HeveliusException e) {
      if (e.category() == Category.CONFLICT) {
        // Somebody else has changed it meanwhile: the next round plans from what holds then.
        parts.log().line("%s: %s".formatted(view.view(), e.getMessage()));
      } else {
        refused(view, words(e));
      }
    }
  }

  private void refused(View view, String reason) {
    // The same refusal with other numbers is no news.
    if (isNew(view, reason.replaceAll("[0-9.,]+ ?([kMGTPE]?B|min|d|h|s)?", "#"))) {
      context.catalog().append(context.event(ACTION, view.view(), Outcome.REFUSED, reason));
      raise(
          Alert.Kind.QUOTA_NOT_EXPANDED,
          view.view(),
          "%s should grow and doesn't: %s".formatted(view.view(), reason),
          "see: hevelius quota expand " + view.view() + " --dry-run");
    }
  }

  private boolean isNew(View view, String what) {
    return !what.equals(decided.put(view.view(), what));
  }

  private void raise(Alert.Kind kind, String subject, String summary, String detail) {
    parts
        .alerts()
        .raise(
            new Alert(
                kind,
                subject,
                "",
                context.clock().instant(),
                summary,
                detail.isEmpty() ? List.of() : List.of(detail)));
  }

  private static String words(RuntimeException e) {
    return e instanceof HeveliusException ? String.valueOf(e.getMessage()) : e.toString();
  }
}
