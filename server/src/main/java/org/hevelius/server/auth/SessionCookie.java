package org.hevelius.server.auth;

import java.util.Optional;
import org.hevelius.core.access.SessionSecret;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;

/**
 * The cookie that holds a session's id: unreadable for pages, not sent along from other sites but
 * for links, and over TLS alone. Its name's beginning makes browsers insist on the latter; it is
 * left out for plain HTTP, which is taken on the loopback address only.
 */
final class SessionCookie {
  private static final String NAME = "hevelius-session";

  private SessionCookie() {}

  /** The id that a request brings. */
  static Optional<SessionSecret> of(Request request, Site site) {
    return request.cookie(name(site.secure(request))).flatMap(SessionSecret::parse);
  }

  /** The answer with the cookie; it lives as long as the browser does. */
  static Response set(Response response, SessionSecret secret, boolean secure) {
    return response.with("Set-Cookie", line(secret.reveal(), secure));
  }

  /** The answer that removes it. */
  static Response clear(Response response, boolean secure) {
    return response.with("Set-Cookie", line("", secure) + "; Max-Age=0");
  }

  private static String line(String value, boolean secure) {
    return name(secure)
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
  }

  private static String name(boolean secure) {
    return secure ? "__Host-" + NAME : NAME;
  }
}
