package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.Raised;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.core.provider.NativeStorage;
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
  private static final int MOST_OPEN = 10_000;

  private final Automation.Parts parts;
  private final Context context;
  private final StorageWorld world;
  private final StorageGauges gauges;
  private final Relief relief;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Map<String, Grade> grades = new ConcurrentHashMap<>();
  private final Map<String, String> decided = new ConcurrentHashMap<>();
  private volatile @Nullable Instant looked;

  StorageCare(Automation.Parts parts) {
    this.parts = parts;
    this.context = parts.context();
    this.world = new StorageWorld(context);
    this.gauges = new StorageGauges(context);
    this.relief = new Relief(parts);
  }

  /** What the last round saw, in numbers. */
  MetricSource metrics() {
    return gauges;
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
      new LimitChanges(context).settleAll();
      List<UsageSample> samples = new ArrayList<>();
      List<StorageGauges.Seen> seen = new ArrayList<>();
      for (StorageWorld.Place place : world.where(null).places()) {
        if (!stop.getAsBoolean()) {
          seen.add(look(place, settings, samples, stop));
        }
      }
      gauges.saw(settings.pause(), seen);
      for (var budget : settings.budgets()) {
        if (!stop.getAsBoolean()) {
          BudgetUse use = world.use(budget, settings, new TreeMap<>());
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

  private StorageGauges.Seen look(
      StorageWorld.Place place,
      StorageSettings settings,
      List<UsageSample> samples,
      BooleanSupplier stop) {
    Instant now = context.clock().instant();
    try {
      Space space = place.storage().space(place.system());
      samples.add(new UsageSample(place.system(), now, space.usedBytes(), space.totalBytes()));
      Finding filled = Storage.space(space, settings.thresholds());
      tell(filled);
      List<View> views = place.storage().views(place.system());
      List<StorageGauges.ViewUse> uses = new ArrayList<>();
      for (View view : views) {
        Quota quota = view.quota();
        if (quota != null) {
          noted(quota, settings, samples, now);
          uses.add(new StorageGauges.ViewUse(quota, new Storage(context).growth(quota)));
        }
      }
      List<Finding> health = place.storage().health(place.system());
      // What the system itself calls an alarm is told of by its identity, below.
      healthy(
          place.system(),
          health.stream().filter(finding -> finding.kind() != Finding.Kind.ALARM).toList());
      new AlarmCare(parts).look(place, settings);
      for (View view : views) {
        ExpansionRule rule = settings.rule(view.view()).orElse(null);
        if (rule != null && !stop.getAsBoolean()) {
          grow(view, rule);
        }
      }
      return new StorageGauges.Seen(
          place.system(),
          space,
          uses,
          health.stream().map(Finding::grade).reduce(filled.grade(), Grade::or),
          health.stream().filter(one -> one.kind() == Finding.Kind.ALARM).count());
    } catch (HeveliusException e) {
      Finding trouble = StorageWorld.trouble(place.system(), e);
      tell(trouble);
      return new StorageGauges.Seen(place.system(), null, List.of(), trouble.grade(), 0);
    }
  }

  /** A system that answers: the worst of each of its parts is told, and what is well again. */
  private void healthy(String system, List<Finding> findings) {
    Finding answers =
        new Finding(Finding.Kind.UNREACHABLE, Grade.OK, system, system, "it answers", "");
    Map<String, Finding> worst = new TreeMap<>(Map.of(key(answers), answers));
    findings.forEach(
        finding ->
            worst.merge(
                key(finding),
                finding,
                (one, other) -> one.grade().compareTo(other.grade()) >= 0 ? one : other));
    worst.values().forEach(this::tell);
    Set<String> bad =
        worst.values().stream()
            .filter(finding -> finding.grade().compareTo(Grade.ALERT) >= 0)
            .map(StorageCare::subject)
            .collect(Collectors.toSet());
    grades.keySet().removeIf(key -> isHealthOf(key, system) && !worst.containsKey(key));
    context.catalog().notifications().newest(false, MOST_OPEN).stream()
        .filter(raised -> raised.kind() == Alert.Kind.STORAGE_UNHEALTHY)
        .map(Raised::subject)
        .filter(subject -> subject.equals(system) || subject.startsWith(system + " "))
        .filter(subject -> !bad.contains(subject))
        .forEach(
            subject -> raise(Alert.Kind.STORAGE_WELL, subject, subject + ": it is well again", ""));
  }

  private static boolean isHealthOf(String key, String system) {
    return Stream.of(
            Finding.Kind.STATE, Finding.Kind.NODE, Finding.Kind.ALARM, Finding.Kind.REPLICATION)
        .anyMatch(kind -> key.startsWith(kind + " " + system + " "));
  }

  private static String key(Finding finding) {
    return finding.kind() + " " + finding.system() + " " + finding.subject();
  }

  /** What an alert is about: names of parts mean something only with that of their system. */
  private static String subject(Finding finding) {
    return switch (finding.kind()) {
      case SPACE, QUOTA, BUDGET -> finding.subject();
      case STATE, NODE, ALARM, REPLICATION, UNREACHABLE ->
          finding.subject().equals(finding.system())
              ? finding.system()
              : finding.system() + " " + finding.subject();
    };
  }

  private void noted(
      Quota quota, StorageSettings settings, List<UsageSample> samples, Instant now) {
    samples.add(new UsageSample(quota.view(), now, quota.usedBytes(), quota.limits().top()));
    Double percent = quota.percent();
    // What is a source is told of its dataset.
    if (percent != null && !isSource(quota.view())) {
      tell(Storage.quota(quota, percent, settings.thresholds()));
    }
  }

  private boolean isSource(String view) {
    return context.catalog().datasets().stream()
        .flatMap(dataset -> dataset.sources().stream())
        .anyMatch(
            source ->
                source.toString().equals(view)
                    && context.providers().get(source.kind()) instanceof NativeStorage);
  }

  /**
   * Raises an alert when something is worse than it was, and good news when space is there again.
   */
  private void tell(Finding finding) {
    Grade before = grades.put(key(finding), finding.grade());
    String subject = subject(finding);
    Alert.Kind kind =
        switch (finding.kind()) {
          case SPACE, QUOTA, BUDGET ->
              finding.grade() == Grade.CRITICAL
                  ? Alert.Kind.STORAGE_FULL
                  : Alert.Kind.STORAGE_FILLING;
          case STATE, NODE, ALARM, REPLICATION, UNREACHABLE -> Alert.Kind.STORAGE_UNHEALTHY;
        };
    boolean space = kind != Alert.Kind.STORAGE_UNHEALTHY;
    String summary = "%s: %s".formatted(subject, finding.evidence());
    if (finding.grade() == Grade.OK && space) {
      relief.tell(Alert.Kind.STORAGE_EASED, subject, "", summary);
      return;
    }
    boolean worse = finding.grade().compareTo(before == null ? Grade.OK : before) > 0;
    boolean known = before == null && relief.isOpen(kind, subject);
    if (worse && !known && (space || finding.grade().compareTo(Grade.ALERT) >= 0)) {
      raise(kind, subject, summary, finding.remedy());
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
        gauges.expansion("planned");
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
      gauges.expansion("done");
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
      gauges.expansion("refused");
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
