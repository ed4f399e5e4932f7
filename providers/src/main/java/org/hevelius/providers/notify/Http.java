package org.hevelius.providers.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.notify.Channel;
import org.hevelius.core.notify.WebAddress;
import org.jspecify.annotations.Nullable;

/**
 * Sends documents over HTTP. Redirects are not followed, and of the answer only status and {@code
 * Retry-After} are read. What went wrong is told without the address, which may be secret.
 */
final class Http {
  /** How long a connection may take to be made. */
  static final Duration CONNECT = Duration.ofSeconds(10);

  /** How long an answer may take. */
  static final Duration ANSWER = Duration.ofSeconds(20);

  /** What will be answered the same way however often it is asked. */
  private static final Set<Integer> HOPELESS = Set.of(400, 405, 410, 411, 413, 414, 415, 422, 451);

  private final Clock clock;
  private final Duration answer;
  private final Supplier<HttpClient> client;

  Http(Clock clock) {
    this(clock, CONNECT, ANSWER);
  }

  /** With limits of one's own. */
  Http(Clock clock, Duration connect, Duration answer) {
    this.clock = clock;
    this.answer = answer;
    // Threads and TLS are set up when the first message goes out.
    this.client =
        new Once(
            () ->
                HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(connect)
                    .build());
  }

  private static final class Once implements Supplier<HttpClient> {
    private final Supplier<HttpClient> maker;
    private @Nullable HttpClient made;

    Once(Supplier<HttpClient> maker) {
      this.maker = maker;
    }

    @Override
    public synchronized HttpClient get() {
      HttpClient there = made;
      if (there == null) {
        there = maker.get();
        made = there;
      }
      return there;
    }
  }

  /** An address that was fetched as a secret. */
  static URI address(String text) {
    return WebAddress.parse(text);
  }

  /** Posts a document. */
  Channel.Outcome post(URI address, String type, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(answer)
            .header("Content-Type", type)
            .header("User-Agent", "hevelius")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<InputStream> response =
          client.get().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      // Nothing in it is needed, and it may never end.
      response.body().close();
      return outcome(response);
    } catch (HttpTimeoutException e) {
      return new Channel.Later("no answer within %d s".formatted(answer.toSeconds()), null);
    } catch (IOException e) {
      return new Channel.Later("can't be reached: " + e.getClass().getSimpleName(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Channel.Later("the program ends", null);
    }
  }

  private Channel.Outcome outcome(HttpResponse<?> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Channel.Delivered("");
    }
    String why = "the answer was " + status;
    if (status >= 300 && status < 400) {
      return new Channel.Refused(why + ", a redirect, which is not followed");
    }
    return HOPELESS.contains(status)
        ? new Channel.Refused(why)
        : new Channel.Later(why, after(response));
  }

  private @Nullable Duration after(HttpResponse<?> response) {
    String text = response.headers().firstValue("Retry-After").orElse("");
    if (text.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(clock.instant(), until);
      return left.isNegative() ? null : left;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Makes an outcome of a secret that can't be had: the configuration can still be mended. */
  static Channel.Outcome unless(Supplier<Channel.Outcome> delivery) {
    try {
      return delivery.get();
    } catch (HeveliusException e) {
      return new Channel.Later(String.valueOf(e.getMessage()), null);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
