package org.hevelius.simulator.vms;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hevelius.simulator.fault.Faults;
import org.hevelius.simulator.fault.Faults.Hit;
import org.hevelius.simulator.fault.Faults.Kind;
import org.hevelius.simulator.fault.Settings;
import org.hevelius.simulator.http.Answer;
import org.hevelius.simulator.http.Call;
import org.hevelius.simulator.state.Refusal;

/** Between the door and what answers: faults that were asked for, delays, and refusals. */
final class Front {
  private static final Set<Kind> BEFORE = Set.of(Kind.STATUS, Kind.DROP, Kind.DELAY);
  private static final Set<Kind> AFTER = Set.of(Kind.STATUS_AFTER, Kind.LOSE_ANSWER);

  private final Faults faults;
  private final Settings settings;
  private final Consumer<String> log;

  Front(Faults faults, Settings settings, Consumer<String> log) {
    this.faults = faults;
    this.settings = settings;
    this.log = log;
  }

  /** Answers with the faults that wait for this request. */
  Answer faulty(Call call, Function<Call, Answer> inner) {
    pause(settings.number("answer_delay_millis"));
    Optional<Hit> before = faults.hit(BEFORE, call.method(), call.path());
    if (before.isPresent()) {
      Hit hit = before.get();
      switch (hit.kind()) {
        case DELAY -> pause(hit.millis());
        case DROP -> {
          return Answer.NONE;
        }
        default -> {
          return Router.json(hit.status(), hit.body());
        }
      }
    }
    Answer answer = guarded(call, inner);
    return faults
        .hit(AFTER, call.method(), call.path())
        .map(
            hit ->
                hit.kind() == Kind.LOSE_ANSWER
                    ? Answer.NONE
                    : Router.json(hit.status(), hit.body()))
        .orElse(answer);
  }

  /** Answers, also when it was refused or something broke. */
  Answer guarded(Call call, Function<Call, Answer> inner) {
    try {
      return inner.apply(call);
    } catch (Refusal e) {
      Answer answer = Router.json(e.status(), e.body());
      return e.status() == 401 ? answer.with("WWW-Authenticate", "Basic realm=\"api\"") : answer;
    } catch (RuntimeException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      log.accept(call.method() + " " + call.path() + " failed: " + trace);
      return Answer.text(500, "text/html", "<h1>Server Error (500)</h1>");
    }
  }

  private static void pause(long millis) {
    if (millis > 0) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
