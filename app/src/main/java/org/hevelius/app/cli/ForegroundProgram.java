package org.hevelius.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/**
 * A program that has the terminal while it runs: it inherits standard input, output and error and
 * the working directory. Ctrl-C is its own affair; a polite kill of this process is passed on to
 * it, and this process ends when it has ended. It is started without a shell.
 */
final class ForegroundProgram {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int SIGNAL = 128;

  /** The value of {@code LC_ALL} before the launcher changed it; empty for none. */
  private static final String USERS_LOCALE = "hevelius.locale";

  /**
   * How it ended.
   *
   * @param started whether it ran at all
   * @param exitCode its exit code, 128 and the number of the signal that ended it, or 126 or 127
   *     when it could not be started
   * @param problem what went wrong, in a few words; empty when all is well
   */
  record End(boolean started, int exitCode, String problem) {
    boolean succeeded() {
      return started && exitCode == 0;
    }

    /** For the audit trail, which names no arguments. */
    String audited() {
      return started ? "exit code " + exitCode : "not started, exit code " + exitCode;
    }
  }

  private final List<String> command;
  private final Path directory;
  private final Map<String, String> environment;
  private final Console console;
  private final Clock clock;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private volatile @Nullable Process running;

  /** The program and its arguments, to be run where the user stands. */
  ForegroundProgram(List<String> command, Session session) {
    this.command = List.copyOf(command);
    this.directory = session.workingDirectory();
    this.environment = session.environment();
    this.console = session.console();
    this.clock = session.clock();
  }

  /** The program without its arguments, which may be secret. */
  String name() {
    return command.getFirst();
  }

  /** Why it can't be started, as far as that can be seen; null when it looks well. */
  @Nullable End missing() {
    List<Path> candidates;
    try {
      candidates = candidates();
    } catch (InvalidPathException e) {
      candidates = List.of();
    }
    if (candidates.stream()
        .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file))) {
      return null;
    }
    return candidates.stream().anyMatch(Files::exists)
        ? new End(false, NOT_EXECUTABLE, "the program " + name() + " can't be executed")
        : new End(
            false,
            NOT_FOUND,
            "the program "
                + name()
                + (name().contains("/") ? " isn't there" : " was not found on the PATH"));
  }

  /** The files that its name may mean, as the system looks for them. */
  private List<Path> candidates() {
    if (name().isEmpty()) {
      return List.of();
    }
    if (name().contains("/")) {
      return List.of(directory.resolve(name()));
    }
    String path = environment.getOrDefault("PATH", "/bin:/usr/bin");
    return Stream.of(path.split(":", -1))
        .map(part -> directory.resolve(part).resolve(name()))
        .toList();
  }

  /**
   * Runs it to its end.
   *
   * @param canceled asked once more before it is started
   * @throws HeveliusException CANCELED when it was not started because the user has stopped this
   *     process
   */
  End run(BooleanSupplier canceled) {
    Thread stop = new Thread(this::stop, "stop " + name());
    try (CtrlC _ = CtrlC.ignored(clock)) {
      try {
        Runtime.getRuntime().addShutdownHook(stop);
      } catch (IllegalStateException e) {
        throw canceled();
      }
      if (canceled.getAsBoolean()) {
        throw canceled();
      }
      try {
        return started();
      } finally {
        unhook(stop);
      }
    }
  }

  private static HeveliusException canceled() {
    return new HeveliusException(
        Category.CANCELED, "canceled", "the command was not run; the snapshot before it stays");
  }

  private void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is ending: the hook waits for the program, which has ended.
      stopped.set(true);
    }
  }

  private End started() {
    console.flush();
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO().directory(directory.toFile());
    restoreLocale(builder.environment());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      End missing = missing();
      return missing == null
          ? new End(false, NOT_EXECUTABLE, "the program " + name() + " can't be executed")
          : missing;
    }
    running = process;
    if (stopped.get()) {
      stop(process);
    }
    return ended(waitFor(process));
  }

  /** The launcher runs Java in a locale of its own choice; the program gets the user's. */
  private static void restoreLocale(Map<String, String> variables) {
    String locale = System.getProperty(USERS_LOCALE);
    if (locale == null) {
      return;
    }
    if (locale.isEmpty()) {
      variables.remove("LC_ALL");
    } else {
      variables.put("LC_ALL", locale);
    }
  }

  private static int waitFor(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        stop(process);
      }
    }
  }

  private static End ended(int code) {
    String problem =
        code == 0
            ? ""
            : code > SIGNAL && code <= SIGNAL + 64
                ? "the command was ended by signal %d (exit code %d)".formatted(code - SIGNAL, code)
                : "the command failed with exit code " + code;
    return new End(true, code, problem);
  }

  /** Asks the program and all it has started to end, and waits for it. */
  private void stop() {
    stopped.set(true);
    Process process = running;
    if (process != null) {
      stop(process);
      process.onExit().join();
    }
  }

  private static void stop(Process process) {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroy();
    below.forEach(ProcessHandle::destroy);
  }
}
