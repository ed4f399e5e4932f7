package org.hevelius.core.storage;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Alarms that were told of, in memory. */
public final class InMemoryAlarms implements AlarmStore {
  private final Map<String, Map<String, Noted>> bySystem = new HashMap<>();

  @Override
  public synchronized List<Noted> settle(String system, List<SystemAlarm> on, Instant now) {
    Map<String, Noted> before = bySystem.getOrDefault(system, Map.of());
    Map<String, Noted> after = AlarmStore.after(before, on, now);
    bySystem.put(system, after);
    return AlarmStore.taken(before, after);
  }

  @Override
  public synchronized void told(Noted noted) {
    SystemAlarm alarm = noted.alarm();
    Map<String, Noted> known = bySystem.getOrDefault(alarm.system(), Map.of());
    if (!noted.equals(known.get(alarm.id()))) {
      return;
    }
    if (noted.state() == State.ENDED) {
      known.remove(alarm.id());
    } else {
      known.put(alarm.id(), new Noted(alarm, State.TOLD, null));
    }
  }
}
