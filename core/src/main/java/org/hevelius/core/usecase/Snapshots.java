package org.hevelius.core.usecase;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.policy.EffectivePolicy;
import org.hevelius.core.retention.Retention;
import org.hevelius.core.retention.RetentionPlan;
import org.hevelius.core.retention.RetentionScheme;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.KnownBad;
import org.hevelius.core.snapshot.KnownGood;
import org.hevelius.core.snapshot.Reference;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotNames;
import org.jspecify.annotations.Nullable;

/** Lists, shows, marks and deletes snapshots. */
public final class Snapshots implements Facade.SnapshotUses {
  /** How many ids of all datasets may begin with the same digits. */
  private static final int SAME_PREFIX = 1_000;

  private final Context context;
  private final Verdicts verdicts;

  /** Use cases over these parts. */
  public Snapshots(Context context) {
    this(context, new Verdicts());
  }

  /** Use cases that share what retention said before. */
  Snapshots(Context context, Verdicts verdicts) {
    this.context = context;
    this.verdicts = verdicts;
  }

  /** The snapshots that match, newest first, read as the stream is consumed. */
  @Override
  public Stream<Snapshot> list(SnapshotQuery query) {
    return context.catalog().snapshots(query);
  }

  /**
   * The query for the datasets that somebody named.
   *
   * @param datasets a dataset; {@code cosmos7/**} for it and all below it; null or {@code **} for
   *     all
   * @throws HeveliusException NOT_FOUND when there is no such dataset
   */
  @Override
  public SnapshotQuery query(@Nullable String datasets) {
    if (datasets == null) {
      return SnapshotQuery.all();
    }
    return switch (Selection.Term.parse(datasets)) {
      case Selection.All() -> SnapshotQuery.all();
      case Selection.One(DatasetName name) ->
          SnapshotQuery.of(new ReferenceResolver(context.catalog()).dataset(name).name());
      case Selection.Below(DatasetName top) -> {
        if (context.catalog().datasets().stream().noneMatch(d -> d.name().isWithin(top))) {
          throw new HeveliusException(
              Category.NOT_FOUND,
              "there is no dataset " + top + ", nor any below it",
              "all datasets: hevelius dataset list");
        }
        yield SnapshotQuery.all().within(top);
      }
    };
  }

  /**
   * What retention decides about each version of a dataset: by the policies that are for it, else
   * by the rules that hold unless said otherwise.
   */
  public Map<Long, RetentionPlan.Decision<Snapshot>> retention(DatasetName dataset) {
    List<Snapshot> all = context.catalog().snapshots(SnapshotQuery.of(dataset)).toList();
    Map<Long, RetentionPlan.Decision<Snapshot>> decisions = new HashMap<>();
    if (!all.isEmpty()) {
      EffectivePolicy policy = new ManagedPolicies(context).effective(dataset, false);
      RetentionScheme scheme = policy.isPresent() ? policy.retention() : RetentionScheme.usual();
      Retention.planSnapshots(all, scheme, context.clock().instant())
          .decisions()
          .forEach(d -> decisions.put(d.candidate().subject().version(), d));
    }
    return decisions;
  }

  /** What keeps each version of a dataset, as {@link #retention} decides. Not to be changed. */
  @Override
  public Map<Long, KeptBy> keptBy(DatasetName dataset) {
    return verdicts.of(context, dataset);
  }

  @Override
  public Map<Long, Long> uniqueBytes(DatasetName dataset, @Nullable Long version) {
    if (version == null) {
      return UniqueBytes.of(context, dataset);
    }
    Long bytes =
        context
            .catalog()
            .snapshot(dataset, version)
            .map(snapshot -> UniqueBytes.alone(context, snapshot))
            .orElse(null);
    return bytes == null ? Map.of() : Map.of(version, bytes);
  }

  /** The version from which a snapshot descends, if there is one and it is still there. */
  @Override
  public Optional<Snapshot> parent(Snapshot snapshot) {
    Long parent = snapshot.parentVersion();
    return parent == null
        ? Optional.empty()
        : context.catalog().snapshot(snapshot.dataset(), parent);
  }

  @Override
  public List<Snapshot> badAncestors(Snapshot snapshot) {
    return new Lineage(context).badAncestors(snapshot);
  }

  /** The snapshot that a reference names. */
  @Override
  public Snapshot show(String reference) {
    return new ReferenceResolver(context.catalog()).resolve(reference);
  }

  /**
   * The reference of a snapshot of a dataset, by what stands behind the at sign of one, or by its
   * full generated name, or by the first digits of its id. Other datasets are not looked into.
   *
   * @throws HeveliusException NOT_FOUND if no snapshot of this dataset has that name or id;
   *     CONFLICT if several have an id that begins so
   */
  public String reference(DatasetName dataset, String named) {
    if (SnapshotNames.isName(named)) {
      return context
          .catalog()
          .byName(named)
          .filter(snapshot -> snapshot.dataset().equals(dataset))
          .map(Snapshot::reference)
          .orElseThrow(
              () ->
                  new HeveliusException(
                      Category.NOT_FOUND,
                      "no snapshot of %s has the name %s; names match exactly"
                          .formatted(dataset, named)));
    }
    boolean number = named.chars().allMatch(c -> c >= '0' && c <= '9');
    if (number || !Reference.HEX.matcher(named).matches()) {
      return dataset + "@" + named;
    }
    List<Snapshot> found =
        context.catalog().byIdPrefix(named, SAME_PREFIX).stream()
            .filter(snapshot -> snapshot.dataset().equals(dataset))
            .toList();
    if (found.size() == 1) {
      return found.getFirst().reference();
    }
    throw new HeveliusException(
        found.isEmpty() ? Category.NOT_FOUND : Category.CONFLICT,
        "%s of %s an id that begins with %s"
            .formatted(
                found.isEmpty() ? "there is no snapshot" : "there are several snapshots",
                dataset + (found.isEmpty() ? " with" : ", all with"),
                named));
  }

  /**
   * Adds and removes tags.
   *
   * @param remove keys
   */
  @Override
  public Snapshot tag(String reference, Map<String, String> add, List<String> remove) {
    return edit(
        "tag",
        reference,
        snapshot -> {
          Publications.refuse(snapshot, "tagged otherwise");
          Map<String, String> tags = new TreeMap<>(snapshot.tags());
          for (String key : remove) {
            if (tags.remove(key) == null) {
              throw new HeveliusException(
                  Category.NOT_FOUND,
                  snapshot.reference() + " has no tag \"" + key + "\"",
                  "it has: " + (tags.isEmpty() ? "none" : String.join(", ", snapshot.tagTexts())));
            }
          }
          tags.putAll(add);
          return snapshot.edit().tags(tags).build();
        });
  }

  /**
   * Changes what can be changed of the text; null leaves a thing as it is, an empty milestone or
   * name drops it.
   */
  @Override
  public Snapshot describe(
      String reference,
      @Nullable String description,
      @Nullable String shortName,
      @Nullable String milestone) {
    return edit(
        "describe",
        reference,
        snapshot -> {
          Publications.refuse(snapshot, "described otherwise");
          var builder = snapshot.edit();
          if (description != null) {
            builder.description(description);
          }
          if (shortName != null) {
            builder.shortName(shortName.isEmpty() ? null : shortName);
          }
          if (milestone != null) {
            builder.milestone(milestone.isEmpty() ? null : milestone);
          }
          return builder.build();
        });
  }

  /** Holds a snapshot: nothing forgets it until it is released. */
  @Override
  public Snapshot hold(String reference, Hold.Kind kind, String reason) {
    return edit(
        "hold",
        reference,
        snapshot -> {
          if (snapshot.hold(kind).isPresent()) {
            return snapshot;
          }
          return snapshot
              .edit()
              .hold(new Hold(kind, reason, context.actor().name(), context.clock().instant()))
              .build();
        });
  }

  /** Lifts holds of a kind. */
  @Override
  public Snapshot release(String reference, Hold.Kind kind) {
    return edit(
        "release",
        reference,
        snapshot -> {
          if (snapshot.hold(kind).isEmpty()) {
            throw new HeveliusException(
                Category.NOT_FOUND,
                "%s has no hold of the kind %s"
                    .formatted(snapshot.reference(), kind.name().toLowerCase(Locale.ROOT)),
                HoldText.advice(snapshot));
          }
          return snapshot
              .edit()
              .holds(snapshot.holds().stream().filter(h -> h.kind() != kind).toList())
              .build();
        });
  }

  /** Marks a snapshot as known good, or takes the mark away. */
  @Override
  public Snapshot knownGood(String reference, boolean good, String note) {
    return edit(
        good ? "known-good" : "not-known-good",
        reference,
        snapshot ->
            snapshot
                .edit()
                .knownGood(
                    good
                        ? new KnownGood(context.actor().name(), context.clock().instant(), note)
                        : null)
                .knownBad(good ? null : snapshot.knownBad())
                .build());
  }

  /** Marks a snapshot as known to be bad, or takes the mark away. */
  @Override
  public Snapshot knownBad(String reference, boolean bad, String note) {
    return edit(
        bad ? "known-bad" : "not-known-bad",
        reference,
        snapshot ->
            snapshot
                .edit()
                .knownBad(
                    bad
                        ? new KnownBad(context.actor().name(), context.clock().instant(), note)
                        : null)
                .knownGood(bad ? null : snapshot.knownGood())
                .build());
  }

  private Snapshot edit(String action, String reference, Function<Snapshot, Snapshot> change) {
    return context.audited(
        action, reference, () -> new SnapshotEdit(context, action).apply(show(reference), change));
  }

  /**
   * What deleting would do.
   *
   * @param id names exactly this deletion
   * @param bytes size of the content of the snapshot
   * @param newest whether it is the newest of its dataset
   * @param derived how many snapshots were made directly from it
   * @param freed what its own storage says that it would free; null for other storage
   */
  public record DeletePlan(
      String id,
      Snapshot snapshot,
      long bytes,
      boolean newest,
      long derived,
      boolean force,
      @Nullable Freed freed) {}

  /**
   * Plans to delete a snapshot.
   *
   * @param force whether a hold may be overruled
   * @throws HeveliusException REFUSED if it is published, or younger than the minimum keep of a
   *     policy; if it is held and {@code force} isn't given
   */
  @Override
  public DeletePlan planDelete(String reference, boolean force) {
    return context.audited(
        "delete",
        reference,
        () -> {
          Snapshot snapshot = new Strays(context).current(show(reference));
          Publications.refuse(snapshot, "deleted");
          if (snapshot.isHeld() && !force) {
            Hold hold = snapshot.holds().getFirst();
            throw new HeveliusException(
                Category.REFUSED,
                "%s is %s (%sheld by %s since %s)"
                    .formatted(
                        snapshot.reference(),
                        hold.kind() == Hold.Kind.PERMANENT ? "permanent" : "held",
                        hold.reason().isEmpty() ? "" : "\"" + hold.reason() + "\", ",
                        hold.by(),
                        hold.since().toString().substring(0, 10)),
                "to delete it all the same: hevelius delete " + snapshot.reference() + " --force");
          }
          new MinimumKeep(context).require(snapshot);
          long bytes = snapshot.captures().stream().mapToLong(Capture::bytes).sum();
          boolean newest =
              context
                  .catalog()
                  .latest(snapshot.dataset())
                  .map(l -> l.version() == snapshot.version())
                  .orElse(false);
          long derived =
              context.catalog().count(SnapshotQuery.all().onlyDerivedFrom(snapshot.name()));
          return new DeletePlan(
              PlanIds.of("delete", snapshot, derived, force),
              snapshot,
              bytes,
              newest,
              derived,
              force,
              Freed.of(context, snapshot.captures()));
        });
  }

  /**
   * Deletes a snapshot as planned.
   *
   * @throws HeveliusException CONFLICT if it has changed since; REFUSED if a policy demands by now
   *     that it stays
   */
  @Override
  public Snapshot delete(DeletePlan plan) {
    return context.audited(
        "delete",
        plan.snapshot().reference(),
        () -> {
          new MinimumKeep(context).require(plan.snapshot());
          return new Forgetting(context).forget(plan.snapshot(), "delete", plan.force());
        });
  }
}
