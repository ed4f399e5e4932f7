package org.hevelius.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.app.demo.Demo;
import org.hevelius.app.demo.Proof;
import org.hevelius.app.demo.Stage;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "play the main job through on made-up data, and prove each claim",
      "",
      "Builds a small mission, takes versions, lets a wrong calibration in, takes just that back,"
          + " undoes it, loses the catalog and rebuilds it, and verifies everything. It works in a"
          + " directory of its own; your home is not touched. Every line is a real command."
    },
    footer = {
      "",
      "hevelius demo",
      "To look around afterwards:   hevelius demo --keep",
      "In a directory of your own:  hevelius demo --directory ./demo"
    })
final class DemoVerb implements Callable<Integer> {
  /** A command line that was run. */
  record Step(String command, int exitCode, String output) {}

  /**
   * What {@code --json} prints.
   *
   * @param proved whether every claim holds
   * @param directory where data and home lie; null when they are gone
   */
  record Document(
      boolean proved,
      @Nullable Path directory,
      long durationMillis,
      List<Proof> proofs,
      List<Step> steps) {}

  private final Session session;

  @Option(names = "--keep", description = "don't remove data and home at the end")
  boolean keep;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "work in this new or empty directory, and keep it")
  @Nullable Path directory;

  DemoVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Instant started = session.clock().instant();
    Path place = place();
    boolean stays = keep || directory != null;
    List<Step> steps = new ArrayList<>();
    List<Proof> proofs;
    try (Interruption interruption = session.interruption()) {
      Theater theater = new Theater(session, place, interruption, steps);
      try {
        theater.open(stays);
        proofs = new Demo(place, theater).play();
      } finally {
        if (!stays) {
          remove(place);
        }
      }
    }
    Duration took = Duration.between(started, session.clock().instant());
    boolean proved = !proofs.isEmpty() && proofs.stream().allMatch(Proof::holds);
    session.result(
        new Document(proved, stays ? place : null, took.toMillis(), proofs, steps),
        () -> tell(proofs, took, stays ? place : null));
    return (proved ? ExitCode.DONE : ExitCode.DIFFERENT).number();
  }

  private Path place() {
    try {
      if (directory == null) {
        return Files.createTempDirectory("hevelius-demo-").toRealPath();
      }
      Path place = session.workingDirectory().resolve(directory).normalize();
      Files.createDirectories(place);
      try (Stream<Path> entries = Files.list(place)) {
        if (entries.findAny().isPresent()) {
          throw new HeveliusException(
              Category.CONFLICT,
              "the directory for the demo is not empty: " + place,
              "nothing was written; give a new or empty directory");
        }
      }
      return place.toRealPath();
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't make a directory for the demo: " + e.getMessage(),
          List.of("nothing was written; name a place with --directory"),
          e);
    }
  }

  private void remove(Path place) {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      session
          .console()
          .error("note: could not remove all of " + Text.printable(place + ": " + e.getMessage()));
    }
  }

  private void tell(List<Proof> proofs, Duration took, @Nullable Path kept) {
    Console console = session.console();
    console.line();
    console.line(console.bold("Proved in " + Humans.duration(took) + ":"));
    for (Proof proof : proofs) {
      console.line(
          proof.holds()
              ? "  " + console.green(console.mark("\u2713", "ok   ")) + " " + proof.claim()
              : "  " + console.red(console.mark("\u2717", "FAILED")) + " " + proof.claim());
    }
    if (kept != null) {
      console.line("Data and home stay in " + Text.printable(kept.toString()));
      session.hint(
          "Look around: export HEVELIUS_HOME="
              + Text.printable(Demo.home(kept).toString())
              + "; hevelius list");
    } else {
      session.hint("To look around in it yourself: hevelius demo --keep");
    }
  }

  /** Shows the play on the console, or keeps it for the document. */
  private static final class Theater implements Stage {
    private final Session session;
    private final Path place;
    private final BooleanSupplier interrupted;
    private final List<Step> steps;

    Theater(Session session, Path place, BooleanSupplier interrupted, List<Step> steps) {
      this.session = session;
      this.place = place;
      this.interrupted = interrupted;
      this.steps = steps;
    }

    void open(boolean stays) {
      line(
          "The demo works in "
              + Text.printable(place.toString())
              + (stays ? "." : " and removes it at the end."));
      line(session.console().bold("$ cd " + Text.printable(place.toString())));
      line(
          session
              .console()
              .bold("$ export HEVELIUS_HOME=" + Text.printable(Demo.home(place).toString())));
    }

    @Override
    public void say(String sentence) {
      line("");
      sentence.lines().forEach(text -> line("# " + Text.printable(text)));
    }

    @Override
    public Ran hevelius(List<String> words) {
      String command =
          "hevelius " + words.stream().map(Theater::quoted).collect(Collectors.joining(" "));
      line(session.console().bold("$ " + Text.printable(command)));
      session.console().flush();
      Ran ran = quietly(words);
      show(command, ran.code(), ran.output());
      return ran;
    }

    @Override
    public Ran quietly(List<String> words) {
      if (interrupted.getAsBoolean()) {
        throw new HeveliusException(
            Category.CANCELED, "the demo was stopped", "your home was not touched");
      }
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      Console.Facts facts = new Console.Facts(Set.of(), session.console().width());
      Console console = new Console(InputStream.nullInputStream(), output, output, facts);
      int code =
          session.elsewhere(Demo.home(place), place, console).run(words.toArray(String[]::new));
      return new Ran(code, output.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void other(String command, String output) {
      line(session.console().bold("$ " + Text.printable(command)));
      show(command, 0, output);
    }

    private void show(String command, int code, String output) {
      steps.add(new Step(command, code, output));
      output.lines().forEach(text -> line(Text.printable(text)));
      session.console().flush();
    }

    private void line(String text) {
      if (!session.json()) {
        session.console().line(text);
      }
    }

    private static String quoted(String word) {
      return word.matches("[A-Za-z0-9@%_+=:,./-]+")
          ? word
          : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
  }
}
