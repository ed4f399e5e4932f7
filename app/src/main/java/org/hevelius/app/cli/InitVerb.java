package org.hevelius.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.usecase.Homes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    description = {
      "make a home: catalog, encrypted repository, password file",
      "",
      "The home is where Hevelius keeps its records, and, unless another place is named, the"
          + " repository with all data. Nothing that exists is overwritten."
    },
    footer = {
      "",
      "With everything in ~/.hevelius:    hevelius init",
      "With the data on another disk:     hevelius init --repository /backup/hevelius",
      "With a password that you keep:     hevelius init --password-file /etc/hevelius/password",
      "For several nodes, on each:        hevelius init --repository /shared/hevelius"
          + " --password-file P --catalog postgresql://hevelius@db/hevelius --catalog-password-file"
          + " Q"
    })
final class InitVerb implements Runnable {
  private final Session session;

  @Option(
      names = "--repository",
      paramLabel = "DIR",
      description = "where the data goes, best on another disk than the sources")
  @Nullable Path repository;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "take the password from this file (first line)")
  @Nullable Path passwordFile;

  @Option(
      names = "--password-env",
      paramLabel = "VAR",
      description = "take the password from this environment variable, now and later")
  @Nullable String passwordEnvironment;

  @Option(
      names = "--password-command",
      paramLabel = "ARG",
      arity = "1..*",
      description = "take the password from what this program prints, now and later")
  List<String> passwordCommand = List.of();

  @Mixin CatalogOptions catalog = new CatalogOptions();

  InitVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    long ways =
        Stream.of(passwordFile, passwordEnvironment, passwordCommand.isEmpty() ? null : "command")
            .filter(Objects::nonNull)
            .count();
    if (ways > 1) {
      throw new HeveliusException(
          Category.INVALID,
          "the password is to come from " + ways + " places",
          "give one of --password-file, --password-env and --password-command");
    }
    Homes.InitResult made =
        session
            .homes()
            .init(
                new Homes.InitRequest(
                    session.home(),
                    absolute(repository),
                    absolute(passwordFile),
                    passwordEnvironment,
                    passwordCommand,
                    catalog.place(session)));
    session.result(made, () -> print(made));
  }

  private @Nullable Path absolute(@Nullable Path path) {
    return path == null ? null : session.workingDirectory().resolve(path).normalize();
  }

  private void print(Homes.InitResult made) {
    Console console = session.console();
    console.line("Home        " + Text.printable(made.home().toString()));
    console.line(
        "Repository  "
            + Text.printable(made.repository().toString())
            + "  (id "
            + shortId(made.repositoryId())
            + "; restic can read it too)");
    console.line("Password    " + password(made));
    if (made.catalog() != null) {
      console.line("Catalog     " + Text.printable(made.catalog()) + shared(made.snapshots()));
    }
    console.line(
        console.yellow("Keep the password in a second, safe place as well:")
            + " without it nobody can read the repository.");
    session.hint("Protect something:  hevelius create NAME \"why\" --source /path/to/the/data");
  }

  private String password(Homes.InitResult made) {
    Path file = made.passwordFile();
    if (file != null) {
      return Text.printable(file.toString()) + "  (made now; only you can read the file)";
    }
    if (passwordFile != null) {
      return "from " + Text.printable(passwordFile.toString());
    }
    return passwordEnvironment == null
        ? "printed by " + Text.printable(passwordCommand.getFirst())
        : "in the variable " + Text.printable(passwordEnvironment);
  }

  private static String shared(long snapshots) {
    return snapshots == 0
        ? ""
        : "  (shared: " + Humans.count(snapshots, "snapshot", "snapshots") + " so far)";
  }

  static String shortId(String id) {
    return id.substring(0, Math.min(8, id.length()));
  }

  /** Makes the standard home where there is none yet, and says so. */
  static void ensureHome(Session session) {
    Homes homes = session.homes();
    if (homes.exists(session.home())) {
      return;
    }
    Homes.InitResult made = homes.init(Homes.InitRequest.standard(session.home()));
    Console console = session.console();
    console.error("note: made the home " + Text.printable(made.home().toString()));
    Path password = made.passwordFile();
    if (password != null) {
      console.error(
          "note: the password of its repository is in "
              + Text.printable(password.toString())
              + "; keep it in a second, safe place as well: without it nobody can read the"
              + " repository");
    }
  }
}
