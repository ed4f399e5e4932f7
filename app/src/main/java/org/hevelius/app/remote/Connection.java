package org.hevelius.app.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * Requests to one service under one token, and their answers. What only reads is repeated when the
 * connection fails; what changes something is repeated only under an idempotency key, and only
 * while the same service is still there to know the key.
 */
final class Connection implements AutoCloseable {
  private static final int LARGEST_PAGE = 1000;
  private static final int ATTEMPTS = 3;
  private static final long PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_SECONDS = 10;
  private static final int TOO_MANY = 429;

  /** An answer that was read to its end. */
  record Answer(URI service, HttpHeaders headers, byte[] body) {
    /** The body as a record. */
    <T> T as(Class<T> type) {
      try {
        return Wire.MAPPER.readValue(body, type);
      } catch (JacksonException e) {
        throw Problems.unreadable(service, e);
      }
    }

    /** The body as a record. */
    <T> T as(TypeReference<T> type) {
      try {
        return Wire.MAPPER.readValue(body, type);
      } catch (JacksonException e) {
        throw Problems.unreadable(service, e);
      }
    }

    /** The name for what the resource says. */
    String tag() {
      return headers.firstValue("ETag").orElse("");
    }
  }

  private final HttpClient client;
  private final URI service;
  private final @Nullable String token;
  private final Duration patience;

  /**
   * A connection, which is made when the first request goes out.
   *
   * @param token null to ask as nobody
   * @param trusted whom TLS trusts; null for those whom the machine trusts
   * @param patience how long the first byte of an answer may take
   */
  Connection(URI service, @Nullable String token, @Nullable SSLContext trusted, Duration patience) {
    this.service = service;
    this.token = token;
    this.patience = patience;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10));
    this.client = (trusted == null ? builder : builder.sslContext(trusted)).build();
  }

  /** The service. */
  URI service() {
    return service;
  }

  /** A document. */
  <T> T get(Ask ask, Class<T> type) {
    return get(ask, body -> Wire.MAPPER.readValue(body, type));
  }

  /** A document. */
  <T> T get(Ask ask, TypeReference<T> type) {
    return get(ask, body -> Wire.MAPPER.readValue(body, type));
  }

  private <T> T get(Ask ask, Function<InputStream, T> reader) {
    try (InputStream body = stream(ask)) {
      return reader.apply(body);
    } catch (IOException | JacksonException e) {
      throw Problems.unreadable(service, e);
    }
  }

  /**
   * The items of a list that comes in pages, asked for one page at a time.
   *
   * @param ask for the first page
   */
  <T> Stream<T> pages(Ask ask, TypeReference<Wire.Page<T>> type) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Pages<T>(ask, each -> get(each, type)), Spliterator.ORDERED),
        false);
  }

  /** The first items of a list that comes in pages. */
  <T> List<T> all(Ask ask, int most, TypeReference<Wire.Page<T>> type) {
    return pages(ask.with("limit", Math.min(most, LARGEST_PAGE)), type).limit(most).toList();
  }

  /** The body of an answer as it comes; the caller closes it. */
  InputStream stream(Ask ask, String... headers) {
    HttpRequest.Builder request = request(ask).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return good(exchange(request.build(), true)).body();
  }

  /** Changes something; the request is sent once. */
  Answer change(String method, Ask ask, @Nullable Object body, Map<String, String> headers) {
    return read(good(exchange(changing(method, ask, body, headers), false)));
  }

  /** Starts something; the request can be repeated, and what it asks for is done once. */
  Answer start(Ask ask, Object body, Map<String, String> headers) {
    HttpRequest.Builder request = request(ask).POST(BodyPublishers.ofString(json(body)));
    headers.forEach(request::header);
    request.header("Idempotency-Key", UUID.randomUUID().toString());
    return read(good(exchange(request.build(), true)));
  }

  private HttpRequest changing(
      String method, Ask ask, @Nullable Object body, Map<String, String> headers) {
    HttpRequest.Builder request =
        request(ask)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json(body)));
    headers.forEach(request::header);
    return request.build();
  }

  private static String json(Object body) {
    return Wire.MAPPER.writeValueAsString(body);
  }

  private HttpRequest.Builder request(Ask ask) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(service + ask.text()))
            .timeout(patience)
            .header("Content-Type", "application/json");
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<InputStream> exchange(HttpRequest request, boolean repeatable) {
    boolean reads = request.method().equals("GET");
    boolean unsure = false;
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt == ATTEMPTS;
      try {
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != TOO_MANY || last) {
          return response;
        }
        response.body().close();
        pause(1000 * wait(response.headers()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new HeveliusException(Category.CANCELED, "the request was given up", List.of(), e);
      } catch (SSLException e) {
        throw untrusted(e);
      } catch (ConnectException | HttpConnectTimeoutException e) {
        // A service that is gone after it may have begun could be another one when it is back.
        if (last || (unsure && !reads)) {
          throw unreachable(e, reads || !unsure);
        }
        pause(PAUSE_MILLIS << attempt);
      } catch (HttpTimeoutException e) {
        throw slow(e, reads);
      } catch (IOException e) {
        unsure = true;
        if (last || !repeatable) {
          throw unreachable(e, reads);
        }
        pause(reads ? PAUSE_MILLIS << attempt : 0);
      }
    }
  }

  private static long wait(HttpHeaders headers) {
    String text = headers.firstValue("Retry-After").orElse("1");
    return text.matches("[0-9]{1,6}")
        ? Math.min(Long.parseLong(text), LONGEST_PAUSE_SECONDS)
        : LONGEST_PAUSE_SECONDS;
  }

  /** Waits, for a time that ends early when somebody interrupts. */
  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<InputStream> good(HttpResponse<InputStream> response) {
    if (response.statusCode() >= 200 && response.statusCode() < 300) {
      return response;
    }
    try (InputStream body = response.body()) {
      throw Problems.read(service, response.statusCode(), body.readNBytes(1 << 20));
    } catch (IOException e) {
      throw Problems.unreadable(service, e);
    }
  }

  private Answer read(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return new Answer(service, response.headers(), body.readAllBytes());
    } catch (IOException e) {
      throw unreachable(e, false);
    }
  }

  private HeveliusException unreachable(IOException cause, boolean harmless) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "the service %s can't be reached: %s".formatted(service, Problems.reason(cause)),
        List.of(
            harmless
                ? "nothing was changed; look whether it runs, and whether the address is right"
                : "whether it has done what it was asked isn't known: look before you repeat it,"
                    + " with hevelius list"),
        cause);
  }

  private HeveliusException slow(IOException cause, boolean harmless) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        "the service %s has not answered for %d s".formatted(service, patience.toSeconds()),
        List.of(
            harmless
                ? "nothing was changed; try again, or look what it does: hevelius audit there"
                : "whether it has done what it was asked isn't known: look before you repeat it,"
                    + " with hevelius list"),
        cause);
  }

  private HeveliusException untrusted(SSLException cause) {
    return new HeveliusException(
        Category.DENIED,
        "the service %s can't prove who it is: %s".formatted(service, Problems.reason(cause)),
        List.of(
            "nothing was sent; is the address the one in its certificate?",
            "the certificate of a private authority is named with --ca FILE (PEM)"),
        cause);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
