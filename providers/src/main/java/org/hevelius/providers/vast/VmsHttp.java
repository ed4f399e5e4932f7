package org.hevelius.providers.vast;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends one request to a management system and reads the answer. */
final class VmsHttp implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int LARGEST = 256 << 20;

  private final String cluster;
  private final HttpClient client;
  private final Duration patience;

  /**
   * Connections to a cluster.
   *
   * @param cluster its name, for messages
   * @param patience how long an answer may take
   */
  VmsHttp(String cluster, SSLContext trust, Duration patience) {
    this.cluster = cluster;
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .sslContext(trust)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
  }

  /**
   * An answer.
   *
   * @param body null when there is none, or none in JSON
   */
  record Reply(int status, @Nullable JsonNode body, String text) {}

  /**
   * Sends a request once.
   *
   * @param body null for none
   * @throws VmsException when there is no answer
   */
  Reply send(String method, URI uri, @Nullable JsonNode body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(patience)
            .header("User-Agent", "hevelius")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    headers.forEach(request::header);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      return read(method, response);
    } catch (IOException e) {
      throw failed(method, e);
    } catch (UnresolvedAddressException e) {
      throw failed(method, new ConnectException("its name can't be resolved"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeveliusException(
          Category.CANCELED, "waiting for " + cluster + " was ended", List.of(), e);
    }
  }

  private Reply read(String method, HttpResponse<InputStream> response) throws IOException {
    byte[] bytes;
    try (InputStream in = response.body()) {
      bytes = in.readNBytes(LARGEST + 1);
    }
    if (bytes.length > LARGEST) {
      throw VmsException.silent(
          "the answer of " + cluster + " is larger than " + LARGEST + " bytes",
          List.of(),
          true,
          null);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    String type = response.headers().firstValue("Content-Type").orElse("");
    JsonNode body = null;
    if (type.contains("application/json") && !text.isBlank()) {
      try {
        body = JsonMapper.shared().readTree(text);
      } catch (JacksonException e) {
        throw VmsException.silent(
            "the answer of %s to %s is no JSON".formatted(cluster, method), List.of(), true, e);
      }
    }
    return new Reply(response.statusCode(), body, text);
  }

  private VmsException failed(String method, IOException e) {
    if (cause(e, SSLException.class)) {
      return VmsException.silent(
          "the certificate of %s isn't trusted: %s".formatted(cluster, reason(e)),
          List.of(
              "nothing was sent; give the cluster's own certificate with authority:, and the name"
                  + " in it with serverName:, in clusters.yaml"),
          false,
          e);
    }
    boolean neverSent = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
    String why =
        e instanceof HttpTimeoutException && !neverSent
            ? "didn't answer within %d s".formatted(patience.toSeconds())
            : neverSent ? "can't be reached" : "broke the connection";
    return VmsException.silent(
        "the management system of %s %s".formatted(cluster, why),
        List.of("check the address in clusters.yaml, and that it is up"),
        !neverSent && !method.equals("GET"),
        e);
  }

  /** Whether it makes no sense to try again. */
  static boolean isHopeless(VmsException e) {
    return cause(e, SSLException.class);
  }

  private static boolean cause(Throwable e, Class<? extends Throwable> wanted) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (wanted.isInstance(at)) {
        return true;
      }
    }
    return false;
  }

  private static String reason(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
