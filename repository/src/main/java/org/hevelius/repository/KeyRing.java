package org.hevelius.repository;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.crypto.KeyDerivation;
import org.hevelius.repository.crypto.MasterKey;
import org.hevelius.repository.crypto.Password;
import org.hevelius.repository.crypto.PasswordKey;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.KeyFile;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.Storage;

/** The key files of a repository: each holds the same master key under another password. */
final class KeyRing {
  private final Storage storage;
  private final Environment environment;

  KeyRing(Storage storage, Environment environment) {
    this.storage = storage;
    this.environment = environment;
  }

  /** A master key with the key file that gave it. */
  record Opened(Id id, MasterKey master) {}

  /**
   * Finds the key file that a password opens.
   *
   * @param fits whether a master key is the repository's: an interrupted attempt to make the
   *     repository may have left the key of another. The first one counts if none fits
   * @throws RepositoryException {@code WRONG_PASSWORD} if there is none, {@code DAMAGED} if no key
   *     file can be read
   */
  Opened open(Password password, Predicate<MasterKey> fits) {
    List<RepositoryException> damaged = new ArrayList<>();
    Opened misfit = null;
    List<Id> ids = ids();
    for (Id id : ids) {
      try {
        Optional<MasterKey> master = read(id).open(password);
        if (master.isPresent()) {
          Opened opened = new Opened(id, master.get());
          if (fits.test(opened.master())) {
            if (misfit != null) {
              misfit.master().close();
            }
            return opened;
          }
          misfit = misfit == null ? opened : misfit;
        }
      } catch (RepositoryException e) {
        if (e.kind() != Kind.DAMAGED) {
          throw e;
        }
        damaged.add(e);
      }
    }
    if (misfit != null) {
      return misfit;
    }
    if (ids.isEmpty()) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "the repository at " + storage.location() + " has no key files",
          "without a key nobody can read it; bring back a copy of its directory keys/ if you have"
              + " one");
    }
    if (damaged.size() == ids.size()) {
      throw damaged.getFirst();
    }
    String others =
        damaged.isEmpty()
            ? ""
            : " (" + damaged.size() + " key files are damaged and could not be tried)";
    throw new RepositoryException(
        Kind.WRONG_PASSWORD,
        "wrong password for the repository at " + storage.location() + others,
        "check the password file, variable or command of this repository; nothing was changed");
  }

  List<Id> ids() {
    List<Id> ids = new ArrayList<>();
    storage.list(FileKind.KEY, file -> ids.add(file.id()));
    ids.sort(Comparator.naturalOrder());
    return ids;
  }

  KeyFile file(Id id) {
    Handle handle = Handle.of(FileKind.KEY, id);
    byte[] json = storage.readAll(handle);
    try {
      if (!Id.of(json).equals(id)) {
        throw new IllegalArgumentException("its content doesn't match its name");
      }
      return KeyFile.fromJson(json);
    } catch (IllegalArgumentException e) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "the key file " + handle.path() + " is damaged: " + e.getMessage(),
          "another key of the repository may still open it; bring the file back from a copy",
          e);
    }
  }

  private PasswordKey read(Id id) {
    KeyFile file = file(id);
    String name = Handle.of(FileKind.KEY, id).path();
    return PasswordKey.of(
        KeyDerivation.read(file.n(), file.r(), file.p(), name), file.salt(), file.data(), name);
  }

  /** Adds a key file for a password. */
  Id add(MasterKey master, Password password, KeyDerivation derivation) {
    PasswordKey key = PasswordKey.seal(master, password, derivation, environment.random());
    KeyFile file =
        new KeyFile(
            environment.clock().instant(),
            environment.owner().username(),
            environment.owner().hostname(),
            key.derivation().n(),
            key.derivation().r(),
            key.derivation().p(),
            key.salt(),
            key.data());
    byte[] json = file.toJson();
    Id id = Id.of(json);
    storage.save(Handle.of(FileKind.KEY, id), ByteBuffer.wrap(json));
    return id;
  }

  void remove(Id id) {
    storage.remove(Handle.of(FileKind.KEY, id));
  }
}
