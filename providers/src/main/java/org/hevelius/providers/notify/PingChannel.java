package org.hevelius.providers.notify;

import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.notify.Channel;
import org.hevelius.core.notify.Message;
import org.hevelius.core.notify.Target;
import org.hevelius.providers.process.Secrets;

/** Pings a check as Healthchecks has it: start, success and failure of each run. */
final class PingChannel implements Channel {
  private final Target.Pings target;
  private final Secrets secrets;
  private final Http http;

  PingChannel(Target.Pings target, Secrets secrets, Http http) {
    this.target = target;
    this.secrets = secrets;
    this.http = http;
  }

  @Override
  public Outcome deliver(Message message) {
    return Http.unless(
        () ->
            http.post(
                address(Http.address(secrets.of(target.url())), message),
                "text/plain; charset=utf-8",
                Http.utf8(String.join("\n", message.lines())),
                Map.of("Hevelius-Delivery", message.id())));
  }

  /** The check's address with the word for what happened in its path and the run in its query. */
  static URI address(URI check, Message message) {
    Alert alert = message.alert();
    String word =
        message.type() == Message.Type.TEST
            ? "/log"
            : switch (alert.kind()) {
              case RUN_STARTED -> "/start";
              case RUN_FAILED -> "/fail";
              case RUN_SUCCEEDED -> "";
              case RUN_MISSED,
                  RETENTION_REFUSED,
                  SNAPSHOT_TOO_OLD,
                  RECOVERY_FAILED,
                  DRILL_FAILED,
                  DRILL_OVERDUE,
                  DRILL_PASSED,
                  STORAGE_FILLING,
                  STORAGE_FULL,
                  STORAGE_UNHEALTHY,
                  STORAGE_ALARM,
                  STORAGE_ALARM_ENDED,
                  QUOTA_EXPANDED,
                  QUOTA_NOT_EXPANDED,
                  SOURCE_SLOWED,
                  SOURCE_AT_EASE,
                  STORAGE_EASED,
                  STORAGE_WELL,
                  RECOVERY_SUCCEEDED,
                  RETENTION_DONE ->
                  "/log";
            };
    String path = check.getRawPath().replaceFirst("/+$", "") + word;
    String before = check.getRawQuery();
    String run = alert.run().isEmpty() ? null : "rid=" + uuid(alert.run());
    String query = before == null ? run : run == null ? before : before + "&" + run;
    return URI.create(
        check.getScheme()
            + "://"
            + check.getRawAuthority()
            + path
            + (query == null ? "" : "?" + query));
  }

  /** The run's id, or one that follows from it, in the only form that is taken. */
  private static UUID uuid(String run) {
    try {
      return UUID.fromString(run);
    } catch (IllegalArgumentException e) {
      return UUID.nameUUIDFromBytes(Http.utf8(run));
    }
  }
}
