package org.hevelius.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.provider.Repositories;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "keys",
    description = {
      "list, add and remove the passwords of a repository",
      "",
      "Each key opens the whole repository with a password of its own. Passwords are read from"
          + " files, never from the command line, where others could see them."
    },
    subcommands = {
      RepositoryKeysVerb.Listing.class,
      RepositoryKeysVerb.Add.class,
      RepositoryKeysVerb.Remove.class,
      RepositoryKeysVerb.Passwd.class
    },
    footer = {
      "",
      "hevelius repository keys list",
      "hevelius repository keys add --new-password-file colleague.password",
      "hevelius repository keys remove 5f3a9c01"
    })
final class RepositoryKeysVerb implements Runnable {
  @Override
  public void run() {
    throw Groups.needsVerb("repository keys", "list", "add", "remove", "passwd");
  }

  private static String shortId(String id) {
    return id.substring(0, Math.min(8, id.length()));
  }

  @Command(
      name = "list",
      description = "list the keys of a repository",
      footer = {"", "hevelius repository keys list lab"})
  static final class Listing implements Runnable {
    private final Session session;

    @Mixin RepositoryArgument repository = new RepositoryArgument();

    Listing(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      List<Repositories.Key> keys =
          session.withHome(
              h -> {
                Repositories repositories = h.care().repositories();
                return repositories.keys(repository.of(h));
              });
      session.result(
          keys,
          () -> {
            Table table = new Table().column("ID").column("CREATED").column("BY").column("");
            keys.forEach(
                key ->
                    table.row(
                        shortId(key.id()),
                        key.created(),
                        key.user() + "@" + key.host(),
                        key.current() ? "in use by this home" : ""));
            table.print(session.console(), "  ");
          });
    }
  }

  @Command(
      name = "add",
      description = "add a key, whose password stands in a file",
      footer = {"", "hevelius repository keys add --new-password-file colleague.password"})
  static final class Add implements Runnable {
    private final Session session;

    @Mixin RepositoryArgument repository = new RepositoryArgument();

    @Option(
        names = "--new-password-file",
        paramLabel = "FILE",
        required = true,
        description = "file whose first line is the new password")
    Path file = Path.of("");

    Add(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      String password = session.workingDirectory().resolve(file).normalize().toString();
      Repositories.Key key =
          session.withHome(
              h -> {
                Repositories repositories = h.care().repositories();
                String name = repository.of(h);
                return h.care()
                    .changing(
                        "repository keys add", name, () -> repositories.addKey(name, password));
              });
      session.result(
          key,
          () ->
              session
                  .console()
                  .line("Added key " + shortId(key.id()) + "; its password opens everything."));
    }
  }

  @Command(
      name = "remove",
      description = {
        "remove a key",
        "",
        "Its password opens the repository no more. The key that this home uses can't be removed."
      },
      footer = {"", "hevelius repository keys remove 5f3a9c01"})
  static final class Remove implements Runnable {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", description = "8 or more digits of its id")
    String id = "";

    @Parameters(
        index = "1",
        paramLabel = "REPOSITORY",
        arity = "0..1",
        description = "else the default one")
    @Nullable String repository;

    @Option(names = "--yes", description = "don't ask")
    boolean yes;

    Remove(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      Repositories.Key removed =
          session.withHome(
              h -> {
                Repositories repositories = h.care().repositories();
                String name = RepositoryArgument.named(h, repository);
                Repositories.Key key = key(repositories.keys(name), id, name);
                if (!session.json()) {
                  session
                      .console()
                      .line(
                          Text.printable(
                              "Key %s of %s, made %s by %s@%s, would be removed; its password opens the repository no more."
                                  .formatted(
                                      shortId(key.id()),
                                      name,
                                      key.created(),
                                      key.user(),
                                      key.host())));
                }
                session.approve("the removal of key " + shortId(key.id()), yes);
                return h.care()
                    .changing(
                        "repository keys remove",
                        name,
                        () -> {
                          repositories.removeKey(name, key.id());
                          return key;
                        });
              });
      session.result(
          removed, () -> session.console().line("Removed key " + shortId(removed.id()) + "."));
    }

    private static Repositories.Key key(List<Repositories.Key> keys, String id, String repository) {
      List<Repositories.Key> found =
          keys.stream().filter(key -> id.length() >= 8 && key.id().startsWith(id)).toList();
      if (found.size() != 1) {
        throw new HeveliusException(
            found.isEmpty() ? Category.NOT_FOUND : Category.INVALID,
            found.isEmpty()
                ? "%s has no key \"%s\"".formatted(repository, id)
                : "\"%s\" begins the ids of %d keys".formatted(id, found.size()),
            "its keys: " + String.join(", ", keys.stream().map(key -> key.id()).toList()),
            "give 8 or more digits");
      }
      return found.getFirst();
    }
  }

  @Command(
      name = "passwd",
      description = {
        "change the password that this home uses",
        "",
        "The old password opens the repository no more."
      },
      footer = {"", "hevelius repository keys passwd --new-password-file new.password"})
  static final class Passwd implements Runnable {
    private final Session session;

    @Mixin RepositoryArgument repository = new RepositoryArgument();

    @Option(
        names = "--new-password-file",
        paramLabel = "FILE",
        required = true,
        description = "file whose first line is the new password")
    Path file = Path.of("");

    Passwd(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      String password = session.workingDirectory().resolve(file).normalize().toString();
      String changed =
          session.withHome(
              h -> {
                Repositories repositories = h.care().repositories();
                String name = repository.of(h);
                return h.care()
                    .changing(
                        "repository keys passwd",
                        name,
                        () -> {
                          repositories.changePassword(name, password);
                          return name;
                        });
              });
      session.result(
          Map.of("repository", changed),
          () ->
              session
                  .console()
                  .line(
                      Text.printable(
                          "Changed the password of "
                              + changed
                              + "; the old one opens it no more.")));
    }
  }
}
