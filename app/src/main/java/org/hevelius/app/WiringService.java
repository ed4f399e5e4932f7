package org.hevelius.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.app.cli.Services;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.LoginSession;
import org.hevelius.core.alert.LoggedAlerts;
import org.hevelius.core.log.Log;
import org.hevelius.core.metrics.MetricSource;
import org.hevelius.core.runner.Chore;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.NameIndexing;
import org.hevelius.core.usecase.Recognition;
import org.hevelius.server.api.Api;
import org.hevelius.server.api.Runs;
import org.hevelius.server.api.SideTargets;
import org.hevelius.server.auth.Gatekeeper;
import org.hevelius.server.auth.SessionRoutes;
import org.hevelius.server.auth.Site;
import org.hevelius.server.http.Answered;
import org.hevelius.server.http.Authenticator;
import org.hevelius.server.http.HttpService;
import org.hevelius.server.http.RequestLog;
import org.hevelius.server.http.RequestTimes;
import org.hevelius.server.http.Route;
import org.jspecify.annotations.Nullable;

/** Joins the service: routes over an open home, and who may use them. */
final class WiringService implements Services {
  private static final int MAX_BODY = 1 << 20;

  private final Clock clock;
  private final BiFunction<Hevelius, Site, Door> doors;

  /**
   * Who gets in.
   *
   * @param routes to log in and out
   * @param onClose runs when the service has stopped
   */
  record Door(Authenticator authenticator, List<Route> routes, Runnable onClose) {}

  /**
   * A service that isn't started yet.
   *
   * @param doors tells who gets into a home
   */
  WiringService(Clock clock, BiFunction<Hevelius, Site, Door> doors) {
    this.clock = clock;
    this.doors = doors;
  }

  /** The users, tokens and sessions of the home. */
  static Door door(Hevelius home, Site site, Clock clock) {
    Recognition recognition =
        home.recognition(LoginSession.Limits.STANDARD, Thread::startVirtualThread);
    Gatekeeper gatekeeper = new Gatekeeper(recognition, site, clock);
    return new Door(
        gatekeeper,
        new SessionRoutes(recognition, gatekeeper, site, clock).routes(),
        gatekeeper::close);
  }

  @Override
  public Running start(Hevelius home, Wish wish, Log log) {
    Door door = doors.apply(home, new Site(wish.proxy()));
    wish.restoreTo().forEach(WiringService::make);
    Runs runs = new Runs(clock);
    WiringEvents events = new WiringEvents(home, wish.eventsFrom(), log.named("events"));
    WiringTold told = WiringTold.of(home, log.named("notifications"));
    RequestTimes times = new RequestTimes();
    AtomicReference<@Nullable WiringRunner> runner = new AtomicReference<>();
    NameIndexing ahead = home.nameIndexing(log.named("index"));
    SideTargets targets = new SideTargets(wish.restoreTo());
    Map<String, BooleanSupplier> checks =
        wish.schedules() ? Map.of("scheduler", () -> beats(runner)) : Map.of();
    HttpService http =
        HttpService.start(
            settings(wish),
            Stream.concat(
                    new Api(home, clock, runs, targets, ahead, checks, sources(told, times, runner))
                        .routes().stream(),
                    door.routes().stream())
                .toList(),
            door.authenticator(),
            log.named("http"),
            watcher(times, new RequestLog(log)));
    ahead.start();
    // Only a service that could start takes what is due.
    if (wish.schedules()) {
      List<Chore> chores = chores(events, told);
      runner.set(
          WiringRunner.start(
              home, new LoggedAlerts(log, told.alerts()), chores, log.named("scheduler")));
    }
    return new Running() {
      private final AtomicLong before = new AtomicLong();

      @Override
      public URI address() {
        return http.address();
      }

      @Override
      public boolean idle() {
        long asked = http.asked();
        return before.getAndSet(asked) == asked;
      }

      @Override
      public void close() {
        try (ahead;
            http;
            events;
            WiringRunner _ = runner.get()) {
          runs.close();
        } finally {
          told.close();
          door.onClose().run();
        }
      }
    };
  }

  private static List<Chore> chores(WiringEvents events, WiringTold told) {
    return Stream.concat(events.chores().stream(), Stream.of(told.notifications())).toList();
  }

  private static HttpService.Settings settings(Wish wish) {
    return new HttpService.Settings(
        wish.host(), wish.port(), MAX_BODY, HttpService.IDLE, tls(wish));
  }

  private static Answered.Watcher watcher(RequestTimes times, RequestLog log) {
    return request -> {
      times.answered(request);
      log.answered(request);
    };
  }

  /** What is told to people, and the runner once there is one. */
  private static List<MetricSource> sources(
      WiringTold told, RequestTimes times, AtomicReference<@Nullable WiringRunner> runner) {
    List<MetricSource> sources = new ArrayList<>(told.sources());
    sources.add(times);
    sources.add(
        () -> {
          WiringRunner running = runner.get();
          return running == null ? List.of() : running.metrics();
        });
    return sources;
  }

  private static boolean beats(AtomicReference<@Nullable WiringRunner> runner) {
    WiringRunner running = runner.get();
    return running != null && running.isAlive();
  }

  private static void make(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't make the directory for restores " + directory + ": " + e.getMessage(),
          List.of("nothing was started; name another one: --restore-to DIR"),
          e);
    }
  }

  private static HttpService.@Nullable Tls tls(Wish wish) {
    Path keystore = wish.keystore();
    Path password = wish.keystorePassword();
    if (keystore == null || password == null) {
      return null;
    }
    try {
      String line = Files.readString(password).lines().findFirst().orElse("");
      return new HttpService.Tls(keystore, line.toCharArray());
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't read the key store's password in " + password + ": " + e.getMessage(),
          List.of("nothing was started"),
          e);
    }
  }
}
