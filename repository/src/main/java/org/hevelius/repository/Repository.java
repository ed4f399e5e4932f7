package org.hevelius.repository;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.chunk.Polynomial;
import org.hevelius.repository.crypto.Envelope;
import org.hevelius.repository.crypto.KeyDerivation;
import org.hevelius.repository.crypto.MasterKey;
import org.hevelius.repository.crypto.Password;
import org.hevelius.repository.crypto.Sealer;
import org.hevelius.repository.crypto.SealerPool;
import org.hevelius.repository.format.ConfigFile;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.KeyFile;
import org.hevelius.repository.format.LockFile;
import org.hevelius.repository.format.SnapshotFile;
import org.hevelius.repository.lock.Hold;
import org.hevelius.repository.lock.LockCodec;
import org.hevelius.repository.lock.LockMode;
import org.hevelius.repository.lock.Locks;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.Storage;

/**
 * A repository that is open: its password was right. Snapshots and keys can be listed without a
 * lock; for everything else a session is taken, which holds a lock and knows the index: {@link
 * #read}, {@link #write}.
 *
 * <pre>
 * try (Repository repository = Repository.open(storage, password, environment);
 *     ReadSession session = repository.read()) {
 *   session.children(snapshot.file().tree());
 * }
 * </pre>
 */
public final class Repository implements AutoCloseable {
  private final Storage storage;
  private final Environment environment;
  private final KeyRing keys;
  private final Id keyId;
  private final MasterKey master;
  private final ConfigFile config;
  private final Polynomial polynomial;
  private final Supplier<BlobCodec> codecs;
  private final SealedFiles unpacked;
  private final Locks locks;

  private Repository(
      Storage storage,
      Environment environment,
      KeyRing keys,
      KeyRing.Opened key,
      ConfigFile config) {
    this.storage = storage;
    this.environment = environment;
    this.keys = keys;
    this.keyId = key.id();
    this.master = key.master();
    this.config = config;
    this.polynomial = polynomial(config);
    SealerPool sealers = master.sealers(environment.random());
    boolean compresses = config.version() > 1;
    this.codecs = () -> new BlobCodec(key.master().sealer(environment.random()), compresses);
    this.unpacked = new SealedFiles(storage, sealers, compresses);
    this.locks =
        new Locks(
            storage,
            new SealedLocks(unpacked),
            environment.owner(),
            environment.clock(),
            environment.sleeper(),
            notice -> environment.notices().accept(notice.text()));
  }

  /**
   * Makes a new repository of version 2.
   *
   * @throws RepositoryException {@code EXISTS} if there is one already
   */
  public static Repository create(Storage storage, Password password, Environment environment) {
    return create(storage, password, KeyDerivation.STANDARD, environment);
  }

  /**
   * Makes a new repository of version 2.
   *
   * @param derivation how dear it is to try a password
   * @throws RepositoryException {@code EXISTS} if there is one already
   */
  public static Repository create(
      Storage storage, Password password, KeyDerivation derivation, Environment environment) {
    storage.create();
    byte[] id = new byte[Id.BYTES];
    environment.random().nextBytes(id);
    ConfigFile config =
        new ConfigFile(
            2, HexFormat.of().formatHex(id), Polynomial.random(environment.random()).toString());
    MasterKey master = MasterKey.random(environment.random());
    KeyRing keys = new KeyRing(storage, environment);
    Id keyId = keys.add(master, password, derivation);
    // The config comes last: a repository without it was never made, and another attempt may start
    // over.
    byte[] stored = Envelope.sealConfig(master.sealer(environment.random()), config.toJson());
    storage.save(Handle.CONFIG, ByteBuffer.wrap(stored));
    return new Repository(storage, environment, keys, new KeyRing.Opened(keyId, master), config);
  }

  /**
   * Opens a repository of version 1 or 2.
   *
   * @throws RepositoryException {@code NOT_FOUND}, {@code WRONG_PASSWORD}, {@code DAMAGED} or
   *     {@code UNSUPPORTED}
   */
  public static Repository open(Storage storage, Password password, Environment environment) {
    if (!storage.exists()) {
      throw new RepositoryException(
          Kind.NOT_FOUND,
          "there is no repository at " + storage.location(),
          "check the path, or that the disk is mounted; `hevelius init` makes a new one");
    }
    KeyRing keys = new KeyRing(storage, environment);
    byte[] sealed = storage.readAll(Handle.CONFIG);
    KeyRing.Opened key =
        keys.open(password, master -> opens(master.sealer(environment.random()), sealed));
    byte[] json = Envelope.open(key.master().sealer(environment.random()), sealed, "the config");
    ConfigFile config;
    try {
      config = ConfigFile.fromJson(json);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "the config can't be understood: " + e.getMessage(),
          "bring the file back from a copy",
          e);
    }
    if (config.version() < 1 || config.version() > 2) {
      throw new RepositoryException(
          Kind.UNSUPPORTED,
          "the repository at "
              + storage.location()
              + " has version "
              + config.version()
              + " of the format",
          "this program knows versions 1 and 2; a newer program may know more");
    }
    return new Repository(storage, environment, keys, key, config);
  }

  private static boolean opens(Sealer sealer, byte[] sealedConfig) {
    try {
      Envelope.open(sealer, sealedConfig, "the config");
      return true;
    } catch (RepositoryException e) {
      return false;
    }
  }

  private static Polynomial polynomial(ConfigFile config) {
    try {
      return Polynomial.parse(config.chunkerPolynomial());
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "the config's polynomial is wrong: " + e.getMessage(),
          "bring the config back from a copy",
          e);
    }
  }

  /** The random id of the repository, 64 hex digits. */
  public String id() {
    return config.id();
  }

  /** The version of the format, 1 or 2. */
  public int version() {
    return config.version();
  }

  /** The place where it lies. */
  public Storage storage() {
    return storage;
  }

  Environment environment() {
    return environment;
  }

  Polynomial polynomial() {
    return polynomial;
  }

  SealedFiles unpacked() {
    return unpacked;
  }

  Locks locks() {
    return locks;
  }

  Supplier<BlobCodec> codecs() {
    return codecs;
  }

  /**
   * All snapshots, oldest first.
   *
   * @param unreadable told of each snapshot file that can't be read; the others are returned all
   *     the same
   */
  public List<StoredSnapshot> snapshots(Consumer<RepositoryException> unreadable) {
    List<StoredSnapshot> snapshots = new ArrayList<>();
    for (Id id : unpacked.list(FileKind.SNAPSHOT)) {
      try {
        snapshots.add(snapshot(id));
      } catch (RepositoryException e) {
        if (e.kind() != Kind.NOT_FOUND) {
          unreadable.accept(e);
        }
      }
    }
    snapshots.sort(
        Comparator.comparing((StoredSnapshot s) -> s.file().time())
            .thenComparing(StoredSnapshot::id));
    return snapshots;
  }

  /** One snapshot. */
  public StoredSnapshot snapshot(Id id) {
    try {
      return new StoredSnapshot(id, SnapshotFile.fromJson(unpacked.load(FileKind.SNAPSHOT, id)));
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "snapshots/" + id + " can't be understood: " + e.getMessage(),
          "the other snapshots are not affected; run `hevelius check`",
          e);
    }
  }

  /**
   * A session that only reads; others may read and add meanwhile. Where the disk of the repository
   * is full or read-only it does without a lock, and says so.
   */
  public ReadSession read() {
    return ReadSession.open(this, locks.beginReading(LockMode.SHARED, environment.patience()));
  }

  /** A session that adds snapshots; others may read and add meanwhile. */
  public WriteSession write() {
    return new WriteSession(
        this, ReadSession.open(this, locks.begin(LockMode.SHARED, environment.patience())));
  }

  /**
   * A session that has the repository for itself: to prune and repair it.
   *
   * @throws RepositoryException {@code LOCKED} if another process is in the way
   */
  public MaintenanceSession maintain() {
    return maintenance(locks.begin(LockMode.EXCLUSIVE, environment.patience()));
  }

  /**
   * A session that has the repository for itself to check it, and changes nothing. As to its lock
   * see {@link #read}.
   *
   * @throws RepositoryException {@code LOCKED} if another process is in the way
   */
  public MaintenanceSession inspect() {
    return maintenance(locks.beginReading(LockMode.EXCLUSIVE, environment.patience()));
  }

  /**
   * A session that makes plans while others read and write. What they are writing just then may
   * look unused in it. As to its lock see {@link #read}.
   *
   * @throws RepositoryException {@code LOCKED} if another process has the repository for itself
   */
  public MaintenanceSession survey() {
    return maintenance(locks.beginReading(LockMode.SHARED, environment.patience()));
  }

  private MaintenanceSession maintenance(Hold lock) {
    RepositoryParts parts =
        new RepositoryParts(
            storage,
            unpacked,
            codecs(),
            environment.random(),
            environment.clock(),
            environment.workers());
    return new MaintenanceSession(lock, parts);
  }

  /**
   * Removes the locks of processes that are known not to run any more.
   *
   * @return how many were removed
   */
  public int removeStaleLocks() {
    int before = unpacked.list(FileKind.LOCK).size();
    locks.live();
    return Math.max(0, before - unpacked.list(FileKind.LOCK).size());
  }

  /** A key of the repository. */
  public record Key(Id id, KeyFile file, boolean current) {}

  /** The keys. */
  public List<Key> keys() {
    return keys.ids().stream().map(id -> new Key(id, keys.file(id), id.equals(keyId))).toList();
  }

  /** Adds a password that opens the repository, beside the others. */
  public Id addKey(Password password) {
    try (var lock = locks.acquire(LockMode.SHARED, environment.patience())) {
      lock.ensureHeld();
      return keys.add(master, password, KeyDerivation.STANDARD);
    }
  }

  /**
   * Removes a key.
   *
   * @throws RepositoryException {@code INVALID} if it is the one with which the repository was
   *     opened, {@code NOT_FOUND} if there is no such key
   */
  public void removeKey(Id id) {
    if (id.equals(keyId)) {
      throw new RepositoryException(
          Kind.INVALID,
          "key " + id.brief() + " is the one in use",
          "open the repository with another password first, or change this one");
    }
    try (var lock = locks.acquire(LockMode.EXCLUSIVE, environment.patience())) {
      if (!keys.ids().contains(id)) {
        throw new RepositoryException(
            Kind.NOT_FOUND, "there is no key " + id, "list them: `hevelius repository keys`");
      }
      lock.ensureHeld();
      keys.remove(id);
    }
  }

  /**
   * Replaces the password in use: adds the new one, makes sure that it opens the repository, then
   * removes the old one.
   */
  public Id changePassword(Password password) {
    try (var lock = locks.acquire(LockMode.EXCLUSIVE, environment.patience())) {
      Id added = keys.add(master, password, KeyDerivation.STANDARD);
      keys.open(password, any -> true).master().close();
      lock.ensureHeld();
      keys.remove(keyId);
      return added;
    }
  }

  @Override
  public void close() {
    master.close();
    storage.close();
  }

  private record SealedLocks(SealedFiles unpacked) implements LockCodec {
    @Override
    public byte[] encode(LockFile lock) {
      return unpacked.seal(lock.toJson());
    }

    @Override
    public LockFile decode(Id id, byte[] stored) {
      return LockFile.parse(unpacked.open(FileKind.LOCK, id, stored));
    }
  }
}
