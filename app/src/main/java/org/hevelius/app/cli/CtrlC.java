package org.hevelius.app.cli;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets Ctrl-C pass by this process while a program in the foreground gets it. The terminal sends it
 * to both; the program decides what it means, as a shell leaves it to what it runs.
 *
 * <p>Java hears of a signal only some time after it was sent: the one that has ended the program
 * may come when the program is known to have ended already. So one of the next moment is taken for
 * the program's too.
 *
 * <p>Java has no public way to do this, and a Java that was made smaller may lack the class behind
 * it; then Ctrl-C ends this process as soon as the program has ended.
 */
final class CtrlC implements AutoCloseable {
  private static final Duration LATE = Duration.ofSeconds(1);
  private static final int INTERRUPTED = ExitCode.INTERRUPTED.number();

  private final Clock clock;
  private final AtomicReference<Instant> ignoredUntil = new AtomicReference<>(Instant.MAX);
  private final AtomicReference<@Nullable Object> before = new AtomicReference<>();

  private CtrlC(Clock clock) {
    this.clock = clock;
  }

  /** Ignores Ctrl-C until it is closed. Programs that are started meanwhile don't. */
  static CtrlC ignored(Clock clock) {
    CtrlC ctrlC = new CtrlC(clock);
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      // A handler that does nothing: unlike the ignoring of a signal it isn't inherited.
      Object ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, arguments) -> {
                ctrlC.heard(handler, signal, arguments[0]);
                return null;
              });
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      ctrlC.before.set(signal.getMethod("handle", signal, handler).invoke(null, interrupt, ours));
    } catch (ReflectiveOperationException e) {
      ctrlC.close();
    }
    return ctrlC;
  }

  private void heard(Class<?> handler, Class<?> type, Object signal) {
    if (clock.instant().isBefore(Objects.requireNonNull(ignoredUntil.get()))) {
      return;
    }
    try {
      handler.getMethod("handle", type).invoke(before.get(), signal);
    } catch (ReflectiveOperationException e) {
      Runtime.getRuntime().exit(INTERRUPTED);
    }
  }

  /** From the next moment on Ctrl-C means again what it meant before. */
  @Override
  public void close() {
    ignoredUntil.set(clock.instant().plus(LATE));
  }
}
