package org.hevelius.app.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.Homes;

/** What a verb works with: the console, the clock, the home and the global options. */
final class Session {
  private final Program program;
  private final Parts parts;
  private final Console console;
  private final GlobalOptions options;

  Session(Program program, Parts parts, Console console, GlobalOptions options) {
    this.program = program;
    this.parts = parts;
    this.console = console;
    this.options = options;
  }

  Program program() {
    return program;
  }

  Console console() {
    return console;
  }

  Clock clock() {
    return parts.clock();
  }

  Map<String, String> environment() {
    return parts.environment();
  }

  /**
   * Where catalog and repository live: the option, else the variable, else below the user's home.
   */
  Path home() {
    Path home = options.home;
    if (home == null) {
      home =
          Optional.ofNullable(parts.environment().get("HEVELIUS_HOME"))
              .filter(text -> !text.isBlank())
              .map(Path::of)
              .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".hevelius"));
    }
    return home.toAbsolutePath().normalize();
  }

  boolean json() {
    return options.json;
  }

  boolean quiet() {
    return options.quiet;
  }

  boolean verbose() {
    return options.verbose;
  }

  /** How times are shown. */
  Times times() {
    ZoneId zone = options.utc ? ZoneOffset.UTC : parts.zone().get();
    return new Times(zone, parts.clock());
  }

  /** Prints the result of a verb: the record itself with {@code --json}, else the text. */
  void result(Object record, Runnable text) {
    if (options.json) {
      console.raw(JsonOutput.document(record));
    } else {
      text.run();
    }
  }

  /** Prints a line that helps people on, and that scripts don't want. */
  void hint(String text) {
    if (!options.json && !options.quiet) {
      console.line(text);
    }
  }

  /** A progress display for an operation over this many units. */
  Progress progress(Progress.Unit unit) {
    Progress.Mode mode =
        options.quiet
            ? Progress.Mode.NONE
            : drawsProgress()
                ? Progress.Mode.BAR
                : options.verbose ? Progress.Mode.LINES : Progress.Mode.NONE;
    return new Progress(console, parts.clock(), unit, mode);
  }

  /** Whether progress is drawn on a terminal. */
  boolean drawsProgress() {
    return !options.quiet && console.drawsProgress();
  }

  /** Asks before a plan is carried out. */
  Confirm confirm() {
    return new Confirm(console);
  }

  /**
   * Asks before a plan that was shown is carried out. With {@code --json} nothing was shown yet, so
   * nobody is asked.
   */
  void approve(String what, boolean yes) {
    if (options.json && !yes) {
      throw new HeveliusException(
          Category.REFUSED,
          what + " was not carried out: with --json nobody is asked",
          "nothing was changed",
          "to carry it out, add --yes; to see it only, add --dry-run or leave out --json");
    }
    confirm().carryOut(what, yes);
  }

  /**
   * The same program for someone with another home who stands elsewhere, on a console of theirs.
   */
  Program elsewhere(Path home, Path directory, Console other) {
    Map<String, String> environment = new HashMap<>(parts.environment());
    environment.put("HEVELIUS_HOME", home.toString());
    environment.remove("HEVELIUS_SERVER");
    return new Program(
        new Parts(environment, parts.clock(), parts.zone(), directory, parts.homes()), other);
  }

  /** Where the user stands. */
  Path workingDirectory() {
    return parts.workingDirectory();
  }

  /** Starts the service. */
  Services services() {
    return parts.services();
  }

  /** Starts stand-ins for storage systems. */
  Simulators simulators() {
    return parts.simulators();
  }

  /** The service that was named in place of a home. */
  Optional<String> service() {
    return serviceOptions().given();
  }

  private ServiceOptions serviceOptions() {
    return new ServiceOptions(options, parts.environment());
  }

  /** Makes and opens homes of this machine. */
  Homes homes() {
    service()
        .ifPresent(
            service -> {
              throw new HeveliusException(
                  Category.INVALID,
                  "this can't be done through the service " + Text.printable(service),
                  "nothing was done; it works on the files of a home: run it on the machine that"
                      + " has the home, without --server and HEVELIUS_SERVER, or with --home DIR");
            });
    return parts.homes().apply(notice -> console.error("note: " + Text.printable(notice)));
  }

  /** Does something with the open home. */
  <T> T withHome(Function<Hevelius, T> work) {
    try (Hevelius hevelius = homes().open(home())) {
      return work.apply(hevelius);
    }
  }

  /** Does something with the home, or with the service that was named in place of it. */
  <T> T withFacade(Function<Facade, T> work) {
    Optional<String> service = service();
    try (Facade facade =
        service.isPresent()
            ? parts.remotes().open(serviceOptions().wish(service.orElseThrow()))
            : homes().open(home())) {
      return work.apply(facade);
    }
  }

  /** Shows the phases of a use case. */
  org.hevelius.core.provider.Progress phases() {
    return new ShownProgress(this);
  }

  /** Lets a long operation end itself cleanly on Ctrl-C. */
  Interruption interruption() {
    return Interruption.watch(Duration.ofSeconds(20));
  }
}
