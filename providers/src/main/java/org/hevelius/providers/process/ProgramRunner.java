package org.hevelius.providers.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * Runs external programs. A program gets a list of arguments and never a shell string, an empty
 * standard input, and a limit of time, after which it and its children are ended. Safe for use by
 * several threads.
 */
public final class ProgramRunner {
  private static final int MAX_ERRORS = 8 << 10;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Duration limit;
  private final int maxOutput;

  /**
   * Makes a runner.
   *
   * @param limit how long a program may take
   * @param maxOutput bytes of the output that are kept; what follows is read and dropped
   */
  public ProgramRunner(Duration limit, int maxOutput) {
    this.limit = limit;
    this.maxOutput = maxOutput;
  }

  private record Captured(ByteArrayOutputStream bytes, boolean truncated) {}

  /**
   * Runs a program to its end. Messages name the program alone, for arguments may be secret.
   *
   * @param command the program and its arguments
   * @param environment changes the variables, which at first are those of this process
   * @throws HeveliusException UNAVAILABLE when it can't be started or exceeds the limit; CANCELED
   *     when the thread is interrupted
   */
  public ProgramResult run(List<String> command, Consumer<Map<String, String>> environment) {
    String name = command.getFirst();
    Process process = start(command, environment);
    CompletableFuture<Captured> output = new CompletableFuture<>();
    CompletableFuture<Captured> errors = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> drain(process.getInputStream(), maxOutput, output));
    Thread.ofVirtual().start(() -> drain(process.getErrorStream(), MAX_ERRORS, errors));
    try {
      if (!process.waitFor(limit)) {
        throw timeout(name);
      }
      // A child in the background may hold the pipes open for longer than the program ran.
      Captured said = output.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      Captured complained = errors.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      return new ProgramResult(
          process.exitValue(),
          said.bytes().toByteArray(),
          said.truncated(),
          complained.bytes().toString(StandardCharsets.UTF_8).stripTrailing());
    } catch (TimeoutException e) {
      HeveliusException timeout = timeout(name);
      timeout.initCause(e);
      throw timeout;
    } catch (ExecutionException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE, "the output of " + name + " can't be read", List.of(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeveliusException(
          Category.CANCELED, "canceled while " + name + " ran", List.of(), e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> command, Consumer<Map<String, String>> environment) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      environment.accept(builder.environment());
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the program " + command.getFirst() + " can't be started",
          List.of("check that it is installed and on the PATH"),
          e);
    }
  }

  private static void drain(InputStream in, int most, CompletableFuture<Captured> result) {
    try (in) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(in.readNBytes(most));
      boolean more = in.read() >= 0;
      result.complete(new Captured(bytes, more));
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      result.completeExceptionally(e);
    }
  }

  private HeveliusException timeout(String name) {
    return new HeveliusException(
        Category.UNAVAILABLE,
        name + " did not end within " + limit.toSeconds() + " s and was stopped");
  }
}
