package org.hevelius.providers.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.repository.ReadSession;
import org.hevelius.repository.Repository;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.StoredSnapshot;
import org.hevelius.repository.crypto.Password;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.LocalStorage;
import org.hevelius.repository.storage.Storage;
import org.jspecify.annotations.Nullable;

/** The repositories of a home, through the engine in this program. */
public final class EmbeddedRepositories implements Repositories {
  private static final int SHORTEST_PREFIX = 8;

  private final RepositoryPool pool;
  private final Consumer<String> notices;

  /**
   * Makes the adapter; the pool stays with the caller, who closes it.
   *
   * @param notices told in a sentence of what could not be read although the work goes on
   */
  public EmbeddedRepositories(RepositoryPool pool, Consumer<String> notices) {
    this.pool = pool;
    this.notices = notices;
  }

  @Override
  public List<String> names() {
    return pool.entries().stream().map(RepositoryEntry::name).toList();
  }

  @Override
  public RepositoryInfo info(String name) {
    RepositoryEntry entry = pool.entry(name);
    try (ReadLease lease = pool.readNow(name)) {
      return info(entry, pool.repository(name), lease.session());
    }
  }

  @Override
  public Way way(String name) {
    RepositoryEntry entry = pool.entry(name);
    String password =
        entry.passwordFile() != null
            ? "the file " + entry.passwordFile() + ", below the home unless it says otherwise"
            : entry.passwordEnvironment() != null
                ? "the environment variable " + entry.passwordEnvironment()
                : entry.passwordCommand().isEmpty()
                    ? "not configured"
                    : "the program " + entry.passwordCommand().getFirst();
    return new Way(pool.location(entry).toString(), password);
  }

  @Override
  public void probe(String name) {
    Path location = pool.location(pool.entry(name));
    Storage storage = new LocalStorage(location);
    long[] keys = new long[1];
    EngineFailures.translated(
        () -> {
          byte[] config = storage.readAll(Handle.CONFIG);
          storage.list(FileKind.KEY, listed -> keys[0] += config.length > 0 ? 1 : 0);
        });
    if (keys[0] == 0 || !Files.isReadable(location.resolve("snapshots"))) {
      throw new HeveliusException(
          Category.DAMAGED,
          "the repository \"%s\" at %s lacks its keys, its snapshots or its configuration"
              .formatted(name, location),
          "is the file system mounted that it lies on? Nothing was changed");
    }
  }

  @Override
  public OptionalLong freeBytes(String name) {
    try {
      return OptionalLong.of(Files.getFileStore(pool.location(pool.entry(name))).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private RepositoryInfo info(RepositoryEntry entry, Repository repository, ReadSession session) {
    return EngineFailures.translate(
        () -> {
          long[] packs = new long[1];
          long[] bytes = new long[1];
          for (FileKind kind : FileKind.values()) {
            repository
                .storage()
                .list(
                    kind,
                    listed -> {
                      packs[0] += kind == FileKind.PACK ? 1 : 0;
                      bytes[0] += listed.size();
                    });
          }
          ReadSession.Content content = session.content();
          return new RepositoryInfo(
              entry.name(),
              pool.location(entry).toString(),
              repository.id(),
              repository.version(),
              entry.readOnly(),
              session.snapshots().size(),
              packs[0],
              bytes[0],
              content.blobs(),
              content.plainBytes());
        });
  }

  @Override
  public List<Foreign> snapshots(String name) {
    try (ReadLease lease = pool.readNow(name)) {
      return EngineFailures.translate(
          () ->
              lease.session().snapshots().stream()
                  .map(stored -> foreign(lease.session(), stored))
                  .toList());
    }
  }

  private static Foreign foreign(ReadSession session, StoredSnapshot stored) {
    return new Foreign(
        stored.id().toString(),
        stored.file().time().toString(),
        stored.file().hostname(),
        stored.file().username(),
        stored.file().paths(),
        stored.file().tags(),
        isOurs(session, stored));
  }

  private static boolean isOurs(ReadSession session, StoredSnapshot stored) {
    try {
      return StoredCaptures.isOurs(session, stored);
    } catch (RepositoryException e) {
      return stored.file().tags().contains(StoredCaptures.TAG);
    }
  }

  @Override
  public List<Recovered> adoptable(String name) {
    try (ReadLease lease = pool.readNow(name)) {
      return EngineFailures.translate(
          () -> new Adoption(name, lease.session(), notices).adoptable());
    }
  }

  @Override
  public RepositoryInfo add(Addition addition) {
    RepositoryEntry entry =
        new RepositoryEntry(
            addition.name(),
            HomeSetup.absolute(addition.location()),
            addition.readOnly(),
            false,
            addition.passwordFile() == null ? null : HomeSetup.absolute(addition.passwordFile()),
            addition.passwordEnvironment(),
            addition.passwordCommand());
    requireNew(entry);
    try (OpenRepository opened = pool.open(entry);
        ReadLease lease = opened.read(null)) {
      RepositoryInfo info = info(entry, opened.repository(), lease.session());
      pool.change(
          config -> {
            if (config.repository(entry.name()).isPresent()) {
              throw taken(entry.name());
            }
            return config.with(entry);
          });
      return info;
    }
  }

  private void requireNew(RepositoryEntry entry) {
    Path location = pool.location(entry);
    for (RepositoryEntry other : pool.entries()) {
      if (other.name().equals(entry.name())) {
        throw taken(entry.name());
      }
      if (pool.location(other).equals(location)) {
        throw new HeveliusException(
            Category.CONFLICT,
            "the repository at %s is in this home already, as \"%s\""
                .formatted(location, other.name()),
            "nothing was changed");
      }
    }
  }

  private static HeveliusException taken(String name) {
    return new HeveliusException(
        Category.CONFLICT,
        "this home has a repository called \"" + name + "\" already",
        "nothing was changed; choose another name");
  }

  @Override
  public List<Key> keys(String name) {
    return EngineFailures.translate(
        () -> pool.repository(name).keys().stream().map(EmbeddedRepositories::key).toList());
  }

  private static Key key(Repository.Key key) {
    return new Key(
        key.id().toString(),
        key.file().created().toString(),
        key.file().username(),
        key.file().hostname(),
        key.current());
  }

  @Override
  public Key openedBy(String name, String passwordFile, List<String> ids) {
    try (Password password = Passwords.ofFile(Path.of(passwordFile));
        OpenRepository opened = pool.openBare(pool.entry(name), password);
        ReadLease lease = opened.readAnew()) {
      return EngineFailures.translate(
          () -> {
            Set<String> there =
                lease.session().snapshots().stream()
                    .map(stored -> stored.id().toString())
                    .collect(Collectors.toSet());
            if (!there.containsAll(ids)) {
              throw new HeveliusException(
                  Category.NOT_FOUND,
                  "opened by " + passwordFile + " alone, the repository lacks the snapshot",
                  "nothing was changed; look at it: hevelius check");
            }
            return opened.repository().keys().stream()
                .filter(Repository.Key::current)
                .map(EmbeddedRepositories::key)
                .findFirst()
                .orElseThrow();
          });
    }
  }

  @Override
  public Key addKey(String name, String newPasswordFile) {
    pool.requireWritable(name);
    try (Password password = Passwords.ofFile(Path.of(newPasswordFile))) {
      Id id = EngineFailures.writing(() -> pool.repository(name).addKey(password));
      return key(name, id);
    }
  }

  private Key key(String name, Id id) {
    return keys(name).stream()
        .filter(key -> key.id().equals(id.toString()))
        .findFirst()
        .orElseThrow(
            () -> new HeveliusException(Category.CONFLICT, "key " + id.brief() + " is gone again"));
  }

  @Override
  public void removeKey(String name, String id) {
    pool.requireWritable(name);
    String wanted = id.toLowerCase(Locale.ROOT);
    List<String> found =
        keys(name).stream()
            .map(Key::id)
            .filter(
                key ->
                    key.equals(wanted)
                        || (wanted.length() >= SHORTEST_PREFIX && key.startsWith(wanted)))
            .toList();
    if (found.size() != 1) {
      throw new HeveliusException(
          found.isEmpty() ? Category.NOT_FOUND : Category.CONFLICT,
          "%s of the repository \"%s\" begin with \"%s\""
              .formatted(found.isEmpty() ? "no key" : found.size() + " keys", name, id),
          "nothing was changed; name a key by 8 or more digits of its id: hevelius repository"
              + " keys");
    }
    Repository repository = pool.exclusively(name);
    EngineFailures.translated(() -> repository.removeKey(Id.parse(found.getFirst())));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The new password opens the repository before the configuration names it, and the old one
   * goes last: whatever interrupts this leaves a home that can open its repository.
   */
  @Override
  public void changePassword(String name, String newPasswordFile) {
    pool.requireWritable(name);
    Path file = Path.of(HomeSetup.absolute(newPasswordFile));
    RepositoryEntry entry = pool.entry(name);
    List<Key> before = keys(name);
    Repository repository = pool.exclusively(name);
    try (Password password = Passwords.ofFile(file)) {
      EngineFailures.writing(() -> repository.addKey(password));
      pool.open(entry, password).close();
    }
    pool.change(config -> config.with(entry.withPasswordFile(file.toString())));
    pool.forget(name);
    for (Key key : before) {
      if (key.current()) {
        EngineFailures.translated(() -> pool.repository(name).removeKey(Id.parse(key.id())));
      }
    }
  }

  @Override
  public CheckReport check(
      String name,
      double readPercent,
      @Nullable String part,
      Progress progress,
      BooleanSupplier canceled) {
    return maintenance(name, false).check(readPercent, part, progress, canceled);
  }

  @Override
  public PrunePlan planPrune(String name, List<String> forgetting) {
    List<Id> ids = new ArrayList<>();
    forgetting.stream().filter(Id::isId).map(Id::parse).forEach(ids::add);
    return maintenance(name, false).planPrune(ids);
  }

  @Override
  public PrunePlan prune(PrunePlan plan, Progress progress, BooleanSupplier canceled) {
    return maintenance(plan.name(), true).prune(plan, progress, canceled);
  }

  @Override
  public List<String> rebuildIndex(
      String name, boolean readAllPacks, boolean dryRun, Consumer<String> notice) {
    return maintenance(name, !dryRun).rebuildIndex(readAllPacks, dryRun, notice);
  }

  @Override
  public List<String> repairPacks(String name, boolean dryRun, Consumer<String> notice) {
    return maintenance(name, !dryRun).repairPacks(dryRun, notice);
  }

  @Override
  public SnapshotDamage snapshotDamage(String name, BooleanSupplier canceled) {
    return new DamagedSnapshots(name, pool.exclusively(name)).find(canceled);
  }

  @Override
  public void repairSnapshots(
      SnapshotDamage damage,
      Map<String, Manifest> manifests,
      BiConsumer<String, String> replaced,
      BooleanSupplier canceled) {
    pool.requireWritable(damage.name());
    new DamagedSnapshots(damage.name(), pool.exclusively(damage.name()))
        .repair(damage, manifests, replaced, canceled);
  }

  private Maintenance maintenance(String name, boolean writes) {
    if (writes) {
      pool.requireWritable(name);
    }
    Repository repository = pool.exclusively(name);
    Supplier<Long> seed = () -> pool.environment().random().nextLong();
    return new Maintenance(name, repository, seed);
  }

  @Override
  public int unlock(String name) {
    return EngineFailures.translate(() -> pool.repository(name).removeStaleLocks());
  }
}
