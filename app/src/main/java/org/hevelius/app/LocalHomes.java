package org.hevelius.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hevelius.catalog.sqlite.CatalogFile;
import org.hevelius.catalog.sqlite.SqliteFileIndex;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.FileIndex;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.Scratch;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.storage.StorageParts;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.usecase.Context;
import org.hevelius.core.usecase.Hevelius;
import org.hevelius.core.usecase.Homes;
import org.hevelius.providers.directory.CatalogEntry;
import org.hevelius.providers.directory.Directories;
import org.hevelius.providers.directory.EmbeddedRepositories;
import org.hevelius.providers.directory.Home;
import org.hevelius.providers.directory.HomeIdentity;
import org.hevelius.providers.directory.HomeSetup;
import org.hevelius.providers.directory.RepositoryPool;
import org.hevelius.providers.git.GitProgram;
import org.hevelius.providers.notify.ConfiguredChannels;
import org.hevelius.providers.password.Argon2Passwords;
import org.hevelius.providers.process.HookPrograms;
import org.jspecify.annotations.Nullable;

/**
 * Homes in the local file system: a catalog in SQLite or in a server, and repositories of the
 * embedded engine.
 */
final class LocalHomes implements Homes {
  private static final String CATALOG = "catalog.db";
  private static final String FILE_INDEX = "files.db";

  private final HomeSetup setup;
  private final HomeIdentity identity;
  private final Function<Home, RepositoryPool> pools;
  private final Actor actor;
  private final Storages storage;
  private final Clock clock;
  private final Consumer<String> notices;

  /** The adapters of the storage that a home can use. */
  interface Storages {
    /**
     * One for each kind of source.
     *
     * @param id of the home; empty when it has none
     */
    Map<SourceSpec.Kind, SnapshotProvider> providers(
        Path home, String id, RepositoryPool pool, Consumer<String> notices);

    /**
     * The storage systems with their views.
     *
     * @param open gets what is to be closed with the home
     */
    StorageParts views(Path home, List<AutoCloseable> open);

    /** Where restores are rehearsed. */
    Scratch scratch(RepositoryPool pool);
  }

  /**
   * Homes that are opened in this environment.
   *
   * @param setup makes a home's repository
   * @param identity gives homes their ids
   * @param pools opens the repositories of a home
   * @param notices told what the user should know although the work goes on
   */
  LocalHomes(
      HomeSetup setup,
      HomeIdentity identity,
      Function<Home, RepositoryPool> pools,
      Actor actor,
      Storages storage,
      Clock clock,
      Consumer<String> notices) {
    this.setup = setup;
    this.identity = identity;
    this.pools = pools;
    this.actor = actor;
    this.storage = storage;
    this.clock = clock;
    this.notices = notices;
  }

  @Override
  public InitResult init(InitRequest request) {
    Home home = new Home(request.home());
    CatalogPlace place = request.catalog();
    HomeSetup.Request wanted =
        new HomeSetup.Request(
            text(request.repository()),
            text(request.passwordFile()),
            request.passwordEnvironment(),
            request.passwordCommand());
    if (place != null) {
      return new SharedCatalogs(setup, clock).init(home, wanted, place);
    }
    HomeSetup.Result made = setup.init(home, wanted);
    if (!Files.exists(request.home().resolve(CATALOG))) {
      CatalogFile.create(request.home().resolve(CATALOG)).close();
    }
    return new InitResult(
        made.home(), made.location(), made.repositoryId(), made.passwordFile(), null, 0);
  }

  private static @Nullable String text(@Nullable Path path) {
    return path == null ? null : path.toString();
  }

  @Override
  public boolean exists(Path home) {
    return new Home(home).exists();
  }

  @Override
  public Hevelius open(Path root) {
    Home home = existing(root);
    Optional<CatalogEntry> shared = home.config().catalog();
    if (shared.isPresent()) {
      return open(home, () -> new SharedCatalogs(setup, clock).open(home, shared.orElseThrow()));
    }
    Path file = root.resolve(CATALOG);
    if (!Files.exists(file)) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "the catalog " + file + " is missing",
          "the snapshots themselves are in the repository, and the catalog can be rebuilt from it:",
          "  hevelius catalog rebuild");
    }
    return open(home, () -> CatalogFile.open(file));
  }

  @Override
  public Opened openToRebuild(Path root, @Nullable String id) {
    Home home = existing(root);
    Optional<CatalogEntry> shared = home.config().catalog();
    if (shared.isPresent()) {
      SharedCatalogs catalogs = new SharedCatalogs(setup, clock);
      return new Opened(
          open(home, () -> as(home, id, catalogs.open(home, shared.orElseThrow()))), null);
    }
    UsableCatalog usable = UsableCatalog.in(root.resolve(CATALOG), clock);
    return new Opened(open(home, () -> as(home, id, usable.catalog())), usable.aside());
  }

  private Catalog as(Home home, @Nullable String id, Catalog catalog) {
    if (id != null) {
      HomeIdentity.become(home, catalog, id.equals(NEW_ID) ? identity.create() : id);
    }
    return catalog;
  }

  @Override
  public CatalogMovePlan planCatalogMove(Path root, CatalogPlace to) {
    return new SharedCatalogs(setup, clock).plan(existing(root), root.resolve(CATALOG), to);
  }

  @Override
  public CatalogMoved moveCatalog(Path root, CatalogPlace to, CatalogMovePlan plan) {
    return new SharedCatalogs(setup, clock).move(existing(root), to, plan, actor);
  }

  @Override
  public SnapshotTree directory(Path directory) {
    return Directories.open(directory);
  }

  private static Home existing(Path root) {
    Home home = new Home(root);
    if (!home.exists()) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "there is no home of Hevelius at " + root,
          "make one: hevelius init",
          "or name another: --home DIR, or the variable HEVELIUS_HOME");
    }
    return home;
  }

  private Hevelius open(Home home, Supplier<Catalog> openCatalog) {
    List<AutoCloseable> parts = new ArrayList<>();
    try {
      Catalog catalog = openCatalog.get();
      parts.add(catalog);
      if (catalog.isReadOnly()) {
        notices.accept(
            "the disk of the home at "
                + home.root()
                + " is full or read-only: what it has can be read, and what is done now is not"
                + " recorded");
      }
      FileIndex index = index(home.root().resolve(FILE_INDEX));
      parts.add(index);
      RepositoryPool pool = pools.apply(home);
      parts.add(pool);
      Context context =
          new Context(
              catalog,
              index,
              storage.providers(home.root(), identity.of(home, catalog), pool, notices),
              new EmbeddedRepositories(pool, notices),
              new GitProgram(),
              actor,
              clock,
              new Argon2Passwords(),
              new HookPrograms(),
              new ConfiguredChannels(home.root(), System::getenv, clock),
              storage.scratch(pool),
              storage.views(home.root(), parts));
      return new Hevelius(context, pool::releaseIdle, () -> close(parts));
    } catch (RuntimeException e) {
      close(parts);
      throw e;
    }
  }

  /** The index of file names holds nothing that can't be read from the snapshots again. */
  private FileIndex index(Path file) {
    try {
      return SqliteFileIndex.open(file);
    } catch (HeveliusException e) {
      if (e.category() != Category.DAMAGED) {
        throw e;
      }
      Path aside = AsideFiles.move(file, ".damaged");
      notices.accept(
          "the index of file names was damaged and is made anew; the old one lies at " + aside);
      return SqliteFileIndex.open(file);
    }
  }

  private static void close(List<AutoCloseable> parts) {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("a part of the home could not be closed", e);
      }
    }
  }
}
