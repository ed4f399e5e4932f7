package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.policy.RecoveryMode;
import org.hevelius.core.recovery.RecoveryStep;
import org.jspecify.annotations.Nullable;

/**
 * A recovery as programs see it before it is carried out; see {@link RecoveryPlan}.
 *
 * @param plan names exactly this plan
 * @param reference the snapshot that is put back
 * @param taken when that was taken
 * @param passedOver newer snapshots that were not taken, newest first
 * @param steps all of it, in order
 */
public record RecoveryPlanView(
    String plan,
    String dataset,
    String reference,
    Instant taken,
    Duration lost,
    @Nullable RecoveryMode mode,
    List<RecoveryPlan.PassedOver> passedOver,
    List<Place> places,
    List<String> alsoThere,
    List<String> services,
    List<String> unguarded,
    List<String> warnings,
    @Nullable Duration rto,
    List<RecoveryView.Step> steps) {
  /**
   * How one source is put back.
   *
   * @param step the place of the step that does it, from 0
   */
  public record Place(
      int step,
      String source,
      String way,
      List<String> effects,
      long create,
      long overwrite,
      long delete,
      long bytes) {
    /** Copies the list. */
    public Place {
      effects = List.copyOf(effects);
    }

    private static Place of(RecoveryPlan.Place place, List<RecoveryStep> steps) {
      int step =
          steps.stream()
              .filter(one -> one.kind() == RecoveryStep.Kind.PUT_BACK)
              .filter(one -> one.subject().equals(place.source()))
              .mapToInt(RecoveryStep::position)
              .findFirst()
              .orElseThrow();
      return new Place(
          step,
          place.source(),
          place.way(),
          place.effects(),
          place.create(),
          place.overwrite(),
          place.delete(),
          place.bytes());
    }
  }

  /** Copies the lists. */
  public RecoveryPlanView {
    passedOver = List.copyOf(passedOver);
    places = List.copyOf(places);
    alsoThere = List.copyOf(alsoThere);
    services = List.copyOf(services);
    unguarded = List.copyOf(unguarded);
    warnings = List.copyOf(warnings);
    steps = List.copyOf(steps);
  }

  /** A plan as programs see it. */
  public static RecoveryPlanView of(RecoveryPlan plan) {
    return new RecoveryPlanView(
        plan.id(),
        plan.want().dataset().text(),
        plan.want().reference(),
        plan.want().createdAt(),
        plan.lost(),
        plan.mode(),
        plan.passedOver(),
        plan.places().stream().map(place -> Place.of(place, plan.steps())).toList(),
        plan.alsoThere(),
        plan.services(),
        plan.unguarded(),
        plan.warnings(),
        plan.rto(),
        plan.steps().stream().map(RecoveryView.Step::of).toList());
  }

  /** The same with the other datasets called so, for somebody who may not know of all. */
  public RecoveryPlanView naming(List<String> others) {
    return new RecoveryPlanView(
        plan,
        dataset,
        reference,
        taken,
        lost,
        mode,
        passedOver,
        places,
        others,
        services,
        unguarded,
        warnings,
        rto,
        steps);
  }
}
