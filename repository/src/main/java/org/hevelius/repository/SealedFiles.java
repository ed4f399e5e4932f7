package org.hevelius.repository;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.crypto.Envelope;
import org.hevelius.repository.crypto.Sealer;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.Storage;
import org.hevelius.repository.storage.UnpackedFiles;

/**
 * The files that are not packs: index, snapshot and lock files, as JSON text. Safe for use by
 * several threads.
 */
final class SealedFiles implements UnpackedFiles {
  private final Storage storage;
  private final Sealer sealer;
  private final boolean compress;

  /**
   * Makes the access to these files.
   *
   * @param sealer one that several threads may use
   * @param compress whether what is written is compressed (version 2 of the format)
   */
  SealedFiles(Storage storage, Sealer sealer, boolean compress) {
    this.storage = storage;
    this.sealer = sealer;
    this.compress = compress;
  }

  @Override
  public byte[] load(FileKind kind, Id id) {
    Handle handle = Handle.of(kind, id);
    byte[] stored = storage.readAll(handle);
    if (!Id.of(stored).equals(id)) {
      throw new RepositoryException(
          Kind.DAMAGED,
          handle.path() + " is damaged: its content doesn't match its name",
          kind == FileKind.INDEX
              ? "the data itself may be intact: run `hevelius repository rebuild-index`"
              : "run `hevelius check` to see what is affected");
    }
    return open(kind, id, stored);
  }

  /** Opens bytes that were read already. */
  byte[] open(FileKind kind, Id id, byte[] stored) {
    return Envelope.open(sealer, stored, Handle.of(kind, id).path());
  }

  /** The stored form of a text. */
  byte[] seal(byte[] json) {
    return compress ? Envelope.seal(sealer, json) : Envelope.sealConfig(sealer, json);
  }

  @Override
  public Id save(FileKind kind, byte[] json) {
    byte[] stored = seal(json);
    Id id = Id.of(stored);
    storage.save(Handle.of(kind, id), ByteBuffer.wrap(stored));
    return id;
  }

  /** The ids of all files of a kind. */
  List<Id> list(FileKind kind) {
    List<Id> ids = new ArrayList<>();
    storage.list(kind, file -> ids.add(file.id()));
    return ids;
  }
}
