package org.hevelius.core.notify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.alert.AlertStore;

/**
 * The queue of messages, and what was told of already: a part of the catalog. Safe for several
 * threads; each method that changes something is one transaction and survives the loss of power
 * once it has returned. One process at a time delivers.
 *
 * <p>Errors are those of the catalog.
 */
public interface NotificationStore extends AlertStore {
  /** Something that changes. */
  sealed interface Change {}

  /** A message goes to the end of the queue. */
  record Queue(Notice notice) implements Change {}

  /** Replaces what is known of its channel, kind and subject. */
  record Remember(Repetition repetition) implements Change {}

  /** Nothing is known of its channel, kind and subject any more. */
  record Forget(Repetition repetition) implements Change {}

  /** Something is wrong: opens what is known of it, or notes that it came again. */
  record Raise(Alert alert, Instant time) implements Change {}

  /** Closes what is open of these kinds about a subject. */
  record Close(String subject, Set<Alert.Kind> kinds, Instant time, String end) implements Change {}

  /** A notice goes, as part of another one that is queued with it. */
  record Drop(String id) implements Change {}

  /**
   * How many notices there are.
   *
   * @param notices of this channel in this state
   */
  record Count(String channel, Notice.State state, long notices) {}

  /** Makes all of these changes or none. A message whose id is in the queue isn't added again. */
  void apply(List<Change> changes);

  /** What a channel was told of a thing, sorted by kind. */
  List<Repetition> repetitions(String channel, String subject);

  /**
   * The waiting notice that is next.
   *
   * @param inOrder only the one that came first, if it is due; else of those that are due the one
   *     that was due first
   */
  Optional<Notice> next(String channel, Instant now, boolean inOrder);

  /**
   * The waiting notices of a channel that no attempt was made for yet, due or not, in the order in
   * which they came; digests left out.
   */
  List<Notice> untried(String channel, int limit);

  /** Takes a notice out of the queue; nothing happens when it isn't there. */
  void delivered(String id);

  /** Replaces attempts, next time, state and error of the notice with that id, if it is there. */
  void update(Notice notice);

  /** Up to {@code limit} notices: the waiting ones first, each in the order in which they came. */
  List<Notice> notices(int limit);

  /** How many notices each channel has, sorted by channel and state. */
  List<Count> counts();

  /**
   * Drops what is of no more use: notices that were given up before, what was told of before and
   * isn't open, and what was closed before.
   */
  void prune(Instant givenUpBefore, Instant toldBefore, Instant closedBefore);
}
