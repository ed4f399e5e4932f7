package org.hevelius.core.usecase;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Ancestor;
import org.hevelius.core.snapshot.Derivation;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What was made from what, across datasets. A snapshot names its ancestors when it is taken, and
 * only ones that exist; so there are no circles. A walk is bounded all the same, for catalogs may
 * have been rebuilt from what others wrote.
 */
public final class Lineage implements Oversight.LineageUses {
  /** The most snapshots that one walk meets. */
  public static final int MOST = 10_000;

  /** The deepest that a walk goes. */
  public static final int DEEPEST = 500;

  private final Context context;

  /** Use cases over these parts. */
  public Lineage(Context context) {
    this.context = context;
  }

  /**
   * What somebody says a snapshot is made from.
   *
   * @param derivedFrom references
   * @param calibratedWith references
   * @param by the activity; may be empty
   */
  public record Said(List<String> derivedFrom, List<String> calibratedWith, String by) {
    /** Nothing. */
    public static final Said NOTHING = new Said(List.of(), List.of(), "");

    /** Copies the lists. */
    public Said {
      derivedFrom = List.copyOf(derivedFrom);
      calibratedWith = List.copyOf(calibratedWith);
    }
  }

  /**
   * A snapshot that a walk met.
   *
   * @param depth how many derivations away, from 1
   * @param ancestor what the derivation says; for what lies downstream its use alone is of the
   *     other side
   * @param snapshot null when it is gone, which only an ancestor can be
   * @param again whether the walk met it before and doesn't go on from here
   */
  public record Step(int depth, Ancestor ancestor, @Nullable Snapshot snapshot, boolean again) {}

  /**
   * What a walk met.
   *
   * @param complete false when the walk ended at its bounds
   */
  public record Walk(List<Step> steps, boolean complete) {
    /** Copies the list. */
    public Walk {
      steps = List.copyOf(steps);
    }
  }

  /** Which way a lineage is followed. */
  public enum Direction {
    /** Up and down. */
    BOTH,
    /** What it was made from. */
    UP,
    /** What was made from it. */
    DOWN,
    /** All that was made from it directly or indirectly, each once. */
    IMPACT
  }

  /**
   * The lineage of a snapshot.
   *
   * @param up what it was made from; null when it wasn't asked for
   * @param down what was made from it; null when it wasn't asked for
   */
  public record Around(@Nullable Walk up, @Nullable Walk down) {
    /** All steps, those up first. */
    public List<Step> steps() {
      List<Step> steps = new ArrayList<>(up == null ? List.of() : up.steps());
      steps.addAll(down == null ? List.of() : down.steps());
      return steps;
    }
  }

  /** The same, by versions, whatever later becomes the latest or known to be good. */
  Said exact(Said said) {
    ReferenceResolver resolver = new ReferenceResolver(context.catalog());
    return new Said(
        said.derivedFrom().stream().map(r -> resolver.resolve(r).reference()).toList(),
        said.calibratedWith().stream().map(r -> resolver.resolve(r).reference()).toList(),
        said.by());
  }

  /**
   * What was said, of snapshots that exist.
   *
   * @throws HeveliusException as a reference that names none; nothing was taken then
   */
  Derivation derivation(Said said) {
    ReferenceResolver resolver = new ReferenceResolver(context.catalog());
    List<Ancestor> ancestors = new ArrayList<>();
    for (String reference : said.derivedFrom()) {
      ancestors.add(Ancestor.of(Ancestor.Use.DERIVED_FROM, resolver.resolve(reference)));
    }
    for (String reference : said.calibratedWith()) {
      ancestors.add(Ancestor.of(Ancestor.Use.CALIBRATED_WITH, resolver.resolve(reference)));
    }
    return new Derivation(ancestors, said.by());
  }

  /**
   * What a snapshot was made from, each followed by what that was made from.
   *
   * @param depth how many derivations away at most
   * @param visible datasets that are shown; what is of others is left out with all beyond it
   */
  public Walk up(Snapshot from, int depth, Predicate<DatasetName> visible) {
    return new Walker(true, depth, visible).walk(from);
  }

  /** What was made from a snapshot, each followed by what was made from that. */
  public Walk down(Snapshot from, int depth, Predicate<DatasetName> visible) {
    return new Walker(false, depth, visible).walk(from);
  }

  @Override
  public Around around(Snapshot snapshot, Direction direction, int depth) {
    return around(snapshot, direction, depth, _ -> true);
  }

  /**
   * What is known of a snapshot's lineage in a direction.
   *
   * @param depth how many derivations away at most, which an impact doesn't heed
   * @param visible datasets that are shown; what is of others is left out with all beyond it
   */
  public Around around(
      Snapshot snapshot, Direction direction, int depth, Predicate<DatasetName> visible) {
    return switch (direction) {
      case BOTH -> new Around(up(snapshot, depth, visible), down(snapshot, depth, visible));
      case UP -> new Around(up(snapshot, depth, visible), null);
      case DOWN -> new Around(null, down(snapshot, depth, visible));
      case IMPACT -> new Around(null, impact(snapshot, visible));
    };
  }

  /** All that was made from a snapshot directly or indirectly, each once, nearest first. */
  public Walk impact(Snapshot from, Predicate<DatasetName> visible) {
    Walker walker = new Walker(false, DEEPEST, visible);
    List<Step> steps = new ArrayList<>();
    Set<String> met = new HashSet<>(Set.of(from.name()));
    Deque<Snapshot> waiting = new ArrayDeque<>(List.of(from));
    Map<String, Integer> depths = new HashMap<>(Map.of(from.name(), 0));
    while (!waiting.isEmpty()) {
      Snapshot next = waiting.remove();
      int depth = depths.getOrDefault(next.name(), 0) + 1;
      for (Step step : walker.descendants(next, depth)) {
        Snapshot snapshot = step.snapshot();
        if (snapshot != null && met.add(snapshot.name())) {
          if (steps.size() >= MOST) {
            return new Walk(steps, false);
          }
          steps.add(step);
          depths.put(snapshot.name(), depth);
          waiting.add(snapshot);
        }
      }
    }
    return new Walk(steps, true);
  }

  /** Those among all ancestors of a snapshot that were found to be bad, each once. */
  public List<Snapshot> badAncestors(Snapshot snapshot) {
    if (snapshot.derivation().ancestors().isEmpty()) {
      return List.of();
    }
    return up(snapshot, DEEPEST, _ -> true).steps().stream()
        .filter(step -> !step.again())
        .flatMap(step -> Optional.ofNullable(step.snapshot()).stream())
        .filter(ancestor -> ancestor.knownBad() != null)
        .toList();
  }

  /** How deep somebody wants a walk to go. */
  public static int depth(long wanted) {
    if (wanted < 1 || wanted > DEEPEST) {
      throw new HeveliusException(
          Category.INVALID, "the depth is a number from 1 to " + DEEPEST + ", not " + wanted);
    }
    return (int) wanted;
  }

  private final class Walker {
    private final boolean up;
    private final int deepest;
    private final Predicate<DatasetName> visible;
    private final Set<String> met = new HashSet<>();
    private final List<Step> steps = new ArrayList<>();
    private boolean complete = true;

    Walker(boolean up, int deepest, Predicate<DatasetName> visible) {
      this.up = up;
      this.deepest = deepest;
      this.visible = visible;
    }

    Walk walk(Snapshot from) {
      met.add(from.name());
      visit(from, 1);
      return new Walk(steps, complete);
    }

    private void visit(Snapshot from, int depth) {
      List<Step> next = up ? ancestors(from, depth) : descendants(from, depth);
      if (depth > deepest) {
        complete &= next.isEmpty();
        return;
      }
      for (Step step : next) {
        if (steps.size() >= MOST) {
          complete = false;
          return;
        }
        boolean again = !met.add(step.ancestor().name());
        steps.add(new Step(depth, step.ancestor(), step.snapshot(), again));
        Snapshot snapshot = step.snapshot();
        if (snapshot != null && !again) {
          visit(snapshot, depth + 1);
        }
      }
    }

    private List<Step> ancestors(Snapshot from, int depth) {
      return from.derivation().ancestors().stream()
          .filter(ancestor -> visible.test(ancestor.dataset()))
          .map(ancestor -> new Step(depth, ancestor, present(ancestor), false))
          .toList();
    }

    private @Nullable Snapshot present(Ancestor ancestor) {
      return context.catalog().byName(ancestor.name()).orElse(null);
    }

    private List<Step> descendants(Snapshot from, int depth) {
      return context
          .catalog()
          .snapshots(SnapshotQuery.all().onlyDerivedFrom(from.name()))
          .filter(snapshot -> visible.test(snapshot.dataset()))
          .limit(MOST + 1L)
          .map(
              snapshot ->
                  new Step(depth, Ancestor.of(use(snapshot, from), snapshot), snapshot, false))
          .toList();
    }

    private static Ancestor.Use use(Snapshot derived, Snapshot from) {
      return derived.derivation().ancestors().stream()
          .filter(ancestor -> ancestor.name().equals(from.name()))
          .map(Ancestor::use)
          .findFirst()
          .orElse(Ancestor.Use.DERIVED_FROM);
    }
  }
}
