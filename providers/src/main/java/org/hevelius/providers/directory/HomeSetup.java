package org.hevelius.providers.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.providers.files.PrivateFiles;
import org.hevelius.repository.Environment;
import org.hevelius.repository.Repository;
import org.hevelius.repository.crypto.KeyDerivation;
import org.hevelius.repository.crypto.Password;
import org.hevelius.repository.storage.LocalStorage;
import org.jspecify.annotations.Nullable;

/**
 * Makes a home with its repository. The order is: directory, password file, repository,
 * configuration; each is durable before the next begins. So a repository is never made whose
 * password could be lost, and a home that was made halfway is completed by doing it again.
 */
public final class HomeSetup {
  private static final int PASSWORD_BYTES = 32;

  private final Environment environment;
  private final Function<String, @Nullable String> variables;

  /**
   * Makes a setup.
   *
   * @param variables gives the value of an environment variable, or null
   */
  public HomeSetup(Environment environment, Function<String, @Nullable String> variables) {
    this.environment = environment;
    this.variables = variables;
  }

  /**
   * What is wanted.
   *
   * @param location where the repository goes; null for inside the home
   * @param passwordFile file with the password, or null
   * @param passwordEnvironment variable with the password, or null
   * @param passwordCommand program and arguments that print the password; may be empty. With none
   *     of the three a random password is made and kept in the home
   */
  public record Request(
      @Nullable String location,
      @Nullable String passwordFile,
      @Nullable String passwordEnvironment,
      List<String> passwordCommand) {
    /** Everything inside the home, with a random password. */
    public static final Request STANDARD = new Request(null, null, null, List.of());

    /** Copies the command. */
    public Request {
      passwordCommand = List.copyOf(passwordCommand);
    }

    private Request withoutPassword() {
      return new Request(location, null, null, List.of());
    }
  }

  /**
   * A catalog in a server, which other homes may share.
   *
   * @param known ids of captures that it has in the default repository; empty when it has none.
   *     With some, the home joins the others: its repository must be there and hold one of them
   */
  public record SharedCatalog(CatalogEntry entry, Set<String> known) {
    /** Copies the ids. */
    public SharedCatalog {
      known = Set.copyOf(known);
    }
  }

  /**
   * What was made.
   *
   * @param location the repository's directory
   * @param passwordFile the file with a password that was made here; null when one was given
   */
  public record Result(
      Path home, Path location, String repositoryId, @Nullable Path passwordFile) {}

  /**
   * Makes a home.
   *
   * @throws HeveliusException CONFLICT when it has a configuration already, or when the place of
   *     the repository holds one that this didn't begin; FULL or UNAVAILABLE when files can't be
   *     written
   */
  public Result init(Home home, Request request) {
    return init(home, request, null);
  }

  /**
   * Makes a home whose catalog may stand in a server.
   *
   * @param catalog that catalog; null for a file of the home
   * @throws HeveliusException as above; CONFLICT also when the catalog has snapshots, and the
   *     repository is not the one that holds them
   */
  public Result init(Home home, Request request, @Nullable SharedCatalog catalog) {
    refuseExisting(home);
    boolean generated = request.equals(request.withoutPassword());
    Set<String> known = catalog == null ? Set.of() : catalog.known();
    if (!known.isEmpty() && (generated || request.location() == null)) {
      throw new HeveliusException(
          Category.CONFLICT,
          "the catalog is in use: this home has to name the repository of the others",
          "nothing was made; give --repository DIR with --password-file, --password-env or"
              + " --password-command");
    }
    return make(home, request, catalog, generated, known);
  }

  /** Gives the password of a catalog, each time that it is asked for. */
  public Supplier<String> password(Home home, CatalogEntry catalog) {
    Passwords passwords = new Passwords(home, variables);
    return () -> passwords.of(catalog);
  }

  /** Makes a home use a catalog in a server from now on. */
  public void useCatalog(Home home, CatalogEntry catalog) {
    home.change(config -> config.with(withAbsoluteFile(home, catalog)));
  }

  private static void refuseExisting(Home home) {
    if (home.exists()) {
      throw new HeveliusException(
          Category.CONFLICT,
          "there is a home at " + home.root() + " already",
          "it was not touched; use it, or name another with --home or HEVELIUS_HOME");
    }
  }

  private Result make(
      Home home,
      Request request,
      @Nullable SharedCatalog catalog,
      boolean generated,
      Set<String> known) {
    RepositoryEntry entry = entry(home, request, generated);
    Path location = home.resolve(entry.location());
    Path passwordFile = home.root().resolve("password");
    try {
      PrivateFiles.makeDirectory(home.root());
      if (generated) {
        makePassword(passwordFile, location);
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the home at " + home.root() + " can't be made: " + e,
          List.of("check the permissions and the free space, then run init again"),
          e);
    }
    String id =
        known.isEmpty()
            ? repository(home, entry, location, generated)
            : joined(home, entry, location, known);
    home.change(
        config ->
            catalog == null
                ? config.with(entry)
                : config.with(entry).with(withAbsoluteFile(home, catalog.entry())));
    return new Result(home.root(), location, id, generated ? passwordFile : null);
  }

  private static CatalogEntry withAbsoluteFile(Home home, CatalogEntry entry) {
    return new CatalogEntry(
        entry.address(),
        absoluteOrNull(home, entry.passwordFile()),
        entry.passwordEnvironment(),
        entry.passwordCommand());
  }

  private static RepositoryEntry entry(Home home, Request request, boolean generated) {
    String given = request.location();
    return new RepositoryEntry(
        Dataset.DEFAULT_REPOSITORY,
        given == null ? "repository" : absolute(given),
        false,
        false,
        generated ? "password" : absoluteOrNull(home, request.passwordFile()),
        request.passwordEnvironment(),
        request.passwordCommand());
  }

  /** As somebody types it: relative to the working directory, not to the home. */
  static String absolute(String typed) {
    return Path.of(typed).toAbsolutePath().normalize().toString();
  }

  private static @Nullable String absoluteOrNull(Home home, @Nullable String typed) {
    if (typed == null) {
      return null;
    }
    Path path = Path.of(absolute(typed));
    return path.startsWith(home.root()) ? home.root().relativize(path).toString() : path.toString();
  }

  /** Makes the password file, unless an interrupted attempt has. */
  private void makePassword(Path file, Path location) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    if (new LocalStorage(location).exists()) {
      throw taken(location);
    }
    byte[] secret = new byte[PASSWORD_BYTES];
    environment.random().nextBytes(secret);
    String text = HexFormat.of().formatHex(secret) + "\n";
    PrivateFiles.write(file, text.getBytes(StandardCharsets.US_ASCII));
  }

  private String repository(Home home, RepositoryEntry entry, Path location, boolean generated) {
    LocalStorage storage = new LocalStorage(location);
    KeyDerivation derivation = generated ? KeyDerivation.OF_RANDOM : KeyDerivation.STANDARD;
    try (Password password = new Passwords(home, variables).of(entry)) {
      if (!storage.exists()) {
        try (Repository repository =
            EngineFailures.translate(
                () -> Repository.create(storage, password, derivation, environment))) {
          return repository.id();
        }
      }
      // What an interrupted attempt has made opens with this password and holds nothing yet.
      try (Repository repository =
          EngineFailures.translate(() -> Repository.open(storage, password, environment))) {
        boolean own = generated || location.startsWith(home.root());
        if (!own && !EngineFailures.translate(() -> repository.snapshots(e -> {})).isEmpty()) {
          throw taken(location);
        }
        return repository.id();
      } catch (HeveliusException e) {
        throw e.category() == Category.DENIED ? taken(location) : e;
      }
    }
  }

  /** The repository that the other homes with this catalog use. */
  private String joined(Home home, RepositoryEntry entry, Path location, Set<String> known) {
    LocalStorage storage = new LocalStorage(location);
    try (Password password = new Passwords(home, variables).of(entry);
        Repository repository =
            EngineFailures.translate(() -> Repository.open(storage, password, environment))) {
      boolean same =
          EngineFailures.translate(() -> repository.snapshots(e -> {})).stream()
              .anyMatch(snapshot -> known.contains(snapshot.id().toString()));
      if (!same) {
        throw new HeveliusException(
            Category.CONFLICT,
            "the repository at " + location + " holds no snapshot that the catalog lists",
            "nothing was made; name the repository that the other homes with this catalog use");
      }
      return repository.id();
    }
  }

  private static HeveliusException taken(Path location) {
    return new HeveliusException(
        Category.CONFLICT,
        "there is a repository at " + location + " already",
        "it was not touched; make the home with another place for its repository, then add this"
            + " one: hevelius repository add");
  }
}
