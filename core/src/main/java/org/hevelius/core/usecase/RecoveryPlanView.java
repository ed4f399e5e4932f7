package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a recovery as programs see it.
 *
 * @param plan names exactly this plan
 * @param reference the snapshot that would be put back
 * @param taken when it was taken
 * @param lost its age: what was written since is no longer in the data afterwards
 * @param mode how data is put back where the storage leaves a choice; null for the fastest
 * @param passedOver newer snapshots that were not taken, newest first
 * @param alsoThere other datasets with data in the same places: they change with it
 * @param unguarded the sources that are gone altogether, of which no present state can be kept
 * @param rto how long it should take at most; null when no policy says it
 * @param steps all of it, in order; none has begun
 */
public record RecoveryPlanView(
    String plan,
    String dataset,
    String reference,
    Instant taken,
    Duration lost,
    @Nullable String mode,
    List<RecoveryPlan.PassedOver> passedOver,
    List<RecoveryPlan.Place> places,
    List<String> alsoThere,
    List<String> services,
    List<String> unguarded,
    List<String> warnings,
    @Nullable Duration rto,
    List<RecoveryView.Step> steps) {
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
        plan.mode() == null ? null : plan.mode().name().toLowerCase(Locale.ROOT),
        plan.passedOver(),
        plan.places(),
        plan.alsoThere(),
        plan.services(),
        plan.unguarded(),
        plan.warnings(),
        plan.rto(),
        plan.steps().stream().map(RecoveryView.Step::of).toList());
  }
}
