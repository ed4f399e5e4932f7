package org.hevelius.core.alert;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.hevelius.core.log.Log;

/** Writes each alert into the log on its way, with the dataset and the run that it is about. */
public record LoggedAlerts(Log log, Alerts next) implements Alerts {
  @Override
  public void raise(Alert alert) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("kind", alert.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    about.put("dataset", alert.subject());
    if (!alert.run().isEmpty()) {
      about.put("run", alert.run());
    }
    Log.Level level =
        switch (alert.kind().severity()) {
          case INFO -> Log.Level.INFO;
          case WARNING -> Log.Level.WARNING;
          case CRITICAL -> Log.Level.ERROR;
        };
    String details = alert.details().isEmpty() ? "" : ": " + alert.details().getFirst();
    log.write(new Log.Entry(level, "runs", alert.summary() + details, about));
    next.raise(alert);
  }
}
