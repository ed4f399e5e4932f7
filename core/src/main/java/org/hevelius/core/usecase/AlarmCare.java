package org.hevelius.core.usecase;

import java.util.List;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.storage.AlarmStore;
import org.hevelius.core.storage.AlarmStore.Noted;
import org.hevelius.core.storage.AlarmStore.State;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.StorageSettings;
import org.hevelius.core.storage.SystemAlarm;

/**
 * Tells of alarms that storage systems raise, each once, and of its end: those about a system as a
 * whole, and those about places in which sources lie or whose limits may grow.
 */
final class AlarmCare {
  private final Automation.Parts parts;
  private final Context context;

  AlarmCare(Automation.Parts parts) {
    this.parts = parts;
    this.context = parts.context();
  }

  void look(StorageWorld.Place place, StorageSettings settings) {
    List<SystemAlarm> on = place.storage().alarms(place.system());
    List<SourceSpec> sources =
        context.catalog().datasets().stream().map(Dataset::sources).flatMap(List::stream).toList();
    List<SystemAlarm> ours =
        on.stream()
            .filter(alarm -> alarm.grade().compareTo(Grade.ALERT) >= 0)
            .filter(alarm -> concerns(alarm, sources, settings))
            .toList();
    AlarmStore alarms = context.catalog().alarms();
    for (Noted noted : alarms.settle(place.system(), ours, context.clock().instant())) {
      tell(noted);
      alarms.told(noted);
    }
  }

  private static boolean concerns(
      SystemAlarm alarm, List<SourceSpec> sources, StorageSettings settings) {
    String subject = alarm.subject();
    return subject.equals(alarm.system())
        || settings.rule(subject).isPresent()
        || sources.stream()
            .map(SourceSpec::toString)
            .anyMatch(source -> covers(source, subject) || covers(subject, source));
  }

  private static boolean covers(String above, String below) {
    return below.equals(above) || below.startsWith(above + "/");
  }

  private void tell(Noted noted) {
    SystemAlarm alarm = noted.alarm();
    boolean ended = noted.state() == State.ENDED;
    String text = ended ? "the alarm of %s about %s is off: %s" : "%s raised an alarm about %s: %s";
    parts
        .alerts()
        .raise(
            new Alert(
                ended ? Alert.Kind.STORAGE_ALARM_ENDED : Alert.Kind.STORAGE_ALARM,
                "%s alarm %s".formatted(alarm.system(), alarm.id()),
                "",
                context.clock().instant(),
                text.formatted(alarm.system(), alarm.about(), alarm.message()),
                ended ? List.of() : List.of("see: hevelius health " + alarm.system())));
  }
}
