package org.hevelius.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server on the loopback address, with data of its own that goes with it: user
 * {@code postgres}, no password; a role {@code guarded} would be asked for one. It stops when the
 * process that started it ends, however that ends.
 */
public final class PostgresServer {
  private static final int OLDEST = 15;
  private static final int ATTEMPTS = 5;
  private static final AtomicLong SCHEMAS = new AtomicLong();

  private static @Nullable PostgresServer shared;

  private final Path programs;
  private final Path directory;
  private int port;
  private @Nullable Process process;

  private PostgresServer(Path programs, Path directory) {
    this.programs = programs;
    this.directory = directory;
  }

  /** The server that all tests of this process share, or the test ends here. */
  public static synchronized PostgresServer shared() {
    PostgresServer server = shared;
    if (server == null) {
      server = start();
      shared = server;
    }
    return server;
  }

  /** A server of the test's own, or the test ends here. */
  public static PostgresServer start() {
    return start(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  /** A server of the test's own with its data below a directory, or the test ends here. */
  public static PostgresServer start(Path parent) {
    Optional<Path> programs = programs();
    Counterpart.need(programs.isPresent(), "PostgreSQL 15 or newer is not installed");
    try {
      Path directory = Files.createTempDirectory(parent, "pg");
      PostgresServer server = new PostgresServer(programs.orElseThrow(), directory);
      Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
      server.initialize();
      server.resume();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of a schema that nobody has used yet, in the form of Hevelius' configuration. */
  public String freshSchema() {
    return address("t" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet());
  }

  /** The address of a schema. */
  public String address(String schema) {
    return "postgresql://postgres@127.0.0.1:%d/postgres?schema=%s".formatted(port, schema);
  }

  /** Where it listens on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Its programs, such as psql, lie here. */
  public Path programDirectory() {
    return programs;
  }

  /** Lets it speak TLS with a key, which takes effect when it runs again. */
  public void secure(SelfSigned key) {
    try {
      own(Files.writeString(Path.of(data(), "server.crt"), key.certificate()));
      Path secret = Path.of(data(), "server.key");
      Files.deleteIfExists(secret);
      Files.createFile(
          secret,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      own(Files.writeString(secret, key.privateKey()));
      Path settings = Path.of(data(), "postgresql.auto.conf");
      Files.writeString(
          settings, Files.readString(settings).replace("ssl = on\n", "") + "ssl = on\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, as a crash does: what was acknowledged is there when it runs again. */
  public void crash() {
    run("pg_ctl", "-D", data(), "-m", "immediate", "stop");
  }

  /** Runs it again where it ran before. */
  public void resume() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (port == 0) {
        port = freePort();
      }
      if (runs()) {
        return;
      }
      // Somebody else took the port meanwhile.
      port = 0;
    }
    throw new IllegalStateException("PostgreSQL doesn't start; see " + directory);
  }

  private boolean runs() {
    String script =
        """
        exec 3<&0
        "$1/postgres" -D "$2" -p "$3" < /dev/null > "$2/server.log" 2>&1 3<&- &
        server=$!
        cat <&3 > /dev/null
        kill -QUIT $server 2> /dev/null
        wait $server
        """;
    try {
      process =
          new ProcessBuilder(
                  asUser("sh", "-c", script, "sh", programs.toString(), data(), "" + port))
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      for (int i = 0; i < 300; i++) {
        String[] ready = {"pg_isready", "-q", "-h", "127.0.0.1", "-p", "" + port};
        if (exitCode(ready) == 0) {
          return true;
        }
        Thread.sleep(50);
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void stop() {
    Process running = process;
    try {
      if (running != null) {
        running.getOutputStream().close();
        if (!running.waitFor(10, TimeUnit.SECONDS)) {
          running.destroy();
        }
      }
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      System.getLogger(PostgresServer.class.getName())
          .log(Level.WARNING, "the data of PostgreSQL in " + directory + " was left", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void initialize() throws IOException {
    own(directory);
    run("initdb", "-D", data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N");
    Path access = Path.of(data(), "pg_hba.conf");
    Files.writeString(access, "host all guarded all scram-sha-256\n" + Files.readString(access));
    Files.writeString(
        Path.of(data(), "postgresql.auto.conf"),
        """
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        shared_buffers = 16MB
        max_connections = 200
        """);
  }

  /** Gives a file to the user that the server runs as. */
  private static void own(Path file) throws IOException {
    if (isRoot()) {
      Files.setOwner(
          file,
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    int code = exitCode(command.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException(program + " ended with " + code + "; see " + directory);
    }
  }

  private int exitCode(String... command) {
    command[0] = programs.resolve(command[0]).toString();
    try {
      return new ProcessBuilder(asUser(command))
          .directory(Path.of("/").toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** PostgreSQL refuses to run as root. */
  private static List<String> asUser(String... command) {
    List<String> whole = new ArrayList<>();
    if (isRoot()) {
      whole.addAll(List.of("runuser", "-u", "nobody", "--"));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Below the ports that the system gives to outgoing connections. */
  private static int freePort() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int candidate = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(candidate)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken; the next one.
      }
    }
    throw new IllegalStateException("no port is free");
  }

  private static Optional<Path> programs() {
    List<Path> found = new ArrayList<>();
    Counterpart.find("initdb")
        .map(program -> real(program).getParent())
        .filter(directory -> Files.isExecutable(directory.resolve("postgres")))
        .ifPresent(found::add);
    Path debian = Path.of("/usr/lib/postgresql");
    for (int version = 30; version >= OLDEST; version--) {
      Path directory = debian.resolve(version + "/bin");
      if (Files.isExecutable(directory.resolve("initdb"))) {
        found.add(directory);
      }
    }
    return found.stream().findFirst();
  }

  private static Path real(Path program) {
    try {
      return program.toRealPath();
    } catch (IOException e) {
      return program;
    }
  }
}
