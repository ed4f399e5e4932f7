package org.hevelius.core.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which alarms of storage systems somebody was told of. Stands in the catalog, under its promises
 * of atomicity, concurrency and errors, so that each is told once, whatever restarts and however
 * many services watch. Nothing of it can be recovered from a repository.
 */
public interface AlarmStore {
  /** After this time who wanted to tell of an alarm is thought to have died. */
  Duration CLAIMED = Duration.ofMinutes(1);

  /** How far an alarm has come. */
  enum State {
    /** It is on, and nobody was told. */
    NEW,
    /** It is on, and was told of. */
    TOLD,
    /** It has ended after it was told of, and nobody was told of that. */
    ENDED
  }

  /**
   * An alarm that is noted.
   *
   * @param claimed when somebody went to tell of it; null for never
   */
  record Noted(SystemAlarm alarm, State state, @Nullable Instant claimed) {
    private boolean isFree(Instant now) {
      return claimed == null || !claimed.plus(CLAIMED).isAfter(now);
    }

    private boolean isUntold() {
      return state != State.TOLD;
    }
  }

  /**
   * Notes which alarms of a system are on now, and takes those that are to be told of: NEW ones,
   * and ENDED ones. No other call is given these within {@link #CLAIMED}. One that has become worse
   * is NEW again; one that ended before anybody was told of it is dropped.
   */
  List<Noted> settle(String system, List<SystemAlarm> on, Instant now);

  /** Notes that something that {@link #settle} gave was told of. */
  void told(Noted noted);

  /**
   * What is noted after some alarms were seen to be on.
   *
   * @param before by id
   * @return by id
   */
  static Map<String, Noted> after(Map<String, Noted> before, List<SystemAlarm> on, Instant now) {
    Map<String, Noted> after = new LinkedHashMap<>();
    for (SystemAlarm alarm : on) {
      Noted known = before.get(alarm.id());
      boolean told =
          known != null
              && known.state() != State.NEW
              && alarm.grade().compareTo(known.alarm().grade()) <= 0;
      after.put(
          alarm.id(),
          told
              ? new Noted(alarm, State.TOLD, null)
              : new Noted(alarm, State.NEW, known == null ? null : known.claimed()));
    }
    before.forEach(
        (id, known) -> {
          if (!after.containsKey(id) && known.state() != State.NEW) {
            boolean ended = known.state() == State.ENDED;
            after.put(id, new Noted(known.alarm(), State.ENDED, ended ? known.claimed() : null));
          }
        });
    after.replaceAll(
        (_, noted) ->
            noted.isUntold() && noted.isFree(now)
                ? new Noted(noted.alarm(), noted.state(), now)
                : noted);
    return after;
  }

  /** What of it was taken by this call and by none before. */
  static List<Noted> taken(Map<String, Noted> before, Map<String, Noted> after) {
    List<Noted> taken = new ArrayList<>();
    after.forEach(
        (id, noted) -> {
          Noted known = before.get(id);
          boolean same =
              known != null
                  && known.state() == noted.state()
                  && noted.claimed() != null
                  && noted.claimed().equals(known.claimed());
          if (noted.isUntold() && !same) {
            taken.add(noted);
          }
        });
    taken.sort(Comparator.comparing(noted -> noted.alarm().since()));
    return taken;
  }
}
