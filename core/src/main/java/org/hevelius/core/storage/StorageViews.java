package org.hevelius.core.storage;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.SourceSpec;

/**
 * The port to storage systems of one kind: their views, quotas, health and performance. Failures
 * are {@link HeveliusException}s: UNAVAILABLE when a system can't be asked or can't do it, DENIED
 * when the account may not. Safe for several threads.
 *
 * <p>Nothing that this port does removes data or makes a limit smaller than {@link #setLimits} was
 * told.
 */
public interface StorageViews {
  /** The kind of source that its views are. */
  SourceSpec.Kind kind();

  /**
   * The systems that are known, such as {@code vast:lab} or {@code zfs:tank}, sorted; none where
   * there is no such storage, which is no error.
   */
  List<String> systems();

  /** The system that a view lies in. Only the name is looked at. */
  String system(SourceSpec view);

  /** All views of a system with their quotas, sorted by name. */
  List<View> views(String system);

  /**
   * One view with its quota, as it is now.
   *
   * @throws HeveliusException NOT_FOUND when there is none of exactly that name
   */
  View view(SourceSpec view);

  /**
   * Makes a view, with its limits, whole or not at all.
   *
   * @throws HeveliusException CONFLICT when there is something of that name; then it is as it was
   */
  View create(NewView wish);

  /**
   * Sets both limits of the quota of a view, and makes one where there was none. The quota is read
   * again right before, and again after it was set: what is answered is what holds. Calling it
   * again after an unknown end is safe.
   *
   * @param expected the view with its quota as the caller has seen it
   * @throws HeveliusException CONFLICT when its identity or its limits aren't those any more; then
   *     nothing was changed. UNAVAILABLE when it isn't known whether they were set
   */
  Quota setLimits(View expected, Limits wanted);

  /** The space of a system now. */
  Space space(String system);

  /**
   * What the storage itself says of its health: the system, its nodes and devices, its alarms. A
   * finding that is OK says what was looked at. How full something is, is not looked at here.
   */
  List<Finding> health(String system);

  /**
   * The alarms of a system that are on, as it says now; none where it raises none.
   *
   * @throws HeveliusException when that can't be known; it never means that there are none
   */
  default List<SystemAlarm> alarms(String system) {
    return List.of();
  }

  /**
   * What happened on a system, the newest first; none where it keeps no account.
   *
   * @param least how bad at least
   * @param limit how many at most
   */
  default List<SystemEvent> events(String system, Instant since, Grade least, int limit) {
    return List.of();
  }

  /** How a system did from a time on until another. */
  Performance performance(String system, Instant from, Instant to);
}
