package org.hevelius.core.provider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.NativeFrames.Frame;
import org.hevelius.core.snapshot.Capture;
import org.jspecify.annotations.Nullable;

/**
 * The port to storage that takes snapshots at set times by itself, reached as {@link
 * Capability#SCHEDULE} of a source. What Hevelius has set up there is known by the identity that
 * the storage gave it, remembered beside the storage, and by a name that nothing else has; it is
 * read again right before it is changed or removed. What others have set up is never touched.
 *
 * <p>For one source of one dataset there is at most one such thing, whatever fails and is repeated.
 */
public interface NativeSchedules {
  /**
   * What the storage is to do for a source.
   *
   * @param frames at least one
   * @param copies where the storage brings what it takes; null for nowhere
   */
  record Wish(List<Frame> frames, @Nullable Target copies) {
    /** Copies the list. */
    public Wish {
      frames = List.copyOf(frames);
    }

    /** Whether both ask for the same snapshots, kept for the same times in the same places. */
    public boolean isSame(Wish other) {
      return String.valueOf(copies).equals(String.valueOf(other.copies))
          && frames.size() == other.frames.size()
          && frames.stream().allMatch(one -> other.frames.stream().anyMatch(one::isSame))
          && other.frames.stream().allMatch(one -> frames.stream().anyMatch(one::isSame));
    }
  }

  /**
   * Another system to which the storage copies by itself.
   *
   * @param name as the storage calls it
   * @param directory where the copies lie there; empty for the same as here
   */
  record Target(String name, String directory) {
    @Override
    public String toString() {
      return directory.isEmpty() ? name : name + ":" + directory;
    }
  }

  /**
   * What was set up for a source of a dataset.
   *
   * @param name as the storage calls it; what it takes is named after it
   * @param set what it was told last
   * @param since from when on it has been so
   * @param trouble why it isn't in effect as it was set, a sentence; empty when it is, as far as is
   *     known
   */
  record Agreement(
      DatasetName dataset,
      SourceSpec source,
      String name,
      Wish set,
      Instant since,
      String trouble) {
    /** Whether the storage does what it was told. */
    public boolean isInEffect() {
      return trouble.isEmpty();
    }
  }

  /** All that was set up, as it is remembered; asks no storage. */
  List<Agreement> agreements();

  /** What was set up for a source of a dataset, as it is remembered; asks no storage. */
  default Optional<Agreement> agreement(DatasetName dataset, SourceSpec source) {
    return agreements().stream()
        .filter(one -> one.dataset().equals(dataset) && one.source().equals(source))
        .findFirst();
  }

  /**
   * The systems to which the storage of a source can copy by itself, by their names.
   *
   * @throws HeveliusException UNAVAILABLE when it can't be asked
   */
  List<String> targets(SourceSpec source);

  /**
   * What is to be done so that the storage does what is wished, and nothing else of ours.
   *
   * @param wish null for nothing
   * @param steps what is done, a sentence each, in order; none when nothing is
   * @param token names the state that it was made for
   */
  record Plan(
      DatasetName dataset,
      SourceSpec source,
      @Nullable Wish wish,
      List<String> steps,
      String token) {
    /** Copies the list. */
    public Plan {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Plans; changes nothing.
   *
   * @param wish null for nothing
   * @throws HeveliusException UNAVAILABLE when the storage can't be asked; CONFLICT when something
   *     of others is in the way, naming it
   */
  Plan plan(DatasetName dataset, SourceSpec source, @Nullable Wish wish);

  /**
   * Carries a plan out. When it fails, a repetition goes on where it stopped.
   *
   * @throws HeveliusException CONFLICT when the plan isn't true any more, and nothing was changed;
   *     UNAVAILABLE
   */
  void carryOut(Plan plan, BooleanSupplier canceled);

  /**
   * A snapshot that the storage took by what was set up.
   *
   * @param expires when the storage removes it; null for never
   */
  record Taken(Capture capture, String name, Instant created, @Nullable Instant expires) {}

  /**
   * How what was set up is doing.
   *
   * @param agreement with what is wrong with it now
   * @param taken what is there of what it took, complete ones alone, oldest first
   */
  record Watched(Agreement agreement, List<Taken> taken) {
    /** Copies the list. */
    public Watched {
      taken = List.copyOf(taken);
    }
  }

  /**
   * Looks at what was set up for a source of a dataset, and remembers whether it is in effect.
   *
   * @return nothing when nothing was set up
   * @throws HeveliusException UNAVAILABLE when the storage can't be asked; then what is remembered
   *     stays
   */
  Optional<Watched> watch(DatasetName dataset, SourceSpec source);

  /**
   * How the storage copies a source to another system, whoever has set that up.
   *
   * @param name of what does it
   * @param ours whether Hevelius has set it up
   * @param state as the storage says it
   * @param through up to when all is there; null when nothing is
   * @param healthy whether it goes on as it should
   * @param trouble what is wrong, or empty
   */
  record Replica(
      SourceSpec source,
      String name,
      String target,
      boolean ours,
      String state,
      @Nullable Instant through,
      boolean healthy,
      String trouble) {}

  /**
   * How the storage copies a source to other systems now.
   *
   * @throws HeveliusException UNAVAILABLE when it can't be asked
   */
  List<Replica> replicas(SourceSpec source);
}
