package org.hevelius.providers.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.provider.Programs;

/**
 * Runs programs of the user's. All that one has started carries a mark in its environment, by which
 * it is found and ended even when it has left its parent.
 */
public final class HookPrograms implements Programs {
  private static final String MARK = "HEVELIUS_HOOK";
  private static final int LAST_WORDS = 200;
  private static final int READ_AT_ONCE = 4096;
  private static final long ASK_MILLIS = 50;
  private static final Path PROCESSES = Path.of("/proc");

  @Override
  public Ended run(
      List<String> command,
      Map<String, String> environment,
      Duration limit,
      BooleanSupplier canceled) {
    String mark = UUID.randomUUID().toString();
    Process process;
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().keySet().removeIf(HookPrograms::mayBeSecret);
      builder.environment().putAll(environment);
      builder.environment().put(MARK, mark);
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      return new Ended(Ending.NOT_STARTED, -1, "");
    }
    CompletableFuture<String> words = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> words.complete(lastLine(process.getErrorStream())));
    Ending ending = await(process, limit, canceled);
    if (ending != Ending.EXITED) {
      end(process, mark);
    }
    return new Ended(ending, ending == Ending.EXITED ? process.exitValue() : -1, said(words));
  }

  private static boolean mayBeSecret(String variable) {
    String name = variable.toUpperCase(Locale.ROOT);
    return name.contains("PASSWORD") || name.contains("SECRET") || name.contains("TOKEN");
  }

  private static Ending await(Process process, Duration limit, BooleanSupplier canceled) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!process.waitFor(ASK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (canceled.getAsBoolean()) {
          return Ending.CANCELED;
        }
        if (System.nanoTime() - end >= 0) {
          return Ending.TIMED_OUT;
        }
      }
      return Ending.EXITED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Ending.CANCELED;
    }
  }

  /** Ends the program and all that came of it; again until nothing new turns up. */
  private static void end(Process process, String mark) {
    Set<ProcessHandle> ended = new LinkedHashSet<>();
    boolean more = true;
    for (int round = 0; more && round < 20; round++) {
      Set<ProcessHandle> found = new LinkedHashSet<>();
      found.add(process.toHandle());
      process.descendants().forEach(found::add);
      marked(mark).forEach(found::add);
      more = ended.addAll(found);
      found.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static Stream<ProcessHandle> marked(String mark) {
    if (!Files.isDirectory(PROCESSES)) {
      return Stream.empty();
    }
    String wanted = MARK + "=" + mark;
    return ProcessHandle.allProcesses()
        .filter(
            handle -> {
              try {
                Path file = PROCESSES.resolve(handle.pid() + "/environ");
                return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(wanted);
              } catch (IOException e) {
                // It has ended, or is another user's: none of ours.
                return false;
              }
            })
        .toList()
        .stream();
  }

  private static String said(CompletableFuture<String> words) {
    try {
      // Something in the background may hold the pipe open for longer than the program ran.
      return words.get(1, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** The last line that isn't blank, in printable characters; reads all and keeps little. */
  private static String lastLine(InputStream in) {
    byte[] buffer = new byte[READ_AT_ONCE];
    String tail = "";
    try (in) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        tail += new String(buffer, 0, read, StandardCharsets.UTF_8);
        tail = tail.substring(Math.max(0, tail.length() - READ_AT_ONCE));
      }
    } catch (IOException e) {
      // What was read until then is what it said.
    }
    List<String> lines = tail.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    String last = lines.isEmpty() ? "" : lines.getLast().replaceAll("\\p{C}", "?");
    return last.length() > LAST_WORDS ? last.substring(0, LAST_WORDS) + "..." : last;
  }
}
