package org.hevelius.providers.vast;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeSchedules;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.providers.vast.ScheduleNotes.Note;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Schedules that clusters keep: for each source of a dataset one protection policy and one
 * protected path of our own, both called by one name that nothing else has.
 */
final class VastSchedules implements NativeSchedules {
  private static final String BEGUN = "it was begun to be set up, and is not finished";
  private static final int MAX_SLUG = 14;

  private final Function<VastSource, VastCluster> clusters;
  private final Supplier<List<ScheduleNotes>> places;
  private final Function<VastCluster, VmsTasks> tasks;
  private final SecureRandom random;
  private final Clock clock;

  /**
   * The schedules of a home.
   *
   * @param places all notes that there are, whatever cluster they are about
   */
  VastSchedules(
      Function<VastSource, VastCluster> clusters,
      Supplier<List<ScheduleNotes>> places,
      Function<VastCluster, VmsTasks> tasks,
      SecureRandom random,
      Clock clock) {
    this.clusters = clusters;
    this.places = places;
    this.tasks = tasks;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public List<Agreement> agreements() {
    return places.get().stream()
        .flatMap(notes -> notes.all().stream())
        .map(Note::agreement)
        .toList();
  }

  private ScheduleNotes notes(VastCluster cluster) {
    return new ScheduleNotes(cluster.records());
  }

  private ProtectionPolicies on(VastCluster cluster) {
    return new ProtectionPolicies(cluster, tasks.apply(cluster));
  }

  private ScheduleState look(VastCluster cluster, DatasetName dataset, SourceSpec source) {
    Note note = notes(cluster).find(dataset, source).orElse(null);
    if (note == null) {
      return new ScheduleState(null, null, null);
    }
    cluster.requireSame(note.psnt());
    ProtectionPolicies on = on(cluster);
    JsonNode policy =
        on.ours(ProtectionPolicies.POLICIES, note.policy(), note.name())
            .filter(node -> node.path("prefix").asString("").equals(note.name()))
            .orElse(null);
    JsonNode path =
        on.ours(ProtectionPolicies.PATHS, note.path(), note.name())
            .filter(node -> isOf(node, VastSource.of(source).path()))
            .orElse(null);
    return new ScheduleState(note, policy, path);
  }

  private static boolean isOf(JsonNode path, VastPath source) {
    String text = path.path("source_dir").asString("");
    return text.startsWith("/") && new VastPath(text).equals(source);
  }

  @Override
  public List<String> targets(SourceSpec source) {
    VastCluster cluster = clusters.apply(VastSource.of(source));
    return cluster.client().list(ProtectionPolicies.TARGETS, Map.of()).stream()
        .map(node -> node.path("name").asString(""))
        .filter(name -> !name.isEmpty())
        .sorted()
        .toList();
  }

  @Override
  public Plan plan(DatasetName dataset, SourceSpec source, @Nullable Wish wish) {
    VastCluster cluster = clusters.apply(VastSource.of(source));
    ScheduleState state = look(cluster, dataset, source);
    Note note = state.note();
    List<String> steps = new ArrayList<>();
    if (note != null && (wish == null || !isSamePlace(note, wish))) {
      requireAlone(cluster, state);
      steps.add(
          "%s: remove protection policy %s and its protected path; the cluster keeps what they took until it expires"
              .formatted(source, note.name()));
    }
    if (wish != null && (note == null || !isSamePlace(note, wish))) {
      requireNoReplication(cluster, source, wish);
      steps.add(
          "%s: make a protection policy of our own (%s%s) and protect the path by it"
              .formatted(source, NativeFrameText.text(wish.frames()), ScheduleState.copies(wish)));
    } else if (wish != null) {
      steps.addAll(state.corrections(source, wish));
    }
    return new Plan(dataset, source, wish, steps, state.token(steps));
  }

  private static boolean isSamePlace(Note note, Wish wish) {
    return String.valueOf(note.agreement().set().copies()).equals(String.valueOf(wish.copies()));
  }

  private void requireAlone(VastCluster cluster, ScheduleState state) {
    JsonNode policy = state.policy();
    if (policy == null) {
      return;
    }
    String own = state.path() == null ? "" : state.path().path("guid").asString("");
    List<String> others = on(cluster).others(policy, own);
    if (!others.isEmpty()) {
      throw new HeveliusException(
          Category.CONFLICT,
          "protection policy %s of %s protects more by now: %s"
              .formatted(
                  policy.path("name").asString(""),
                  cluster.settings().name(),
                  String.join(", ", others)),
          "it was left as it is; give these another policy on the cluster, and do this again");
    }
  }

  /** A directory is copied to other clusters by one protected path. */
  private static void requireNoReplication(VastCluster cluster, SourceSpec source, Wish wish) {
    if (wish.copies() == null) {
      return;
    }
    VastReplicas.of(cluster, source, List.of()).stream()
        .findFirst()
        .ifPresent(
            other -> {
              throw new HeveliusException(
                  Category.CONFLICT,
                  "%s is copied already, by protected path %s, which isn't ours"
                      .formatted(source, other.name()),
                  "nothing was changed; leave replication: out of the policy, or end that one on"
                      + " the cluster");
            });
  }

  @Override
  public synchronized void carryOut(Plan plan, BooleanSupplier canceled) {
    VastCluster cluster = clusters.apply(VastSource.of(plan.source()));
    notes(cluster)
        .alone(
            () -> {
              Plan now = plan(plan.dataset(), plan.source(), plan.wish());
              if (!now.token().equals(plan.token())) {
                throw new HeveliusException(
                    Category.CONFLICT,
                    "what is on %s for %s is not as it was when this was planned"
                        .formatted(cluster.settings().name(), plan.source()),
                    "nothing was changed; plan again and look at it");
              }
              if (!now.steps().isEmpty()) {
                carryOut(cluster, plan, canceled);
              }
            });
  }

  private void carryOut(VastCluster cluster, Plan plan, BooleanSupplier canceled) {
    ScheduleNotes notes = notes(cluster);
    Wish wish = plan.wish();
    Note note = notes.find(plan.dataset(), plan.source()).orElse(null);
    if (note != null && (wish == null || !isSamePlace(note, wish))) {
      notes.write(note.trouble("it was begun to be removed, and is not finished"));
      ProtectionPolicies on = on(cluster);
      on.remove(ProtectionPolicies.PATHS, note.path(), note.name(), canceled);
      on.remove(ProtectionPolicies.POLICIES, note.policy(), note.name(), canceled);
      notes.remove(note);
      note = null;
    }
    if (wish != null) {
      Note begun =
          note == null ? begin(cluster, plan, wish) : note.set(wish, clock.instant(), BEGUN);
      notes.write(begun);
      set(cluster, plan, begun, wish);
    }
  }

  private Note begin(VastCluster cluster, Plan plan, Wish wish) {
    VastPath path = VastSource.of(plan.source()).path();
    String slug = SnapshotNames.slug(path.text().substring(path.text().lastIndexOf('/') + 1));
    String plain = slug.replaceAll("[^a-z0-9]", "-");
    byte[] bytes = new byte[4];
    random.nextBytes(bytes);
    String name =
        "%s%s-%s"
            .formatted(
                ProtectionPolicies.MARK,
                plain.substring(0, Math.min(plain.length(), MAX_SLUG)),
                HexFormat.of().formatHex(bytes));
    return new Note(
        new Agreement(plan.dataset(), plan.source(), name, wish, clock.instant(), BEGUN),
        cluster.psnt(),
        "",
        "");
  }

  /** Brings the cluster to what a note says, from wherever an earlier attempt has ended. */
  private void set(VastCluster cluster, Plan plan, Note begun, Wish wish) {
    ScheduleNotes notes = notes(cluster);
    ProtectionPolicies on = on(cluster);
    ScheduleState state = look(cluster, plan.dataset(), plan.source());
    JsonNode policy = state.policy();
    if (policy == null) {
      try {
        policy = on.makePolicy(begun.name(), wish);
      } catch (HeveliusException e) {
        if (e.category() == Category.CONFLICT) {
          notes.remove(begun);
        }
        throw e;
      }
    }
    Note known = begun.policy(policy.path("guid").asString(""));
    notes.write(known);
    if (!ProtectionPolicies.says(policy, wish)) {
      on.change(policy, wish);
    }
    JsonNode path = state.path();
    if (path == null) {
      path = on.makePath(begun.name(), VastSource.of(plan.source()).path(), policy, wish.copies());
    }
    known = known.path(path.path("guid").asString(""));
    notes.write(known);
    if (!ScheduleState.trouble(path, policy).isEmpty()) {
      on.resume(path, policy);
    }
    ScheduleState now = look(cluster, plan.dataset(), plan.source());
    String wrong = now.wrong();
    notes.write(known.trouble(wrong));
    if (!wrong.isEmpty()) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s didn't do what it was told for %s: %s"
              .formatted(cluster.settings().name(), plan.source(), wrong),
          "Hevelius goes on to take these snapshots itself; look at it on the cluster");
    }
  }

  @Override
  public Optional<Watched> watch(DatasetName dataset, SourceSpec source) {
    VastCluster cluster = clusters.apply(VastSource.of(source));
    ScheduleState state = look(cluster, dataset, source);
    Note note = state.note();
    if (note == null) {
      return Optional.empty();
    }
    String wrong = state.wrong();
    Note now = note.trouble(wrong);
    // What is begun stays so until somebody ends it, also where nothing is missing.
    boolean begun = note.policy().isEmpty() || note.path().isEmpty();
    if (!begun && !now.equals(note)) {
      notes(cluster).write(now);
    }
    return Optional.of(
        new Watched(begun ? note.agreement() : now.agreement(), taken(cluster, note, source)));
  }

  private static List<Taken> taken(VastCluster cluster, Note note, SourceSpec source) {
    VastPath path = VastSource.of(source).path();
    return cluster
        .client()
        .list("snapshots", Map.of("protection_policy__name", note.name()))
        .stream()
        .filter(cluster::isOurs)
        .map(VastSnapshot::of)
        .flatMap(Optional::stream)
        .filter(one -> one.isThere() && one.policy().equals(note.name()))
        .filter(one -> one.name().startsWith(note.name() + "_") && one.path().equals(path))
        .sorted(Comparator.comparing(VastSnapshot::created).thenComparingLong(VastSnapshot::id))
        .map(
            one ->
                new Taken(
                    Records.capture(
                        source, new VastCluster.Identity(note.psnt(), one.guid()).toString(), 0),
                    one.name(),
                    one.created(),
                    one.expires()))
        .toList();
  }

  @Override
  public List<Replica> replicas(SourceSpec source) {
    VastCluster cluster = clusters.apply(VastSource.of(source));
    List<String> ours = notes(cluster).all().stream().map(Note::path).toList();
    return VastReplicas.of(cluster, source, ours);
  }
}
