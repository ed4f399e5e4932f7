package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hevelius.app.cli.Console;
import org.hevelius.app.cli.Program;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A home in a folder of its own, used by real processes and, for what need not be one, by the same
 * program in this process.
 */
final class RealHome {
  private static final String LAUNCHER = Project.ROOT.resolve("hevelius").toString();

  final Path folder;
  final Path root;

  RealHome(Path folder) {
    this.folder = folder;
    this.root = folder.resolve("home");
  }

  /** Starts a process; what it says goes to the files out.NAME and err.NAME of the folder. */
  Process start(String name, String... args) {
    return new Shell(folder)
        .start(folder.resolve("out." + name), folder.resolve("err." + name), launched(args));
  }

  /** Runs a process to its end. */
  Shell.Result launch(String... args) {
    return new Shell(folder).run(launched(args));
  }

  private static String[] launched(String... args) {
    return prepended(LAUNCHER, args);
  }

  private static String[] prepended(String first, String... rest) {
    List<String> all = new ArrayList<>(List.of(rest));
    all.addFirst(first);
    return all.toArray(String[]::new);
  }

  /** Runs a command line in this process. */
  Shell.Result run(String... args) {
    return run(Clock.systemUTC(), args);
  }

  /** Runs a command line in this process, at a time of the caller's. */
  Shell.Result run(Clock clock, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(InputStream.nullInputStream(), out, err, new Console.Facts(Set.of(), 200));
    int code = new Program(Wiring.parts(clock), console).run(prepended("--home=" + root, args));
    return new Shell.Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command line that must end well. */
  Shell.Result done(String... args) {
    Shell.Result result = run(args);
    assertThat(result.code()).as("%s%n%s", String.join(" ", args), result).isZero();
    return result;
  }

  /** The document that a command line prints. */
  JsonNode json(String... args) {
    return JsonMapper.shared().readTree(done(prepended("--json", args)).out());
  }

  /** The versions of the dataset {@code raw} that are listed. */
  List<Long> versions() {
    List<Long> versions = new ArrayList<>();
    json("list", "raw").forEach(snapshot -> versions.add(snapshot.get("version").asLong()));
    return versions;
  }

  /** Takes a snapshot of the dataset {@code raw} and gives its version. */
  long create(String description) {
    return json("create", "raw", description).get("version").asLong();
  }
}
