package org.hevelius.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.provider.Repositories.Foreign;
import org.hevelius.core.provider.Repositories.RepositoryInfo;
import org.hevelius.core.usecase.Adoption.Adopted;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "repository",
    description = {
      "look after the stores that hold the data of snapshots",
      "",
      "A repository is encrypted, compressed and free of duplicates, in the format of restic, whose"
          + " program can read and check it too. A home has one from the start; others can be"
          + " added."
    },
    subcommands = {
      RepositoryVerb.Describe.class,
      RepositoryVerb.Listing.class,
      RepositoryVerb.Add.class,
      RepositoryKeysVerb.class,
      RepositoryVerb.SnapshotList.class,
      RepositoryVerb.Adopt.class,
      RepositoryRepair.RebuildIndex.class,
      RepositoryRepair.RepairPacks.class,
      RepairSnapshotsVerb.class,
      RepositoryRepair.Unlock.class
    },
    footer = {
      "",
      "hevelius repository info",
      "hevelius repository add lab /srv/restic --password-file /etc/hevelius/lab.password",
      "hevelius repository snapshots lab",
      "hevelius repository adopt lab"
    })
final class RepositoryVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb(
        "repository",
        "info",
        "list",
        "add",
        "keys",
        "snapshots",
        "adopt",
        "rebuild-index",
        "repair-packs",
        "repair-snapshots",
        "unlock");
  }

  private static void show(Console console, RepositoryInfo info) {
    console.line(
        Text.printable(
            "Repository %s at %s%s"
                .formatted(info.name(), info.location(), info.readOnly() ? "  (read-only)" : "")));
    console.line("  id         " + Text.printable(info.id()));
    console.line("  format     restic, version " + info.formatVersion());
    console.line("  snapshots  " + Humans.count(info.snapshots()) + ", of any program");
    console.line(
        "  data       %s in %s, stored in %s (%s)"
            .formatted(
                Humans.bytes(info.plainBytes()),
                Humans.count(info.blobs(), "blob", "blobs"),
                Humans.bytes(info.storedBytes()),
                Humans.count(info.packs(), "pack", "packs")));
  }

  @Command(
      name = "info",
      description = "describe a repository",
      footer = {"", "hevelius repository info", "hevelius repository info lab"})
  static final class Describe implements Runnable {
    private final Session session;

    @Mixin RepositoryArgument repository = new RepositoryArgument();

    Describe(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      RepositoryInfo info =
          session.withHome(
              h -> {
                Repositories repositories = h.care().repositories();
                return repositories.info(repository.of(h));
              });
      session.result(info, () -> show(session.console(), info));
    }
  }

  @Command(
      name = "list",
      description = "list the repositories of this home, the default one first",
      footer = {"", "hevelius repository list"})
  static final class Listing implements Runnable {
    private final Session session;

    Listing(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      List<RepositoryInfo> infos =
          session.withHome(
              h ->
                  h.care().repositories().names().stream()
                      .map(h.care().repositories()::info)
                      .toList());
      session.result(
          infos,
          () -> {
            Table table =
                new Table()
                    .column("NAME")
                    .number("SNAPSHOTS")
                    .number("STORED")
                    .column("")
                    .column("LOCATION");
            infos.forEach(
                info ->
                    table.row(
                        info.name(),
                        Humans.count(info.snapshots()),
                        Humans.bytes(info.storedBytes()),
                        info.readOnly() ? "read-only" : "",
                        info.location()));
            table.print(session.console(), "  ");
          });
    }
  }

  @Command(
      name = "add",
      description = {
        "add an existing restic repository to this home",
        "",
        "It is opened with the password once to see that it can be. Without --writable Hevelius"
            + " never writes to it. The password itself is not stored: only where it stands."
      },
      footer = {
        "",
        "hevelius repository add lab /srv/restic --password-file /etc/hevelius/lab.password",
        "hevelius repository add lab /srv/restic --password-command pass show lab",
        "Then list what is in it among your snapshots: hevelius repository adopt lab"
      })
  static final class Add implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "how it is to be called here")
    String name = "";

    @Parameters(index = "1", paramLabel = "LOCATION", description = "its directory")
    String location = "";

    @Option(names = "--password-file", paramLabel = "FILE", description = "file with the password")
    @Nullable Path passwordFile;

    @Option(
        names = "--password-env",
        paramLabel = "VARIABLE",
        description = "environment variable with the password")
    @Nullable String passwordEnvironment;

    @Option(
        names = "--password-command",
        paramLabel = "ARG",
        arity = "1..*",
        description = "program that prints the password, with its arguments")
    List<String> passwordCommand = new ArrayList<>();

    @Option(names = "--writable", description = "let Hevelius write to it")
    boolean writable;

    Add(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      int given =
          (passwordFile == null ? 0 : 1)
              + (passwordEnvironment == null ? 0 : 1)
              + (passwordCommand.isEmpty() ? 0 : 1);
      if (given != 1) {
        throw new HeveliusException(
            Category.INVALID,
            given == 0
                ? "how to get the password of the repository was not said"
                : "there is more than one way to get the password",
            "give one of --password-file, --password-env and --password-command");
      }
      Path directory = session.workingDirectory();
      RepositoryInfo info =
          session.withHome(
              h ->
                  h.care()
                      .addRepository(
                          new Repositories.Addition(
                              name,
                              directory.resolve(location).normalize().toString(),
                              passwordFile == null
                                  ? null
                                  : directory.resolve(passwordFile).normalize().toString(),
                              passwordEnvironment,
                              passwordCommand,
                              !writable)));
      session.result(info, () -> show(session.console(), info));
      session.hint(
          Text.printable("List it among your snapshots: hevelius repository adopt " + name));
    }
  }

  @Command(
      name = "snapshots",
      description = "list the snapshots in a repository, of any program, oldest first",
      footer = {"", "hevelius repository snapshots lab"})
  static final class SnapshotList implements Runnable {
    private final Session session;

    @Mixin RepositoryArgument repository = new RepositoryArgument();

    SnapshotList(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      List<Foreign> snapshots =
          session.withHome(
              h -> {
                Repositories repositories = h.care().repositories();
                return repositories.snapshots(repository.of(h));
              });
      session.result(snapshots, () -> table(snapshots));
    }

    private void table(List<Foreign> snapshots) {
      if (snapshots.isEmpty()) {
        session.console().line("There is no snapshot in it.");
        return;
      }
      Table table =
          new Table()
              .column("ID")
              .column("TIME")
              .column("BY")
              .column("MADE BY")
              .column("TAGS")
              .column("PATHS");
      for (Foreign snapshot : snapshots) {
        table.row(
            snapshot.id().substring(0, Math.min(8, snapshot.id().length())),
            snapshot.time(),
            snapshot.user() + "@" + snapshot.host(),
            snapshot.ours() ? "hevelius" : "another",
            String.join(",", snapshot.tags()),
            String.join(" ", snapshot.paths()));
      }
      table.print(session.console(), "  ");
      session.console().line(Humans.count(snapshots.size(), "snapshot", "snapshots"));
    }
  }

  @Command(
      name = "adopt",
      description = {
        "list the snapshots that other programs made in a repository among your own",
        "",
        "They become versions of datasets called adopted/NAME/..., one for each host and set of"
            + " paths, and can be browsed, found, compared and restored like any other. Hevelius"
            + " never changes or deletes them. Repeat it to get what has come since."
      },
      footer = {"", "hevelius repository adopt lab", "hevelius list"})
  static final class Adopt implements Runnable {
    private final Session session;

    @Mixin RepositoryArgument repository = new RepositoryArgument();

    Adopt(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      List<Adopted> datasets = session.withHome(h -> h.care().adopt(repository.of(h)));
      session.result(
          datasets,
          () ->
              print(
                  session.console(), datasets, "There are no snapshots of other programs in it."));
    }

    /** Prints what became of each dataset. */
    static void print(Console console, List<Adopted> datasets, String none) {
      if (datasets.isEmpty()) {
        console.line(none);
        return;
      }
      Table table = new Table().column("DATASET").number("NEW").number("KNOWN").column("SOURCES");
      datasets.forEach(
          dataset ->
              table.row(
                  dataset.dataset(),
                  Humans.count(dataset.adopted()),
                  Humans.count(dataset.known()),
                  String.join(", ", dataset.sources())));
      table.print(console, "  ");
      long adopted = datasets.stream().mapToLong(Adopted::adopted).sum();
      console.line(Humans.count(adopted, "snapshot", "snapshots") + " adopted");
    }
  }
}
