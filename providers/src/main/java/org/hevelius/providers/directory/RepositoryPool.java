package org.hevelius.providers.directory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.repository.Environment;
import org.hevelius.repository.Repository;
import org.hevelius.repository.WriteSession;
import org.hevelius.repository.crypto.Password;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.CachingStorage;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.LocalStorage;
import org.hevelius.repository.storage.RetryingStorage;
import org.hevelius.repository.storage.Storage;
import org.jspecify.annotations.Nullable;

/**
 * The repositories of a home, each opened when it is first needed and once, with at most one read
 * session that all readers share. Safe for use by several threads.
 */
public final class RepositoryPool implements AutoCloseable {
  private static final long CACHE_BYTES = 1L << 30;
  private static final RetryingStorage.Policy RETRIES =
      new RetryingStorage.Policy(
          Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofMinutes(1));

  private final Home home;
  private final Environment environment;
  private final Passwords passwords;
  private final Map<String, OpenRepository> open = new HashMap<>();
  private @Nullable HomeConfig config;

  /**
   * Makes a pool; nothing is read or opened yet.
   *
   * @param variables gives the value of an environment variable, or null
   */
  public RepositoryPool(
      Home home, Environment environment, Function<String, @Nullable String> variables) {
    this.home = home;
    this.environment = environment;
    this.passwords = new Passwords(home, variables);
  }

  Home home() {
    return home;
  }

  /** The home and its repositories, which no capture and no restore may touch. */
  public OwnPlaces ownPlaces() {
    return new OwnPlaces(
        () ->
            Stream.concat(Stream.of(home.root()), entries().stream().map(entry -> location(entry)))
                .toList());
  }

  Environment environment() {
    return environment;
  }

  /** The configured repositories, the default one first. */
  synchronized List<RepositoryEntry> entries() {
    return config().repositories();
  }

  private HomeConfig config() {
    HomeConfig known = config;
    if (known == null) {
      known = home.config();
      config = known;
    }
    return known;
  }

  /** Changes the configuration. */
  synchronized void change(UnaryOperator<HomeConfig> edit) {
    config = home.change(edit);
  }

  /**
   * The configured repository of a name.
   *
   * @throws HeveliusException NOT_FOUND with the names that may have been meant
   */
  synchronized RepositoryEntry entry(String name) {
    Optional<RepositoryEntry> entry = config().repository(name);
    if (entry.isEmpty()) {
      // Another process may have added it meanwhile.
      config = null;
      entry = config().repository(name);
    }
    return entry.orElseThrow(() -> unknown(name));
  }

  private HeveliusException unknown(String name) {
    List<String> names = config().repositories().stream().map(RepositoryEntry::name).toList();
    List<String> near = Suggestions.nearest(name, names, 3);
    return new HeveliusException(
        Category.NOT_FOUND,
        "there is no repository called \"" + name + "\" in the home at " + home.root(),
        near.isEmpty()
            ? "there are: " + String.join(" ", names)
            : "did you mean " + String.join(" ", near));
  }

  /** Where a repository lies. */
  Path location(RepositoryEntry entry) {
    return home.resolve(entry.location());
  }

  private synchronized OpenRepository opened(String name) {
    OpenRepository there = open.get(name);
    if (there == null) {
      there = open(entry(name));
      open.put(name, there);
    }
    return there;
  }

  /** Opens a repository that need not be configured. */
  OpenRepository open(RepositoryEntry entry) {
    try (Password password = passwords.of(entry)) {
      return open(entry, password);
    }
  }

  /** Opens a repository with a password. */
  OpenRepository open(RepositoryEntry entry, Password password) {
    return EngineFailures.translate(
        () -> {
          Storage storage = new LocalStorage(location(entry));
          CachingStorage caching = null;
          if (entry.cache() && storage.exists()) {
            caching = caching(storage);
            storage = caching;
          }
          return new OpenRepository(Repository.open(storage, password, environment), caching);
        });
  }

  /** Opens a repository by a password alone, without what the home keeps of it. */
  OpenRepository openBare(RepositoryEntry entry, Password password) {
    return EngineFailures.translate(
        () ->
            new OpenRepository(
                Repository.open(new LocalStorage(location(entry)), password, environment), null));
  }

  private CachingStorage caching(Storage origin) {
    Storage patient =
        new RetryingStorage(
            origin,
            RETRIES,
            environment.clock(),
            environment.sleeper(),
            environment.random(),
            retry ->
                environment
                    .notices()
                    .accept(retry.what() + " failed and is tried again: " + retry.failure()));
    // The sealed config is different in every repository and never changes.
    String name = Id.of(patient.readAll(Handle.CONFIG)).toString();
    return new CachingStorage(patient, home.cache(name), CACHE_BYTES, environment.clock());
  }

  /** The open repository of a name. */
  Repository repository(String name) {
    return opened(name).repository();
  }

  /** The shared read session, opened if there is none. */
  ReadLease read(String name) {
    return opened(name).read(null);
  }

  /** The shared read session, opened anew if it began before a snapshot was there. */
  ReadLease read(String name, Id needed) {
    return opened(name).read(needed);
  }

  /**
   * As {@link #read(String, Id)}, to forget that snapshot: one session serves for many, and those
   * that read afterwards get a new one.
   */
  ReadLease readToForget(String name, Id forgotten) {
    OpenRepository opened = opened(name);
    ReadLease lease = opened.readToForget(forgotten);
    opened.outdate();
    return lease;
  }

  /** A read session that began after this call. */
  ReadLease readNow(String name) {
    return opened(name).readAnew();
  }

  /**
   * A session that adds snapshots; the caller closes it.
   *
   * @throws HeveliusException REFUSED when the repository is read-only
   */
  WriteSession write(String name) {
    requireWritable(name);
    Repository repository = repository(name);
    return EngineFailures.writing(repository::write);
  }

  /** Refuses to go on when Hevelius may not write to a repository. */
  void requireWritable(String name) {
    if (entry(name).readOnly()) {
      throw new HeveliusException(
          Category.REFUSED,
          "the repository \"" + name + "\" was added read-only; Hevelius doesn't write to it",
          "nothing was changed; to allow it, set \"readOnly\" to false in " + home.configFile());
    }
  }

  /**
   * Gives the lock of the shared read session back, so that an exclusive operation can run.
   *
   * @throws HeveliusException CONFLICT when something in this process still reads
   */
  Repository exclusively(String name) {
    OpenRepository opened = opened(name);
    if (!opened.release()) {
      throw new HeveliusException(
          Category.CONFLICT,
          "the repository \"" + name + "\" is being read by this program",
          "nothing was changed; try again when that has ended");
    }
    return opened.repository();
  }

  /** Closes a repository, so that it is opened anew when it is needed. */
  synchronized void forget(String name) {
    OpenRepository there = open.remove(name);
    if (there != null) {
      there.close();
    }
  }

  /** Gives back the locks of read sessions that nobody uses now. */
  public synchronized void releaseIdle() {
    open.values().forEach(OpenRepository::release);
  }

  @Override
  public synchronized void close() {
    open.values().forEach(OpenRepository::close);
    open.clear();
  }
}
