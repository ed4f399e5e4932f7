package org.hevelius.providers.btrfs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.providers.process.Machine;

/**
 * Asks the file system what differs between two read-only subvolumes, by the stream that it would
 * send: it compares their trees wherever they don't share blocks.
 */
final class SendDiff {
  private static final int OFTEN = 1000;
  private static final int BROKEN_PIPE = 128 + 13;

  private final Machine machine;

  SendDiff(Machine machine) {
    this.machine = machine;
  }

  /**
   * Adds what differs.
   *
   * @return false when it can't be told, or is too much
   */
  boolean find(Differences.Pair pair, TouchedPaths touched, BooleanSupplier canceled) {
    List<String> send =
        machine.argv(List.of("btrfs", "send", "-q", "--no-data", "-p", pair.from(), pair.to()));
    List<String> dump = machine.argv(List.of("btrfs", "receive", "--dump"));
    List<Process> pipeline = start(send, dump);
    try {
      if (!read(pipeline.getLast().getInputStream(), pair.place(), touched, canceled)) {
        return false;
      }
      // The reader ends at the end of the stream, so a sender that notices it was done.
      boolean read = pipeline.getLast().waitFor() == 0;
      int sent = pipeline.getFirst().waitFor();
      return read && (sent == 0 || sent == BROKEN_PIPE);
    } catch (IOException | IllegalArgumentException e) {
      // Cut off, or in a form that isn't known: then both sides are read.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeveliusException(Category.CANCELED, "canceled while btrfs compared", List.of(), e);
    } finally {
      pipeline.forEach(Process::destroyForcibly);
    }
  }

  private static List<Process> start(List<String> send, List<String> dump) {
    try {
      List<Process> pipeline = ProcessBuilder.startPipeline(List.of(builder(send), builder(dump)));
      OutputStream nothing = pipeline.getFirst().getOutputStream();
      nothing.close();
      return pipeline;
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the program btrfs can't be started",
          List.of("check that btrfs-progs is installed and on the PATH"),
          e);
    }
  }

  private static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
    builder.environment().keySet().removeIf(key -> key.startsWith("LC_"));
    builder.environment().putAll(Map.of("LC_ALL", "C", "LANG", "C", "TZ", "UTC"));
    return builder;
  }

  private static boolean read(
      InputStream in, String prefix, TouchedPaths touched, BooleanSupplier canceled)
      throws IOException {
    SendDump dump = new SendDump(touched, prefix);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1), 1 << 16)) {
      long count = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        dump.line(line);
        if (++count % OFTEN == 0) {
          if (canceled.getAsBoolean()) {
            throw new HeveliusException(Category.CANCELED, "canceled while btrfs compared");
          }
          if (touched.isTooMany()) {
            return false;
          }
        }
      }
      return !touched.isTooMany();
    }
  }
}
