package org.hevelius.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hevelius.app.cli.Console;
import org.hevelius.app.cli.Parts;
import org.hevelius.app.cli.Program;
import org.hevelius.app.cli.Services;
import org.hevelius.core.log.Log;
import org.hevelius.core.usecase.Hevelius;

/** A real home with a service over it on a free port, and command lines that use either. */
final class ServedHome implements AutoCloseable {
  final Path folder;
  final RealHome home;
  final Path restores;

  /** So that ages don't change while a test runs. */
  private final Clock later =
      Clock.fixed(Wiring.parts().clock().instant().plus(Duration.ofHours(30)), ZoneOffset.UTC);

  private final Hevelius open;
  private final Services.Running service;

  /** Makes the home and starts the service; the present user may do everything. */
  ServedHome(Path folder) {
    this.folder = folder;
    home = new RealHome(folder);
    restores = folder.resolve("restores");
    home.done("init");
    String me = System.getProperty("user.name");
    home.done("user", "add", me, "--role", "admin", "--no-password");
    home.done("token", "create", "me", "--user", me, "--out", token().toString());
    open = Wiring.parts().homes().apply(_ -> {}).open(home.root);
    service =
        Wiring.parts()
            .services()
            .start(
                open,
                new Services.Wish("127.0.0.1", 0, null, null, null, List.of(restores), false, null),
                entry ->
                    System.err.print(
                        entry.level() == Log.Level.INFO ? "" : entry.message() + "\n"));
  }

  Path token() {
    return folder.resolve("token");
  }

  URI address() {
    return service.address();
  }

  /** Runs a command line on the home itself. */
  Shell.Result local(String... args) {
    return run(Map.of("HEVELIUS_HOME", home.root.toString()), args);
  }

  /** Runs a command line through the service. */
  Shell.Result remote(String... args) {
    return run(served(), args);
  }

  /** The variables that name the service and the token. */
  Map<String, String> served() {
    return Map.of(
        "HEVELIUS_SERVER", address().toString(), "HEVELIUS_TOKEN_FILE", token().toString());
  }

  /** Runs a command line with these variables. */
  Shell.Result run(Map<String, String> environment, String... args) {
    Parts real = Wiring.parts();
    return run(
        new Parts(
            new HashMap<>(environment),
            later,
            real.zone(),
            folder,
            real.homes(),
            real.services(),
            real.remotes()),
        args);
  }

  static Shell.Result run(Parts parts, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(InputStream.nullInputStream(), out, err, new Console.Facts(Set.of(), 200));
    int code = new Program(parts, console).run(args);
    return new Shell.Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Writes a file of the directory {@code raw}. */
  ServedHome write(String file, String text) {
    try {
      Path path = folder.resolve("raw").resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies policies, from the file {@code policies.yaml}. */
  void policies(String text) {
    try {
      Files.writeString(folder.resolve("policies.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    home.done("policy", "apply", folder + "/policies.yaml", "--yes");
  }

  @Override
  public void close() {
    try (open) {
      service.close();
    }
  }
}
