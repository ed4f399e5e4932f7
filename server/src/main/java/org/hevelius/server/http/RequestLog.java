package org.hevelius.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hevelius.core.log.Log;

/**
 * Writes a line for each request. Queries, headers and bodies are left out: they may hold what is
 * nobody's business, and secrets.
 */
public record RequestLog(Log log) implements Answered.Watcher {
  @Override
  public void answered(Answered request) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("request", request.id());
    about.put("method", request.method());
    about.put("path", request.path());
    about.put("status", String.valueOf(request.status()));
    about.put("millis", String.valueOf(request.took().toMillis()));
    if (!request.caller().isEmpty()) {
      about.put("caller", request.caller());
    }
    about.put("remote", request.remote());
    log.write(
        new Log.Entry(
            request.status() < 500 ? Log.Level.INFO : Log.Level.WARNING,
            "http",
            "%s %s %d".formatted(request.method(), request.path(), request.status()),
            about));
  }
}
