package org.hevelius.core.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.NativeFrames.Frame;
import org.hevelius.core.provider.MemoryPool.Shot;
import org.jspecify.annotations.Nullable;

/** Schedules that storage in memory keeps by itself. */
public final class MemorySchedules implements NativeSchedules {
  private final MemoryPool pool;
  private final Map<String, Standing> standing = new TreeMap<>();
  private final Map<String, Agreement> agreements = new TreeMap<>();
  private final Map<String, Instant> ends = new TreeMap<>();
  private final List<Replica> replicas = new ArrayList<>();
  private int given;
  private int changes = Integer.MAX_VALUE;
  private boolean down;

  /** What the storage does, for whomever. */
  private record Standing(SourceSpec source, Wish wish, boolean isProtected) {}

  /** Over what is stored. */
  public MemorySchedules(MemoryPool pool) {
    this.pool = pool;
  }

  /** From now on nothing can be asked, or it can again. */
  public void down(boolean isDown) {
    down = isDown;
  }

  /** Lets it fail after so many changes. */
  public void failAfter(int allowed) {
    changes = allowed;
  }

  /** Copies a source to another system. */
  public void replica(Replica replica) {
    replicas.add(replica);
  }

  private void ask() {
    if (down) {
      throw new HeveliusException(Category.UNAVAILABLE, "the storage is down");
    }
  }

  private void change() {
    ask();
    if (changes-- == 0) {
      throw new HeveliusException(Category.UNAVAILABLE, "the storage failed");
    }
  }

  /** The names of all that there is. */
  public List<String> names() {
    return List.copyOf(standing.keySet());
  }

  /** Sets something up as others do. */
  public void foreign(String name, SourceSpec source, Wish wish) {
    standing.put(name, new Standing(source, wish, true));
  }

  /** Lets something do something else. */
  public void edit(String name, Wish wish) {
    standing.computeIfPresent(
        name, (_, was) -> new Standing(was.source(), wish, was.isProtected()));
  }

  /** Takes the source from under it. */
  public void unprotect(String name) {
    standing.computeIfPresent(name, (_, was) -> new Standing(was.source(), was.wish(), false));
  }

  /** Takes and removes what is due between two instants. */
  public void pass(Instant from, Instant to) {
    standing.forEach(
        (name, one) -> {
          if (one.isProtected()) {
            one.wish().frames().forEach(frame -> take(name, one.source(), frame, from, to));
          }
        });
    ends.forEach(
        (id, end) -> {
          if (!end.isAfter(to)) {
            expire(id);
          }
        });
    pool.sources().values().forEach(data -> data.shots.sort(Comparator.comparing(Shot::created)));
  }

  private void take(String name, SourceSpec source, Frame frame, Instant from, Instant to) {
    long step = frame.every().toMillis();
    long passed = Math.floorDiv(Duration.between(frame.startAt(), from).toMillis(), step);
    Instant due = frame.startAt().plusMillis((passed + 1) * step);
    for (; !due.isAfter(to); due = due.plusMillis(step)) {
      Shot shot = new Shot(pool.id(), name + "_" + due, due, pool.live(source), null, false);
      pool.data(source).shots.add(shot);
      ends.put(shot.id(), due.plus(frame.keepLocal()));
    }
  }

  /** Removes a snapshot. */
  public void expire(String id) {
    pool.sources().values().forEach(data -> data.shots.removeIf(shot -> shot.id().equals(id)));
  }

  private static String key(DatasetName dataset, SourceSpec source) {
    return dataset + " " + source;
  }

  @Override
  public List<Agreement> agreements() {
    return List.copyOf(agreements.values());
  }

  @Override
  public List<String> targets(SourceSpec source) {
    ask();
    return List.of("second");
  }

  @Override
  public Plan plan(DatasetName dataset, SourceSpec source, @Nullable Wish wish) {
    ask();
    Agreement agreement = agreements.get(key(dataset, source));
    List<String> steps = new ArrayList<>();
    if (agreement == null && wish != null) {
      steps.add(source + ": set up " + text(wish));
    } else if (agreement != null && wish == null) {
      steps.add(source + ": remove " + agreement.name());
    } else if (agreement != null && wish != null && !wrong(agreement, wish).isEmpty()) {
      steps.add(source + ": " + wrong(agreement, wish) + ", changed -> " + text(wish));
    }
    return new Plan(
        dataset,
        source,
        wish,
        steps,
        steps + " " + (agreement == null ? "" : standing.get(agreement.name())));
  }

  private static String text(Wish wish) {
    return String.join(" and ", wish.frames().stream().map(Frame::text).toList());
  }

  private String wrong(Agreement agreement, Wish wish) {
    Standing now = standing.get(agreement.name());
    return now == null
        ? agreement.name() + " is gone"
        : !now.isProtected()
            ? agreement.name() + " protects nothing"
            : now.wish().isSame(wish) ? "" : agreement.name() + " says " + text(now.wish());
  }

  @Override
  public void carryOut(Plan plan, BooleanSupplier canceled) {
    if (!plan(plan.dataset(), plan.source(), plan.wish()).token().equals(plan.token())) {
      throw new HeveliusException(Category.CONFLICT, "it is not as it was planned");
    }
    String key = key(plan.dataset(), plan.source());
    Agreement before = agreements.get(key);
    Wish wish = plan.wish();
    if (wish == null) {
      if (before != null) {
        change();
        standing.remove(before.name());
        agreements.remove(key);
      }
      return;
    }
    if (plan.steps().isEmpty()) {
      return;
    }
    String name = before == null ? "ours-" + ++given : before.name();
    agreements.put(key, agreement(plan, name, wish, "not finished"));
    change();
    standing.put(name, new Standing(plan.source(), wish, false));
    change();
    standing.put(name, new Standing(plan.source(), wish, true));
    agreements.put(key, agreement(plan, name, wish, ""));
  }

  private static Agreement agreement(Plan plan, String name, Wish wish, String trouble) {
    return new Agreement(plan.dataset(), plan.source(), name, wish, Instant.EPOCH, trouble);
  }

  @Override
  public Optional<Watched> watch(DatasetName dataset, SourceSpec source) {
    ask();
    Agreement agreement = agreements.get(key(dataset, source));
    if (agreement == null) {
      return Optional.empty();
    }
    Agreement now =
        new Agreement(
            dataset,
            source,
            agreement.name(),
            agreement.set(),
            agreement.since(),
            wrong(agreement, agreement.set()));
    agreements.put(key(dataset, source), now);
    List<Taken> taken =
        pool.data(source).shots.stream()
            .filter(shot -> shot.name().startsWith(agreement.name() + "_"))
            .map(
                shot ->
                    new Taken(
                        MemoryPool.capture(source, shot),
                        shot.name(),
                        shot.created(),
                        ends.get(shot.id())))
            .toList();
    return Optional.of(new Watched(now, taken));
  }

  @Override
  public List<Replica> replicas(SourceSpec source) {
    ask();
    return replicas.stream().filter(one -> one.source().equals(source)).toList();
  }
}
