package org.hevelius.core.provider;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.jspecify.annotations.Nullable;

/**
 * The port to storage that can snapshot by itself. What it does beside the port of all providers
 * depends on the storage: {@link SnapshotProvider#capabilities} says what, and what it can't do is
 * refused with UNAVAILABLE, saying why.
 *
 * <p>A capture's id is the identity that the storage gave it, never its name; it is read again
 * right before anything is removed or replaced. Several homes may use the same storage: each
 * capture names the home that made it, and one of another home is refused wherever it would be
 * changed or removed. One that names none was made before homes had ids; who lists it may. While a
 * snapshot is held, so are its captures where the storage can: {@link SnapshotProvider#annotate}
 * and {@link PendingCapture#publish} see to it.
 */
public interface NativeStorage extends SnapshotProvider {
  /**
   * Storage that could be a source.
   *
   * @param bytes what it refers to
   * @param place where it is mounted, or what else helps to know it; may be empty
   * @param leftover whether it is the state before a rollback, which that has left
   */
  record Found(SourceSpec source, long bytes, String place, boolean leftover) {}

  /**
   * What could be a source.
   *
   * @param where the name of the machine or cluster to look at; null for all that are known
   */
  List<Found> discover(@Nullable String where);

  /**
   * A snapshot as the storage lists it.
   *
   * @param id its identity
   * @param bytes what would be free without it alone; nothing when the storage doesn't tell
   * @param ours whether this home made it, or a Hevelius that named no home
   * @param home the id of another home that made it; empty for all others
   * @param blocks what forbids its removal, such as holds and clones, a few words each
   */
  record Native(
      String id,
      String name,
      Instant created,
      OptionalLong bytes,
      boolean ours,
      String home,
      List<String> blocks) {
    /** Copies the list. */
    public Native {
      blocks = List.copyOf(blocks);
    }
  }

  /** All snapshots of a source that the storage has, ours and others', oldest first. */
  List<Native> snapshots(SourceSpec source);

  /**
   * The snapshots of a source that this home isn't named in, as Hevelius would list them, oldest
   * first: those of other programs and of other homes, and those that name none. Changes nothing.
   */
  List<Recovered> adoptable(SourceSpec source);

  /** A directory of this machine below which a capture can be read, if there is one. */
  Optional<Path> path(Capture capture);

  /** What differs between two captures of one source, or between a capture and the source. */
  interface ChangedPaths {
    /**
     * Whether something at a path, or below it, may differ; never false where something does.
     *
     * @param path relative to the source, as in a tree
     */
    boolean touches(String path);

    /**
     * The names in a directory that {@link #touches} is true for; nothing where it has to be asked
     * of each.
     *
     * @param directory relative to the source, as in a tree
     */
    default Optional<Set<String>> touchedIn(String directory) {
      return Optional.empty();
    }
  }

  /**
   * What differs, found without reading both sides; nothing where the storage can't tell, or where
   * it is more than is kept in memory.
   *
   * @param to null for the present state of the source
   */
  Optional<ChangedPaths> changed(Capture from, @Nullable Capture to, BooleanSupplier canceled);

  /**
   * What removing captures would free.
   *
   * @param bytes of all of them together; 0 when not known, and then not exact
   * @param exact whether the storage has said so; otherwise it is at least that
   * @param blocks what forbids the removal, a sentence each
   */
  record Reclaim(long bytes, boolean exact, List<String> blocks) {
    /** Copies the list. */
    public Reclaim {
      blocks = List.copyOf(blocks);
    }
  }

  /** Finds what removing captures, all of one source, would free. Changes nothing. */
  Reclaim reclaim(List<Capture> captures);

  /**
   * Data to write to that was made of a capture.
   *
   * @param name as the storage calls it
   * @param path where it is mounted, or null
   */
  record Cloned(String name, @Nullable Path path) {}

  /**
   * Makes data to write to of a capture, at once.
   *
   * @param name as the storage calls such things, or an absolute path; never something that exists
   * @throws HeveliusException CONFLICT when there is something of that name; UNAVAILABLE
   */
  Cloned clone(Capture capture, String name);

  /**
   * Something that a rollback destroys.
   *
   * @param what such as {@code snapshot}, {@code bookmark}, {@code clone} or {@link #STATE}
   * @param name as {@link Native} calls it, for a snapshot
   * @param ours whether this home made it, as for {@link Native}; always so for {@link #STATE},
   *     which is nobody else's to keep: whoever names such a way gives it up
   * @param bytes that are lost with it; 0 when not known
   */
  record Doomed(String what, String name, boolean ours, long bytes) {
    /**
     * What the source has now, where a way leaves neither that nor a snapshot of it that is taken
     * before: such a way never destroys nothing.
     */
    public static final String STATE = "state";

    /** Refuses a state that would be another's. */
    public Doomed {
      if (what.equals(STATE) && !ours) {
        throw new IllegalArgumentException("the present state is no other program's: " + name);
      }
    }
  }

  /**
   * How a source could be put back at once.
   *
   * @param way a word that names it: {@code exchange} puts other data in the place of what is
   *     there, which stays under another name; {@code rollback} takes back everything since
   * @param destroyed all that wouldn't be there any more; empty for a way that destroys nothing
   * @param effects what else happens, a sentence each
   * @param token names exactly this plan: the state that it was made for and all that it destroys
   */
  record RollbackPlan(
      Capture to, String way, List<Doomed> destroyed, List<String> effects, String token) {
    /** Copies the lists. */
    public RollbackPlan {
      destroyed = List.copyOf(destroyed);
      effects = List.copyOf(effects);
    }

    /** Whether nothing is lost by it. */
    public boolean keepsAll() {
      return destroyed.isEmpty();
    }
  }

  /**
   * All ways to put a source back to a capture at once, the one that destroys least first; none
   * where files of Hevelius itself lie in the source, or where the storage can't.
   */
  List<RollbackPlan> rollbacks(Capture to);

  /**
   * A source that was put back.
   *
   * @param kept where the state before stands now, or empty
   * @param notes what there is to know, a sentence each
   */
  record RolledBack(String kept, List<String> notes) {
    /** Copies the list. */
    public RolledBack {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Puts a source back as planned. Either all of it happens or nothing that can be seen, also when
   * the process dies: then a repetition goes on or takes back.
   *
   * @param guard the capture of the present state, newer than all that the plan knows; what the
   *     plan destroys may take it along
   * @throws HeveliusException CONFLICT when the plan isn't true any more; then nothing was touched
   */
  RolledBack rollback(
      RollbackPlan plan, @Nullable Capture guard, Progress progress, BooleanSupplier canceled);

  /**
   * The space of a source.
   *
   * @param used by the source with all its snapshots
   * @param referenced by its present state
   * @param bySnapshots held by snapshots alone; empty when not known
   * @param available for it to grow
   * @param quota at most for it; empty when there is none
   */
  record Space(
      long used, long referenced, OptionalLong bySnapshots, long available, OptionalLong quota) {}

  /** Schedules that the storage keeps by itself; nothing where it has none. */
  default Optional<NativeSchedules> schedules() {
    return Optional.empty();
  }

  /** The space of a source now. */
  Space space(SourceSpec source);

  @Override
  default OptionalLong room(SourceSpec source) {
    return presence(source) == Presence.MISSING
        ? OptionalLong.empty()
        : OptionalLong.of(space(source).available());
  }
}
