package org.hevelius.providers.vast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.NativeStorage.RolledBack;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The steps of one restore of a protected path. Until the commit everything is given up without a
 * trace; a note says how far it came, so that a repetition gives it up or ends it.
 */
final class RestoreSteps {
  private static final int PATIENT = 20;

  /** How far it came. */
  private enum Phase {
    /** The clone is asked for; the path is as it was. */
    BEGUN,
    /** The commit is asked for. */
    COMMITTING,
    /** The path is put back; what stood there before is being removed. */
    CLEANING
  }

  private final VastCluster cluster;
  private final ProtectedPath of;
  private final VastPath path;
  private final Records records;
  private final VmsTasks tasks;
  private final Consumer<String> notices;

  RestoreSteps(
      VastCluster cluster,
      ProtectedPath of,
      VastPath path,
      Records records,
      VmsTasks tasks,
      Consumer<String> notices) {
    this.cluster = cluster;
    this.of = of;
    this.path = path;
    this.records = records;
    this.tasks = tasks;
    this.notices = notices;
  }

  private String noteName() {
    return "restore-" + of.id();
  }

  private void note(Phase phase, String title, String token, String guard) {
    ObjectNode note = JsonNodeFactory.instance.objectNode();
    records.note(
        noteName(),
        note.put("what", "restore")
            .put("phase", phase.name())
            .put("name", title)
            .put("path", path.text())
            .put("token", token)
            .put("guard", guard));
  }

  /**
   * Puts the path back.
   *
   * @param guard the guid of the snapshot that has what stands there now; empty for none
   */
  RolledBack run(String token, VastSnapshot to, String guard, BooleanSupplier canceled) {
    String status = of.status();
    if (ProtectedPath.isPending(status) || ProtectedPath.isBusy(status)) {
      throw new HeveliusException(
          Category.CONFLICT,
          "somebody else restores %s on %s: %s".formatted(path, cluster.settings().name(), status),
          "nothing was changed; commit or stop it on the cluster first");
    }
    String title = "hevelius-" + UUID.randomUUID();
    note(Phase.BEGUN, title, token, guard);
    try {
      prepare(title, to, canceled);
      if (canceled.getAsBoolean()) {
        throw new HeveliusException(Category.CANCELED, "putting back " + path + " was stopped");
      }
    } catch (HeveliusException e) {
      throw givenUp(title, e);
    }
    note(Phase.COMMITTING, title, token, guard);
    commit(title);
    return clean(title, token, guard);
  }

  /** Has the clone made; the path stays as it is. */
  private void prepare(String title, VastSnapshot to, BooleanSupplier canceled) {
    JsonNode answer;
    try {
      answer = of.restore(title, to.id());
    } catch (VmsException e) {
      if (!e.maybeDone() || of.stream(title).isEmpty()) {
        throw e;
      }
      answer = JsonNodeFactory.instance.objectNode();
    }
    tasks.await("the restore of " + path, answer, canceled);
    tasks.until(
        "the restore of " + path,
        canceled,
        () -> {
          String status = of.status();
          if (ProtectedPath.hasFailed(status)) {
            throw new HeveliusException(
                Category.UNAVAILABLE,
                "the restore of %s on %s failed: %s"
                    .formatted(path, cluster.settings().name(), status));
          }
          return ProtectedPath.isPending(status);
        });
  }

  /** Takes back what happened before the commit, and says so. */
  private HeveliusException givenUp(String title, HeveliusException why) {
    try {
      stopOurs(title);
      records.done(noteName());
      return new HeveliusException(
          why.category(),
          String.valueOf(why.getMessage()),
          List.of("the restore was given up; %s is as it was".formatted(path)),
          why);
    } catch (HeveliusException e) {
      return new HeveliusException(
          why.category(),
          String.valueOf(why.getMessage()),
          List.of(
              "%s is as it was, but the restore \"%s\" waits on the cluster and could not be"
                      .formatted(path, title)
                  + " stopped: "
                  + e.getMessage(),
              "repeat this, which stops it first, or stop it on the cluster; don't commit it"),
          why);
    }
  }

  /** Stops a restore only if it is ours. */
  private void stopOurs(String title) {
    if (of.stream(title).isEmpty()) {
      return;
    }
    boolean stopped = of.stop();
    if (!stopped && (ProtectedPath.isPending(of.status()) || ProtectedPath.isBusy(of.status()))) {
      throw new HeveliusException(
          Category.UNAVAILABLE, "%s doesn't stop it".formatted(cluster.settings().name()));
    }
  }

  private void commit(String title) {
    try {
      tasks.await("the commit of " + path, of.commit(), () -> false);
    } catch (VmsException e) {
      if (!e.maybeDone()) {
        throw givenUp(title, e);
      }
      // The answer was lost; what the path says is what counts.
    }
    awaitCommit(title);
  }

  private void awaitCommit(String title) {
    int[] pending = {0};
    tasks.until(
        "the commit of " + path,
        () -> false,
        () -> {
          String status = of.status();
          if (!ProtectedPath.isPending(status)) {
            return !ProtectedPath.isBusy(status);
          }
          pending[0]++;
          // Either it was stopped, and then nothing was put back; or it is committed after all.
          if ((ProtectedPath.hasFailed(status) || pending[0] > PATIENT) && of.stop()) {
            records.done(noteName());
            throw new HeveliusException(
                Category.UNAVAILABLE,
                "%s did not commit the restore of %s: %s"
                    .formatted(cluster.settings().name(), path, status),
                "the restore was given up; %s is as it was".formatted(path));
          }
          return false;
        });
    if (of.stream(title).isEmpty()) {
      records.done(noteName());
      throw new HeveliusException(
          Category.CONFLICT,
          "somebody stopped the restore of %s on %s before it was committed"
              .formatted(path, cluster.settings().name()),
          "%s is as it was; plan again".formatted(path));
    }
  }

  /** Removes what stood there before, if a snapshot has it. */
  private RolledBack clean(String title, String token, String guard) {
    note(Phase.CLEANING, title, token, guard);
    String kept = "";
    List<String> notes = new ArrayList<>();
    Optional<JsonNode> stream = of.stream(title);
    if (stream.isPresent()) {
      String place = stream.get().path("loanee_root_path").asString("");
      if (!isThere(guard) || !isApart(place)) {
        kept = place;
        notes.add(
            "what stood in %s before lies at %s of the cluster, as the stream %s"
                .formatted(path, place, title));
      } else {
        try {
          tasks.await("the removal of " + place, of.removeStream(stream.get()), () -> false);
        } catch (HeveliusException e) {
          kept = place;
          notes.add(
              "%s was put back; what stood there before could not be removed from %s: %s"
                  .formatted(path, place, e.getMessage()));
        }
      }
    }
    records.done(noteName());
    return new RolledBack(kept, notes);
  }

  private boolean isThere(String guard) {
    return !guard.isEmpty() && cluster.snapshot(guard, 0).filter(VastSnapshot::isThere).isPresent();
  }

  /** Whether a directory is neither the path, nor above it, nor in it. */
  private boolean isApart(String place) {
    if (!place.startsWith("/")) {
      return false;
    }
    VastPath other = new VastPath(place);
    return !other.covers(path) && !path.covers(other);
  }

  /**
   * Ends what a process left that died.
   *
   * @return what was done when it was this plan and is carried out now
   */
  Optional<RolledBack> settle(String token) {
    JsonNode note = records.noted(noteName()).orElse(null);
    if (note == null) {
      return Optional.empty();
    }
    String title = note.path("name").asString("");
    String guard = note.path("guard").asString("");
    Phase phase = Phase.valueOf(note.path("phase").asString(Phase.BEGUN.name()));
    if (phase == Phase.BEGUN) {
      return takenBack(title);
    }
    if (phase == Phase.COMMITTING) {
      String status = of.status();
      // Nobody confirmed this again; where it can still be given up it is.
      if (of.stream(title).isEmpty() || (ProtectedPath.isPending(status) && of.stop())) {
        return takenBack(title);
      }
      awaitCommit(title);
    }
    String planned = note.path("token").asString("");
    RolledBack done = clean(title, planned, guard);
    notices.accept("a restore of %s that was cut off has been ended".formatted(path));
    return planned.equals(token) ? Optional.of(done) : Optional.empty();
  }

  private Optional<RolledBack> takenBack(String title) {
    stopOurs(title);
    records.done(noteName());
    notices.accept("a restore of %s that was cut off has been given up".formatted(path));
    return Optional.empty();
  }
}
