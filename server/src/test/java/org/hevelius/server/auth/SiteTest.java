package org.hevelius.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.access.SessionSecret;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
  private static final Site PROXIED = new Site(URI.create("https://hevelius.example.org"));

  @Test
  void aProxyIsBelievedOnlyWhenThereIsOne() {
    Request request = request("10.0.0.2", false, Map.of("x-forwarded-for", "6.6.6.6, 192.0.2.7"));
    assertThat(Site.DIRECT.address(request)).isEqualTo("10.0.0.2");
    assertThat(PROXIED.address(request)).as("the proxy's own word").isEqualTo("192.0.2.7");
    assertThat(Site.DIRECT.secure(request)).isFalse();
    assertThat(PROXIED.secure(request)).isTrue();
    Request odd = request("10.0.0.2", false, Map.of("x-forwarded-for", "a\nforged line"));
    assertThat(PROXIED.address(odd)).isEqualTo("10.0.0.2");
  }

  @Test
  void theOriginIsThatOfTheProxyOrOfTheRequest() {
    Request request = request("10.0.0.2", false, Map.of("host", "localhost:8679"));
    assertThat(PROXIED.isOwn("https://hevelius.example.org", request)).isTrue();
    assertThat(PROXIED.isOwn("http://localhost:8679", request)).isFalse();
    assertThat(Site.DIRECT.isOwn("http://localhost:8679", request)).isTrue();
    assertThat(Site.DIRECT.isOwn("http://localhost", request)).isFalse();
    assertThat(Site.DIRECT.isOwn("", request)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8679, true",
    "LocalHost:8679, true",
    "127.0.0.1:8679, true",
    "127.0.0.1, true",
    "[::1]:8679, true",
    "evil.example:8679, false",
    "127.0.0.1.evil.example:8679, false",
    "localhost.evil.example, false",
    "localhost:8679@evil.example, false"
  })
  void aNameThatWasMadeToPointToTheLoopbackIsNotOurs(String host, boolean own) {
    Request local = request("127.0.0.1", false, Map.of("host", host));
    assertThat(Site.DIRECT.isOwn("http://" + host, local)).isEqualTo(own);
    Request elsewhere = request("10.0.0.2", false, Map.of("host", host));
    assertThat(Site.DIRECT.isOwn("http://" + host, elsewhere)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false, true",
    "[0:0:0:0:0:0:0:1], false, true",
    "192.0.2.7, false, false",
    "192.0.2.7, true, true"
  })
  void passwordsTravelOverTlsOrNotAtAll(String address, boolean tls, boolean isPrivate) {
    assertThat(Site.DIRECT.isPrivate(request(address, tls, Map.of()))).isEqualTo(isPrivate);
  }

  @Test
  void aProxyWithoutTlsIsNotPrivate() {
    Site plain = new Site(URI.create("http://hevelius.example.org"));
    assertThat(plain.isPrivate(request("127.0.0.1", false, Map.of()))).isFalse();
  }

  @Test
  void theCookieIsSecureOverTls() {
    SessionSecret secret = SessionSecret.make(new Random(1));
    Response answer = SessionCookie.set(Response.nothing(), secret, true);
    assertThat(answer.headers())
        .extracting(Response.Header::value)
        .containsExactly(
            "__Host-hevelius-session="
                + secret.reveal()
                + "; Path=/; HttpOnly; SameSite=Lax; Secure");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hevelius.example.org", "ftp://a", "https://a/", "https://a?x", "https://u@a"})
  void anAddressOfMoreOrLessThanASiteIsRefused(String address) {
    assertThatThrownBy(() -> new Site(URI.create(address))).isInstanceOf(HeveliusException.class);
  }

  private static Request request(String address, boolean secure, Map<String, String> headers) {
    return new Request(
        "id",
        "GET",
        "/",
        Map.of(),
        Map.<String, List<String>>of(),
        headers,
        Map.of(),
        address,
        secure,
        () -> new byte[0]);
  }
}
