package org.hevelius.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.Role;
import org.hevelius.core.usecase.Accounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, over real connections. */
class AuthHttpTest extends AuthFixture {
  @Test
  void nobodyGetsInWithoutAnything() {
    Answer answer = send("GET", "/raw", null);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().get("code").asString()).isEqualTo("unauthenticated");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(trail())
        .last()
        .isEqualTo(
            "nobody@127.0.0.1 call GET /raw REFUSED no token and no session came with the"
                + " request");
  }

  @Test
  void aTokenActsForItsOwnerWithinItsLimits() {
    Accounts.Made all = token("sam", List.of());
    Accounts.Made less = token("ann", List.of(new Grant(Role.RESEARCHER, "cosmos7/raw")));
    Accounts.Made elsewhere = token("ann", List.of(new Grant(Role.ADMIN, "other")));
    assertThat(bearer("GET", all).json().get("caller").asString()).isEqualTo("sam");
    assertThat(bearer("POST", all).status()).isEqualTo(200);
    assertThat(bearer("DELETE", all).status()).as("beyond the owner").isEqualTo(403);
    assertThat(bearer("POST", less).status()).isEqualTo(200);
    assertThat(bearer("DELETE", less).status()).as("beyond the token").isEqualTo(403);
    assertThat(bearer("GET", elsewhere).status()).as("it isn't even there").isEqualTo(404);
  }

  @Test
  void everyUnsafeCallAndEveryRefusalIsAuditedWithThePrefixAlone() {
    Accounts.Made made = token("sam", List.of());
    int before = trail().size();
    bearer("GET", made);
    bearer("POST", made);
    bearer("DELETE", made);
    List<String> added = trail().subList(before, trail().size());
    String prefix = made.token().prefix();
    assertThat(added).hasSize(2);
    assertThat(added.getFirst())
        .startsWith("sam@127.0.0.1 call POST /raw OK token " + prefix + ", request ");
    assertThat(added.getLast())
        .startsWith("sam@127.0.0.1 call DELETE /raw REFUSED token " + prefix + ": sam may not");
    send("GET", "/raw", null, "Authorization", "Bearer " + made.secret().reveal() + "x");
    accounts.revoke(prefix);
    bearer("GET", made);
    assertThat(trail())
        .last()
        .isEqualTo("nobody@127.0.0.1 call GET /raw REFUSED the token " + prefix + " isn't known");
    assertThat(trail()).noneMatch(line -> line.contains(made.secret().reveal()));
  }

  @Test
  void anExpiredOrRevokedTokenIsRefusedAtOnce() {
    Accounts.Made made =
        accounts.create(
            new Accounts.TokenRequest("sam", "job", List.of(), clock.instant().plusSeconds(60)));
    assertThat(bearer("GET", made).status()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(60));
    Answer expired = bearer("GET", made);
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.json().get("detail").asString()).contains("expired");
    Accounts.Made other = token("sam", List.of());
    assertThat(bearer("GET", other).status()).isEqualTo(200);
    accounts.revoke(other.token().prefix());
    assertThat(bearer("GET", other).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic c2FtOnB3", "Bearer hev_x", "Bearer ' --"})
  void oddCredentialsAreRefused(String authorization) {
    assertThat(send("GET", "/raw", null, "Authorization", authorization).status()).isEqualTo(401);
  }

  @Test
  void theCookieIsOutOfReachForPages() {
    Answer login = login("sam", PASSWORD);
    assertThat(login.status()).isEqualTo(201);
    assertThat(login.header("Set-Cookie"))
        .matches("hevelius-session=[\\w-]{43}; Path=/; HttpOnly; SameSite=Lax");
    assertThat(login.json().get("user").asString()).isEqualTo("sam");
    assertThat(login.text()).doesNotContain(cookie(login).substring(17));
    Answer seen = send("GET", "/api/v1/session", null, "Cookie", cookie(login));
    assertThat(seen.json().get("csrfToken")).isEqualTo(login.json().get("csrfToken"));
    assertThat(trail()).anyMatch(line -> line.startsWith("sam@127.0.0.1 login  OK"));
  }

  @Test
  void aForgedSessionIsRefused() {
    String cookie = cookie(login("sam", PASSWORD));
    char last = cookie.charAt(cookie.length() - 1);
    String forged = cookie.substring(0, cookie.length() - 1) + (last == 'A' ? 'B' : 'A');
    for (String value : List.of(forged, "hevelius-session=", "hevelius-session=' OR 1=1 --")) {
      assertThat(send("GET", "/raw", null, "Cookie", value).status()).as(value).isEqualTo(401);
    }
    assertThat(send("GET", "/raw", null, "Cookie", "__Host-" + cookie).status()).isEqualTo(401);
    assertThat(send("GET", "/raw", null, "Cookie", cookie).status()).isEqualTo(200);
  }

  @Test
  void withACookieAnUnsafeCallNeedsOurOwnPage() {
    Answer login = login("sam", PASSWORD);
    String csrf = login.json().get("csrfToken").asString();
    String other = login("sam", PASSWORD).json().get("csrfToken").asString();
    String own = http.address().toString();
    assertThat(unsafe(login, own, csrf)).isEqualTo(200);
    assertThat(unsafe(login, own, "")).as("no CSRF token").isEqualTo(403);
    assertThat(unsafe(login, own, other)).as("another session's").isEqualTo(403);
    assertThat(unsafe(login, "", csrf)).as("no origin").isEqualTo(403);
    assertThat(unsafe(login, "null", csrf)).isEqualTo(403);
    assertThat(unsafe(login, "http://evil.example", csrf)).isEqualTo(403);
    assertThat(unsafe(login, own + ".evil.example", csrf)).isEqualTo(403);
    assertThat(unsafe(login, own.replace("http:", "https:"), csrf)).isEqualTo(403);
    assertThat(trail())
        .anyMatch(line -> line.contains("sam@127.0.0.1 call POST /raw REFUSED session: the header"))
        .anyMatch(line -> line.contains("REFUSED session: the request was sent by a page of"));
    assertThat(bearer("POST", token("sam", List.of())).status())
        .as("a token needs neither")
        .isEqualTo(200);
  }

  @Test
  void eachLoginHasANewIdAndEndsTheOldSession() {
    String first = cookie(login("sam", PASSWORD));
    String second = cookie(login("sam", PASSWORD, "Cookie", first));
    assertThat(second).isNotEqualTo(first);
    assertThat(send("GET", "/raw", null, "Cookie", first).status()).isEqualTo(401);
    assertThat(send("GET", "/raw", null, "Cookie", second).status()).isEqualTo(200);
    String planted = "hevelius-session=" + "A".repeat(43);
    assertThat(cookie(login("sam", PASSWORD, "Cookie", planted))).isNotEqualTo(planted);
    assertThat(send("GET", "/raw", null, "Cookie", planted).status()).isEqualTo(401);
  }

  @Test
  void logoutEndsTheSession() {
    Answer login = login("sam", PASSWORD);
    String csrf = login.json().get("csrfToken").asString();
    assertThat(send("DELETE", "/api/v1/session", null, "Cookie", cookie(login)).status())
        .isEqualTo(403);
    Answer logout =
        send(
            "DELETE",
            "/api/v1/session",
            null,
            "Cookie",
            cookie(login),
            "Origin",
            http.address().toString(),
            Gatekeeper.CSRF_HEADER,
            csrf);
    assertThat(logout.status()).isEqualTo(204);
    assertThat(logout.header("Set-Cookie")).startsWith("hevelius-session=;").contains("Max-Age=0");
    assertThat(send("GET", "/raw", null, "Cookie", cookie(login)).status()).isEqualTo(401);
  }

  @Test
  void anIdleSessionEnds() {
    String cookie = cookie(login("sam", PASSWORD));
    clock.advance(Duration.ofHours(7));
    assertThat(send("GET", "/raw", null, "Cookie", cookie).status()).isEqualTo(200);
    clock.advance(Duration.ofHours(8));
    assertThat(send("GET", "/raw", null, "Cookie", cookie).status()).isEqualTo(401);
  }

  @Test
  void whatAUserLosesIsLostAtOnce() {
    String cookie = cookie(login("sam", PASSWORD));
    Accounts.Made made = token("sam", List.of());
    accounts.change(
        new Accounts.Change("sam", List.of(new Grant(Role.VIEWER, "cosmos7/**")), null, false));
    assertThat(bearer("POST", made).status()).isEqualTo(403);
    accounts.remove(accounts.plan("sam"));
    assertThat(send("GET", "/raw", null, "Cookie", cookie).status()).isEqualTo(401);
    assertThat(bearer("GET", made).status()).isEqualTo(401);
    assertThat(login("sam", PASSWORD).status()).isEqualTo(401);
  }

  @Test
  void guessingIsSlow() {
    for (int i = 0; i < 5; i++) {
      assertThat(login("sam", "wrong " + i).status()).isEqualTo(401);
    }
    Answer later = login("sam", PASSWORD);
    assertThat(later.status()).isEqualTo(429);
    assertThat(later.text()).contains("try again in");
    assertThat(later.header("Retry-After")).isEqualTo("1");
    clock.advance(Duration.ofSeconds(1));
    assertThat(login("sam", PASSWORD).status()).isEqualTo(201);
    for (int i = 0; i < 20; i++) {
      login("user" + i, "wrong");
    }
    assertThat(login("sam", PASSWORD).status()).as("from this address").isEqualTo(429);
  }

  @Test
  void whatIsTypedNeverShows() {
    for (String body :
        List.of(
            "{\"user\":\"sam\",\"password\":\"s3cret-s3cret\"}",
            "{\"user\":\"s3cret-s3cret\",\"password\":\"x\"}",
            "{\"user\":\"sam\",\"password\":\"s3cret-s3cret\"",
            "{\"user\":\"sam\",\"passwort\":\"s3cret-s3cret\"}",
            "\"s3cret-s3cret\"",
            "null",
            "")) {
      Answer answer = send("POST", "/api/v1/session", body);
      assertThat(answer.status()).as(body).isBetween(400, 401);
      assertThat(answer.text()).doesNotContain("s3cret");
    }
    assertThat(login("ann", "").status()).as("a user without a password").isEqualTo(401);
    assertThat(login("sam", PASSWORD, "Origin", "http://evil.example").status()).isEqualTo(403);
    assertThat(trail())
        .anyMatch(line -> line.endsWith("REFUSED a login with a wrong name or password, as sam"))
        .noneMatch(line -> line.contains("s3cret"));
  }

  @Test
  void equalRefusalsAreCountedNotPiledUp() {
    int before = trail().size();
    for (int i = 0; i < 50; i++) {
      send("GET", "/raw", null);
    }
    assertThat(trail()).hasSize(before + 1);
    clock.advance(Duration.ofMinutes(1));
    send("GET", "/raw", null);
    assertThat(trail()).hasSize(before + 3);
    assertThat(trail().get(before + 1)).contains("REFUSED", "(49 more since 2026-11-21T10:00:00Z)");
    send("GET", "/raw", null);
    gatekeeper.close();
    assertThat(trail()).last().asString().contains("(1 more since 2026-11-21T10:01:00Z)");
  }
}
