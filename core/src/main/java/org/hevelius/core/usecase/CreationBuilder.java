package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.TakenBy;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Creation.Request} from another one; what isn't set stays as it was there. Not safe
 * for threads.
 */
public final class CreationBuilder {
  private String dataset;
  private String description;
  private @Nullable String shortName;
  private Map<String, String> tags;
  private @Nullable String milestone;
  private SnapshotKind kind;
  private List<TakenBy> takenBy;
  private boolean permanent;
  private @Nullable String keep;
  private @Nullable Instant expires;
  private Lineage.Said lineage;

  CreationBuilder(Creation.Request request) {
    dataset = request.dataset();
    description = request.description();
    shortName = request.shortName();
    tags = request.tags();
    milestone = request.milestone();
    kind = request.kind();
    takenBy = request.takenBy();
    permanent = request.permanent();
    keep = request.keep();
    expires = request.expires();
    lineage = request.lineage();
  }

  /** Of which dataset, by its name. */
  public CreationBuilder dataset(String name) {
    this.dataset = name;
    return this;
  }

  /** A name of one's own; null for none. */
  public CreationBuilder shortName(@Nullable String name) {
    this.shortName = name;
    return this;
  }

  /** All tags. */
  public CreationBuilder tags(Map<String, String> all) {
    this.tags = all;
    return this;
  }

  /** What the data has reached; null for nothing. */
  public CreationBuilder milestone(@Nullable String reached) {
    this.milestone = reached;
    return this;
  }

  /** Why it came into being. */
  public CreationBuilder kind(SnapshotKind why) {
    this.kind = why;
    return this;
  }

  /** The schedules and events that it is taken for. */
  public CreationBuilder takenBy(List<TakenBy> causes) {
    this.takenBy = causes;
    return this;
  }

  /** Whether it is held from the start. */
  public CreationBuilder permanent(boolean held) {
    this.permanent = held;
    return this;
  }

  /** How long it must be kept, such as {@code 30d}; null for no wish. */
  public CreationBuilder keep(@Nullable String span) {
    this.keep = span;
    return this;
  }

  /** Until when it must be kept; null for no wish. */
  public CreationBuilder expires(@Nullable Instant moment) {
    this.expires = moment;
    return this;
  }

  /** What it is made from. */
  public CreationBuilder madeFrom(Lineage.Said said) {
    this.lineage = said;
    return this;
  }

  /** The request. */
  public Creation.Request build() {
    return new Creation.Request(
        dataset,
        description,
        shortName,
        tags,
        milestone,
        kind,
        takenBy,
        permanent,
        keep,
        expires,
        lineage);
  }
}
