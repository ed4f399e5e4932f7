package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.storage.Budget;
import org.hevelius.core.storage.BudgetUse;
import org.hevelius.core.storage.Expansions;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.QuotaChange;
import org.hevelius.core.storage.Sizes;
import org.hevelius.core.storage.StorageSettings;
import org.hevelius.core.storage.StorageViews;
import org.hevelius.core.storage.View;
import org.jspecify.annotations.Nullable;

/** Finds systems, views and what is around them. */
final class StorageWorld {
  private final Context context;

  StorageWorld(Context context) {
    this.context = context;
  }

  /** A system with the port to it. */
  record Place(StorageViews storage, String system) {}

  /**
   * What somebody named.
   *
   * @param below only this view and those below it; null for all of the systems
   * @param exact whether one system was named, so that its failure is one of the whole
   */
  record Where(List<Place> places, @Nullable String below, boolean exact) {
    boolean has(String view) {
      return below == null || view.equals(below) || view.startsWith(below + "/");
    }
  }

  StorageSettings settings() {
    return context.storage().settings().get();
  }

  Where where(@Nullable String named) {
    if (named == null) {
      return new Where(all(), null, false);
    }
    List<Place> known = all();
    List<Place> exactly = known.stream().filter(place -> place.system().equals(named)).toList();
    if (!exactly.isEmpty()) {
      return new Where(exactly, null, true);
    }
    if (context.storage().kinds().stream().anyMatch(one -> one.kind().text().equals(named))) {
      return new Where(
          known.stream().filter(place -> place.system().startsWith(named + ":")).toList(),
          null,
          false);
    }
    if (!named.contains(":")) {
      throw unknown(named, known);
    }
    SourceSpec view = SourceSpec.parse(named);
    StorageViews storage = of(view);
    String system = storage.system(view);
    if (known.stream().noneMatch(place -> place.system().equals(system))) {
      throw unknown(named, known);
    }
    return new Where(List.of(new Place(storage, system)), view.toString(), true);
  }

  private List<Place> all() {
    return context.storage().kinds().stream()
        .flatMap(storage -> storage.systems().stream().map(system -> new Place(storage, system)))
        .toList();
  }

  private static HeveliusException unknown(String named, List<Place> known) {
    return new HeveliusException(
        Category.NOT_FOUND,
        "no storage system \"" + named + "\" is known",
        known.isEmpty()
            ? "none is known: a cluster is added with  hevelius cluster add"
            : "there are: " + String.join(", ", known.stream().map(Place::system).toList()));
  }

  /** The port to a view's storage. */
  StorageViews of(SourceSpec view) {
    return context.storage().kinds().stream()
        .filter(storage -> storage.kind() == view.kind())
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.INVALID,
                    view + " lies in no storage that has views here",
                    "kinds that have: "
                        + String.join(
                            ", ",
                            context.storage().kinds().stream()
                                .map(storage -> storage.kind().text())
                                .toList())));
  }

  View view(String named) {
    SourceSpec view = SourceSpec.parse(named);
    return of(view).view(view);
  }

  /** Asks each system; one that can't be asked is a finding, unless it alone was asked. */
  <T> List<T> each(Where where, Function<Place, List<T>> question, List<Finding> troubles) {
    List<T> answers = new ArrayList<>();
    for (Place place : where.places()) {
      try {
        answers.addAll(question.apply(place));
      } catch (HeveliusException e) {
        if (where.exact()) {
          throw e;
        }
        troubles.add(trouble(place.system(), e));
      }
    }
    return answers;
  }

  static Finding trouble(String system, HeveliusException why) {
    return new Finding(
        Finding.Kind.UNREACHABLE,
        Grade.CRITICAL,
        system,
        system,
        String.valueOf(why.getMessage()),
        String.join("; ", why.advice()));
  }

  /** What a change of a view's limits must fit into. */
  Expansions.World around(View view) {
    SourceSpec source = SourceSpec.parse(view.view());
    StorageViews storage = of(source);
    StorageSettings settings = settings();
    List<BudgetUse> budgets =
        settings.budgets().stream()
            .filter(budget -> budget.views().contains(view.view()))
            .map(budget -> use(budget, settings, new LinkedHashMap<>(Map.of(view.view(), view))))
            .toList();
    Instant last =
        context.catalog().usage().newest(view.view()).map(QuotaChange::time).orElse(null);
    return new Expansions.World(
        storage.space(view.system()), storage.health(view.system()), budgets, last);
  }

  /**
   * What the views of a budget use.
   *
   * @param seen views that were read already
   */
  BudgetUse use(Budget budget, StorageSettings settings, Map<String, View> seen) {
    long used = 0;
    long limit = 0;
    List<String> unlimited = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : budget.views()) {
      try {
        View view = seen.computeIfAbsent(name, this::view);
        Quota quota = view.quota();
        long taken = quota == null ? view.usedBytes() : quota.usedBytes();
        Long top = quota == null ? null : quota.limits().top();
        used = Sizes.plus(used, taken);
        limit = Sizes.plus(limit, top == null ? taken : top);
        if (top == null) {
          unlimited.add(name);
        }
      } catch (HeveliusException e) {
        missing.add(name + ": " + e.getMessage());
      }
    }
    Grade grade = settings.thresholds().grade(used * 100.0 / budget.totalBytes());
    return new BudgetUse(
        budget.name(),
        budget.totalBytes(),
        used,
        limit,
        missing.isEmpty() ? grade : grade.or(Grade.WARN),
        budget.views(),
        unlimited,
        missing);
  }
}
