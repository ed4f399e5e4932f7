package org.hevelius.server.auth;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Principal;
import org.hevelius.core.access.SessionSecret;
import org.hevelius.core.access.TokenSecret;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.usecase.Recognition;
import org.hevelius.server.http.Authenticator;
import org.hevelius.server.http.ProblemException;
import org.hevelius.server.http.Request;

/**
 * Recognizes callers: by {@code Authorization: Bearer} and a token, else by the cookie of a
 * session. A browser sends the cookie whoever wrote the page; so with it a method that changes
 * something needs an {@code Origin} of our own and the session's token in the header {@code
 * X-CSRF-Token}.
 */
public final class Gatekeeper implements Authenticator, AutoCloseable {
  static final String CSRF_HEADER = "X-CSRF-Token";
  static final String NOBODY = "nobody";

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final String BEARER = "Bearer ";

  private final Recognition recognition;
  private final Site site;
  private final Refusals refusals;

  /** A gatekeeper of this site. */
  public Gatekeeper(Recognition recognition, Site site, Clock clock) {
    this.recognition = recognition;
    this.site = site;
    this.refusals = new Refusals(recognition, clock);
  }

  @Override
  public Principal authenticate(Request request) {
    try {
      Optional<String> authorization = request.header("Authorization");
      if (authorization.isPresent()) {
        return recognition.token(token(authorization.orElseThrow()));
      }
      SessionSecret session =
          SessionCookie.of(request, site)
              .orElseThrow(
                  () ->
                      new HeveliusException(
                          Category.DENIED,
                          "no token and no session came with the request",
                          "send a token: Authorization: Bearer hev_...",
                          "one is made by: hevelius token create"));
      Principal caller = recognition.session(session);
      if (!SAFE.contains(request.method())) {
        needOwnPage(request, session, caller);
      }
      return caller;
    } catch (ProblemException e) {
      throw e;
    } catch (HeveliusException e) {
      if (e.category() == Category.DENIED) {
        refuse(NOBODY, request, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  @Override
  public void admitted(Request request, Principal caller) {
    if (!SAFE.contains(request.method())) {
      recognition.audit(
          caller.name(),
          site.address(request),
          "call",
          request.method() + " " + request.path(),
          Outcome.OK,
          caller.means() + ", request " + request.id());
    }
  }

  @Override
  public void refused(Request request, Principal caller, HeveliusException why) {
    refuse(caller.name(), request, caller.means() + ": " + why.getMessage());
  }

  /** Records a refusal. */
  void refuse(String who, Request request, String reason) {
    refusals.add(
        who, site.address(request), "call", request.method() + " " + request.path(), reason);
  }

  /** Refuses what another site's page made the browser send. */
  private void needOwnPage(Request request, SessionSecret session, Principal caller) {
    String origin = request.header("Origin").orElse("");
    if (!site.isOwn(origin, request)) {
      throw foreign(
          request,
          caller,
          origin.isEmpty()
              ? "the request doesn't say which page sent it (Origin)"
              : "the request was sent by a page of another site");
    }
    if (!session.matchesCsrf(request.header(CSRF_HEADER).orElse(""))) {
      throw foreign(request, caller, "the header " + CSRF_HEADER + " is missing or wrong");
    }
  }

  private ProblemException foreign(Request request, Principal caller, String message) {
    refuse(caller.name(), request, caller.means() + ": " + message);
    return new ProblemException(
        403,
        "denied",
        Category.DENIED,
        message,
        "nothing was changed; reload the page, or use a token");
  }

  private static String token(String authorization) {
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new HeveliusException(
          Category.DENIED,
          "the service takes tokens alone in the header Authorization",
          "write: Authorization: Bearer " + TokenSecret.LEAD + "...");
    }
    return authorization.substring(BEARER.length()).strip();
  }

  /** Records what was only counted so far. */
  @Override
  public void close() {
    refusals.close();
  }
}
