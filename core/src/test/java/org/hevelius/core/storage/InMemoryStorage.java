package org.hevelius.core.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.jspecify.annotations.Nullable;

/** One storage system in memory, called {@code vast:lab}, with faults on demand. */
public final class InMemoryStorage implements StorageViews {
  /** What it is called. */
  public static final String SYSTEM = "vast:lab";

  private final Map<String, View> views = new TreeMap<>();
  private final Map<String, Long> used = new HashMap<>();
  private Space space = new Space(SYSTEM, 100_000, 60_000);
  private List<Finding> health = List.of();
  private List<SystemAlarm> alarms = List.of();
  private @Nullable HeveliusException failure;
  private @Nullable HeveliusException lostAnswer;
  private Runnable beforeSet = () -> {};
  private int made;

  /** Lets each call fail from now on; null ends that. */
  public synchronized void fail(@Nullable HeveliusException why) {
    failure = why;
  }

  /** Lets the next limits be set, and their answer be lost. */
  public synchronized void loseAnswer(HeveliusException why) {
    lostAnswer = why;
  }

  /** Runs right before the next limits are looked at. */
  public synchronized void beforeSet(Runnable work) {
    beforeSet = work;
  }

  /** How much a view uses from now on. */
  public synchronized void use(String view, long bytes) {
    used.put(view, bytes);
  }

  /** How much space there is from now on. */
  public synchronized void space(long total, long free) {
    space = new Space(SYSTEM, total, free);
  }

  /** What it says of itself from now on. */
  public synchronized void health(List<Finding> findings) {
    health = List.copyOf(findings);
  }

  private void work() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public SourceSpec.Kind kind() {
    return SourceSpec.Kind.VAST;
  }

  @Override
  public List<String> systems() {
    return List.of(SYSTEM);
  }

  @Override
  public String system(SourceSpec view) {
    return "vast:" + view.location().replaceFirst("/.*", "");
  }

  private View shown(View kept) {
    Quota quota = kept.quota();
    long bytes = used.getOrDefault(kept.view(), 0L);
    return new View(
        kept.view(),
        SYSTEM,
        kept.id(),
        kept.profile(),
        kept.place(),
        bytes,
        kept.properties(),
        quota == null
            ? null
            : new Quota(quota.view(), SYSTEM, quota.id(), quota.limits(), bytes, quota.counts()),
        List.of());
  }

  @Override
  public synchronized List<View> views(String system) {
    work();
    return new ArrayList<>(views.values()).stream().map(this::shown).toList();
  }

  @Override
  public synchronized View view(SourceSpec view) {
    work();
    View kept = views.get(view.toString());
    if (kept == null) {
      throw new HeveliusException(Category.NOT_FOUND, "there is no view " + view);
    }
    return shown(kept);
  }

  @Override
  public synchronized View create(NewView wish) {
    work();
    String name = wish.view().toString();
    if (views.containsKey(name)) {
      throw new HeveliusException(Category.CONFLICT, "there is a view " + name + " already");
    }
    made++;
    views.put(
        name,
        new View(
            name,
            SYSTEM,
            "view-" + made,
            wish.profile().text(),
            "",
            0,
            Map.of("tuned", wish.profile().meaning()),
            wish.limits().equals(Limits.NONE) ? null : quota(name, wish.limits()),
            List.of()));
    return view(wish.view());
  }

  private Quota quota(String view, Limits limits) {
    return new Quota(view, SYSTEM, "quota-" + made, limits, 0, "data");
  }

  /** Removes a view, as somebody else may do. */
  public synchronized void remove(String view) {
    views.remove(view);
  }

  @Override
  public Quota setLimits(View expected, Limits wanted) {
    Runnable first = beforeSet;
    beforeSet = () -> {};
    first.run();
    return set(expected, wanted);
  }

  private synchronized Quota set(View expected, Limits wanted) {
    View now = view(SourceSpec.parse(expected.view()));
    Quota before = expected.quota();
    Quota quota = now.quota();
    boolean same =
        now.id().equals(expected.id())
            && (before == null
                ? quota == null
                : quota != null
                    && before.id().equals(quota.id())
                    && before.limits().equals(quota.limits()));
    if (!same) {
      throw new HeveliusException(
          Category.CONFLICT, "the limits of " + expected.view() + " have changed meanwhile");
    }
    made++;
    Quota set = quota == null ? quota(expected.view(), wanted) : limited(quota, wanted);
    views.put(
        now.view(),
        new View(
            now.view(),
            SYSTEM,
            now.id(),
            now.profile(),
            now.place(),
            0,
            now.properties(),
            set,
            List.of()));
    HeveliusException lost = lostAnswer;
    lostAnswer = null;
    if (lost != null) {
      throw lost;
    }
    return Objects.requireNonNull(view(SourceSpec.parse(now.view())).quota());
  }

  private static Quota limited(Quota quota, Limits wanted) {
    return new Quota(quota.view(), SYSTEM, quota.id(), wanted, quota.usedBytes(), quota.counts());
  }

  @Override
  public synchronized Space space(String system) {
    work();
    return space;
  }

  @Override
  public synchronized List<Finding> health(String system) {
    work();
    return health;
  }

  @Override
  public synchronized List<SystemAlarm> alarms(String system) {
    work();
    return alarms;
  }

  /** The alarms from now on. */
  public synchronized void alarms(List<SystemAlarm> on) {
    alarms = List.copyOf(on);
  }

  @Override
  public synchronized List<SystemEvent> events(
      String system, Instant since, Grade least, int limit) {
    work();
    return List.of(
        new SystemEvent(system, "7", since, Grade.WARN, "cnode-3", "NODE", "the fan is slow"));
  }

  @Override
  public synchronized Performance performance(String system, Instant from, Instant to) {
    work();
    return new Performance(
        system,
        from,
        to,
        List.of(new Performance.Point(to, 12_000.0, 2.5e8, 1e8, 400.0, space.usedBytes(), null)),
        List.of());
  }
}
