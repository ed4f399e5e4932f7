package org.hevelius.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.hevelius.simulator.state.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Speaks to a stand-in over HTTPS, trusting nothing but its certificate. */
final class Client {
  private final HttpClient http;
  private final URI address;
  private final List<String> headers;

  /** An answer; the body is null when there is none. */
  record Reply(int status, JsonNode body, String text) {
    /** The sentence of a refusal. */
    String detail() {
      return Json.string(body, "detail");
    }

    /** The sentence about a field of a refusal. */
    String wrong(String field) {
      return body.path(field).path(0).asString("");
    }

    Reply is(int wanted) {
      assertThat(status).as(text).isEqualTo(wanted);
      return this;
    }

    long id() {
      return Json.number(body, "id");
    }

    long number(String field) {
      return Json.number(body, field);
    }

    String string(String field) {
      return Json.string(body, field);
    }

    /** The values of a field in a list. */
    List<String> all(String field) {
      List<String> all = new ArrayList<>();
      body.forEach(node -> all.add(Json.string(node, field)));
      return all;
    }
  }

  private Client(HttpClient http, URI address, List<String> headers) {
    this.http = http;
    this.address = address;
    this.headers = headers;
  }

  static Client of(URI address, Path authority) {
    return new Client(
            HttpClient.newBuilder()
                .sslContext(trusting(authority))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build(),
            address,
            List.of())
        .basic("admin", "123456");
  }

  static SSLContext trusting(Path authority) {
    try (InputStream in = Files.newInputStream(authority)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  Client with(String... other) {
    return new Client(http, address, List.of(other));
  }

  Client basic(String user, String password) {
    return with(
        "Authorization",
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
  }

  Client and(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new Client(http, address, more);
  }

  Reply get(String path) {
    return send("GET", path, "");
  }

  Reply post(String path, String body) {
    return send("POST", path, body);
  }

  /** Sends an object as it is. */
  Reply raw(String path, ObjectNode body) {
    try {
      return exchange("POST", path, Json.text(body));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Reply patch(String path, String body) {
    return send("PATCH", path, body);
  }

  Reply delete(String path) {
    return send("DELETE", path, "");
  }

  /** Single quotes in a body stand for double ones. */
  Reply send(String method, String path, String body) {
    try {
      return sendOrFail(method, path, body);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  Reply sendOrFail(String method, String path, String body) throws IOException {
    return exchange(method, path, body.replace('\'', '"'));
  }

  private Reply exchange(String method, String path, String body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      boolean json =
          response.headers().firstValue("content-type").orElse("").contains("application/json");
      return new Reply(
          response.statusCode(),
          json ? Json.parse(response.body()) : Json.object(),
          response.body());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Moves the stand-in's clock, and what is due by then has happened. */
  Reply advance(String span) {
    return patch("/simulator/clock", "{'advance': '" + span + "'}").is(200);
  }

  /** The objects of a list in a page or bare. */
  List<ObjectNode> objects(String path) {
    JsonNode body = get(path).is(200).body();
    List<ObjectNode> all = new ArrayList<>();
    (body.isArray() ? body : body.path("results")).forEach(node -> all.add((ObjectNode) node));
    return all;
  }
}
