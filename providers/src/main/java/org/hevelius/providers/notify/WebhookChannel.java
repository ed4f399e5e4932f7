package org.hevelius.providers.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.notify.Channel;
import org.hevelius.core.notify.Message;
import org.hevelius.core.notify.Target;
import org.hevelius.providers.process.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages as JSON, signed with HMAC-SHA-256 over the time of sending and the body, so that
 * the receiver knows who sent them and can refuse old ones.
 */
final class WebhookChannel implements Channel {
  private static final int SHORTEST_KEY = 16;

  /** What is sent. */
  record Document(
      String id,
      String type,
      String kind,
      String severity,
      String subject,
      String run,
      Instant time,
      String title,
      String summary,
      List<String> details,
      long repeated,
      @Nullable Instant repeatedSince) {
    Document {
      details = List.copyOf(details);
    }

    static Document of(Message message) {
      Alert alert = message.alert();
      return new Document(
          message.id(),
          Message.word(message.type()),
          Message.word(alert.kind()),
          Message.word(alert.kind().severity()),
          alert.subject(),
          alert.run(),
          alert.time(),
          message.title(),
          alert.summary(),
          alert.details(),
          message.repeated(),
          message.repeatedSince());
    }
  }

  private final Target.Webhook target;
  private final Secrets secrets;
  private final Http http;
  private final Clock clock;

  WebhookChannel(Target.Webhook target, Secrets secrets, Http http, Clock clock) {
    this.target = target;
    this.secrets = secrets;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public Outcome deliver(Message message) {
    return Http.unless(
        () -> {
          String key = secrets.of(target.key());
          if (key.length() < SHORTEST_KEY) {
            return new Later(
                "the secret for the signature is shorter than %d characters"
                    .formatted(SHORTEST_KEY),
                null);
          }
          byte[] body = Http.utf8(JsonOutput.line(Document.of(message)));
          long time = clock.instant().getEpochSecond();
          return http.post(
              Http.address(secrets.of(target.url())),
              "application/json",
              body,
              Map.of(
                  "Hevelius-Delivery", message.id(),
                  "Hevelius-Timestamp", Long.toString(time),
                  "Hevelius-Signature", "v1=" + signature(key, time, body)));
        });
  }

  /** HMAC-SHA-256 over the time, a dot and the body, in hex. */
  static String signature(String key, long time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(Http.utf8(time + "."));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks HMAC-SHA-256", e);
    }
  }
}
