package org.hevelius.app.cli;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Lets Ctrl-C pass by this process while a program in the foreground gets it. The terminal sends it
 * to both; the program decides what it means, as a shell leaves it to what it runs.
 *
 * <p>Java has no public way to do this, and a Java that was made smaller may lack the class behind
 * it; then Ctrl-C ends this process as soon as the program has ended.
 */
final class CtrlC implements AutoCloseable {
  private final @Nullable Object before;

  private CtrlC(@Nullable Object before) {
    this.before = before;
  }

  /** Ignores Ctrl-C until it is closed. Programs that are started meanwhile don't. */
  static CtrlC ignored() {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      // A handler that does nothing: unlike the ignoring of a signal it isn't inherited.
      Object nothing =
          Proxy.newProxyInstance(
              handler.getClassLoader(), new Class<?>[] {handler}, (_, _, _) -> null);
      return new CtrlC(handle(nothing));
    } catch (ReflectiveOperationException e) {
      return new CtrlC(null);
    }
  }

  private static Object handle(Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    return signal
        .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal.getConstructor(String.class).newInstance("INT"), handler);
  }

  @Override
  public void close() {
    if (before != null) {
      try {
        handle(before);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Ctrl-C can't be given back", e);
      }
    }
  }
}
