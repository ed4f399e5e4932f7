package org.hevelius.server.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.Password;
import org.hevelius.core.access.Principal;
import org.hevelius.core.access.SessionSecret;
import org.hevelius.core.usecase.Recognition;
import org.hevelius.server.http.ProblemException;
import org.hevelius.server.http.Request;
import org.hevelius.server.http.Response;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Log in, see who one is, log out. */
public final class SessionRoutes {
  private static final String PATH = "/api/v1/session";
  private static final int REMEMBERED = 10_000;

  /** Each takes 19 MiB and a processor for a moment. */
  private static final int HASHES_AT_ONCE = 2;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Recognition recognition;
  private final Gatekeeper gatekeeper;
  private final Site site;
  private final LoginDelay delay;
  private final Semaphore hashes = new Semaphore(HASHES_AT_ONCE, true);

  /** Routes of this site. */
  public SessionRoutes(Recognition recognition, Gatekeeper gatekeeper, Site site, Clock clock) {
    this.recognition = recognition;
    this.gatekeeper = gatekeeper;
    this.site = site;
    this.delay = new LoginDelay(clock, REMEMBERED);
  }

  /** What a browser sends. */
  private record Credentials(@Nullable String user, @Nullable String password) {
    @Override
    public String toString() {
      return "credentials of " + user;
    }
  }

  /**
   * Who is logged in.
   *
   * @param means {@code session}, or {@code token} with its prefix
   * @param csrfToken for the header of calls that change something; null without a session
   * @param ends when the session ends at the latest; null if it wasn't begun now
   */
  record View(
      String user,
      String means,
      List<Grant> grants,
      @Nullable String csrfToken,
      @Nullable Instant ends) {}

  /** All routes. */
  public List<Route> routes() {
    return List.of(
        new Route("POST", PATH, Action.READ, new Route.Open(), (request, nobody) -> login(request)),
        new Route("GET", PATH, Action.READ, new Route.Recognized(), this::show),
        new Route("DELETE", PATH, Action.READ, new Route.Recognized(), this::logout));
  }

  private Response login(Request request) {
    if (!site.isPrivate(request)) {
      throw denied("passwords are taken over TLS alone", "use the https address of the service");
    }
    if (request.header("Origin").filter(origin -> !site.isOwn(origin, request)).isPresent()) {
      gatekeeper.refuse(Gatekeeper.NOBODY, request, "a login by a page of another site");
      throw denied("the request was sent by a page of another site", "nothing was changed");
    }
    Credentials given = credentials(request);
    String user = given.user();
    String password = given.password();
    if (user == null || password == null) {
      throw new HeveliusException(Category.INVALID, "the fields user and password are needed");
    }
    Recognition.Login login = attempt(request, user, Password.given(password));
    boolean secure = site.secure(request);
    SessionCookie.of(request, site)
        .ifPresent(old -> recognition.logout(old, site.address(request)));
    Principal caller = login.principal();
    View view =
        new View(
            caller.name(),
            caller.means(),
            caller.grants(),
            login.secret().csrfToken(),
            login.ends());
    return SessionCookie.set(Response.of(201, view), login.secret(), secure);
  }

  private Recognition.Login attempt(Request request, String user, Password password) {
    String address = site.address(request);
    Duration wait = delay.begin(user, address);
    if (!wait.isZero()) {
      gatekeeper.refuse(Gatekeeper.NOBODY, request, "too many attempts to log in" + as(user));
      throw ProblemException.tooMany(
          wait,
          "too many attempts to log in failed",
          "try again in " + (wait.toSeconds() + 1) + " seconds");
    }
    try {
      if (!hashes.tryAcquire(10, TimeUnit.SECONDS)) {
        throw ProblemException.tooMany(
            Duration.ofSeconds(1), "too many log in at once", "try again in a moment");
      }
      try {
        Recognition.Login login = recognition.login(user, password, address);
        delay.succeeded(user, address);
        return login;
      } finally {
        hashes.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeveliusException(Category.CANCELED, "the service is stopping");
    } catch (HeveliusException e) {
      if (e.category() != Category.DENIED) {
        throw e;
      }
      gatekeeper.refuse(
          Gatekeeper.NOBODY, request, "a login with a wrong name or password" + as(user));
      throw new ProblemException(
          401, "unauthenticated", Category.DENIED, String.valueOf(e.getMessage()));
    }
  }

  /** Only the name of a user: a password is sometimes typed in its place. */
  private String as(String name) {
    return recognition.isUser(name) ? ", as " + name : "";
  }

  private Response show(Request request, Principal caller) {
    String csrf =
        request.header("Authorization").isPresent()
            ? null
            : SessionCookie.of(request, site).map(SessionSecret::csrfToken).orElse(null);
    return Response.ok(new View(caller.name(), caller.means(), caller.grants(), csrf, null));
  }

  private Response logout(Request request, Principal caller) {
    SessionCookie.of(request, site)
        .ifPresent(secret -> recognition.logout(secret, site.address(request)));
    return SessionCookie.clear(Response.nothing(), site.secure(request));
  }

  private static Credentials credentials(Request request) {
    try {
      Credentials read = MAPPER.readValue(request.body().read(), Credentials.class);
      return read == null ? new Credentials(null, null) : read;
    } catch (JacksonException e) {
      // Its message may quote what was sent.
      throw new HeveliusException(
          Category.INVALID,
          "the body can't be understood",
          "send {\"user\": \"...\", \"password\": \"...\"}");
    }
  }

  private static ProblemException denied(String message, String advice) {
    return new ProblemException(403, "denied", Category.DENIED, message, advice);
  }
}
