package org.hevelius.repository.crypto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;

/** Runs a program for what it prints. Messages name the program alone: arguments may be secret. */
final class CommandOutput {
  private CommandOutput() {}

  /**
   * Waits for the program to end and returns what it printed up to the first line feed, with it.
   * What follows is dropped.
   *
   * @param most bytes to return
   */
  static byte[] firstLine(List<String> command, int most, Duration patience) {
    String name = "the password command " + command.getFirst();
    Process process = start(command, name);
    CompletableFuture<byte[]> line = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> drain(process.getInputStream(), most, line));
    try {
      if (!process.waitFor(patience)) {
        throw timeout(name, patience);
      }
      int status = process.exitValue();
      if (status != 0) {
        throw new RepositoryException(
            Kind.INVALID,
            name + " failed with status " + status,
            "Nothing was changed. Run it by hand to see why.");
      }
      // Not without end: a program in the background may still hold the pipe open.
      return line.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw timeout(name, patience);
    } catch (ExecutionException e) {
      throw new RepositoryException(
          Kind.UNAVAILABLE, name + ": its output can't be read", "Try again.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException(
          Kind.CANCELED, "canceled while waiting for " + name, "Nothing was changed.", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> command, String name) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new RepositoryException(
          Kind.INVALID,
          name + " can't be started",
          "It is run without a shell: give the program and each argument on its own.",
          e);
    }
  }

  private static void drain(InputStream in, int most, CompletableFuture<byte[]> line) {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    try {
      int next = in.read();
      while (next >= 0 && first.size() < most) {
        first.write(next);
        if (next == '\n') {
          break;
        }
        next = in.read();
      }
      line.complete(first.toByteArray());
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      line.completeExceptionally(e);
    }
  }

  private static RepositoryException timeout(String name, Duration patience) {
    return new RepositoryException(
        Kind.UNAVAILABLE,
        name + " did not end within " + patience.toSeconds() + " s and was stopped",
        "Nothing was changed. Check that it needs no input from a terminal.");
  }
}
