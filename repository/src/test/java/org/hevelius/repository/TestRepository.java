package org.hevelius.repository;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.hevelius.repository.check.Check;
import org.hevelius.repository.check.CheckReport;
import org.hevelius.repository.check.CheckRequest;
import org.hevelius.repository.crypto.Envelope;
import org.hevelius.repository.crypto.MasterKey;
import org.hevelius.repository.crypto.SealerPool;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.format.SnapshotFile;
import org.hevelius.repository.format.TreeWriter;
import org.hevelius.repository.index.BlobIndex;
import org.hevelius.repository.index.IndexLoad;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.pack.BlobWriter;
import org.hevelius.repository.pack.RepositoryParts;
import org.hevelius.repository.prune.Prune;
import org.hevelius.repository.prune.PruneOptions;
import org.hevelius.repository.prune.PrunePlan;
import org.hevelius.repository.prune.PruneSummary;
import org.hevelius.repository.storage.Handle;
import org.hevelius.repository.storage.MemoryStorage;
import org.hevelius.repository.storage.Storage;
import org.hevelius.repository.storage.UnpackedFiles;
import org.hevelius.repository.tree.Trees;

/** A repository for tests, filled from maps of paths to contents. */
public final class TestRepository {
  private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");
  private static final int CHUNK = 3000;

  private final Storage storage;
  private final MasterKey key;
  private final SecureRandom secure = new SecureRandom();
  private final Random random;
  private boolean compress = true;
  private int snapshots;

  public TestRepository(Storage storage, long seed) {
    this(storage, MasterKey.random(new SecureRandom()), seed);
  }

  public TestRepository(Storage storage, MasterKey key, long seed) {
    this.storage = storage;
    this.key = key;
    this.random = new Random(seed);
  }

  /** The same repository, seen through another storage. */
  public TestRepository through(Storage other) {
    return new TestRepository(other, key, random.nextLong());
  }

  /** The same repository, written to without compression. */
  public TestRepository withoutCompression() {
    TestRepository same = through(storage);
    same.compress = false;
    return same;
  }

  public Storage storage() {
    return storage;
  }

  public RepositoryParts parts() {
    return new RepositoryParts(
        storage,
        files(),
        () -> new BlobCodec(key.sealer(secure), compress),
        random,
        Clock.fixed(TIME, ZoneOffset.UTC),
        2);
  }

  public UnpackedFiles files() {
    SealerPool sealers = key.sealers(secure);
    return new UnpackedFiles() {
      @Override
      public byte[] load(FileKind kind, Id id) {
        byte[] stored = storage.readAll(Handle.of(kind, id));
        if (!Id.of(stored).equals(id)) {
          throw new RepositoryException(
              RepositoryException.Kind.DAMAGED, kind + " " + id + " has another checksum", "");
        }
        return Envelope.open(sealers, stored, Handle.of(kind, id).path());
      }

      @Override
      public Id save(FileKind kind, byte[] json) {
        byte[] sealed = Envelope.seal(sealers, json);
        Id id = Id.of(sealed);
        storage.save(Handle.of(kind, id), ByteBuffer.wrap(sealed));
        return id;
      }
    };
  }

  /** Files of random sizes in a few directories. */
  public Map<String, byte[]> randomFiles(int count) {
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[random.nextInt(10_000)];
      if (random.nextBoolean()) {
        random.nextBytes(content);
      } else {
        for (int k = 0; k < content.length; k++) {
          content[k] = (byte) ('a' + (k * 31 + i) % 7);
        }
      }
      String directory = random.nextInt(4) == 0 ? "" : "d" + random.nextInt(3) + "/";
      files.put(directory + "f" + random.nextInt(1000), content);
    }
    return files;
  }

  /** Stores a snapshot of the files; new blobs go into new packs. */
  public Id backup(Map<String, byte[]> files) {
    BlobIndex index = index();
    RepositoryParts parts = parts();
    try (BlobWriter writer = parts.blobWriter(index, parts.indexWriter());
        BlobCodec codec = parts.codecs().get()) {
      Id root = tree(writer, codec, new TreeMap<>(files));
      writer.flush();
      return snapshot(root);
    }
  }

  /** Stores a snapshot of a root tree. */
  public Id snapshot(Id root) {
    SnapshotFile file =
        new SnapshotFile(
            TIME.plusSeconds(60L * snapshots++),
            null,
            root,
            List.of("/data"),
            "host",
            "user",
            0,
            0,
            List.of(),
            List.of(),
            null,
            "",
            null);
    return files().save(FileKind.SNAPSHOT, file.toJson());
  }

  private static Id tree(BlobWriter writer, BlobCodec codec, Map<String, byte[]> files) {
    TreeMap<FileName, Node> nodes = new TreeMap<>();
    TreeMap<String, TreeMap<String, byte[]>> below = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          int slash = path.indexOf('/');
          if (slash < 0) {
            FileName name = FileName.of(path);
            nodes.put(name, Node.file(name, TIME, content.length, chunks(writer, codec, content)));
          } else {
            below
                .computeIfAbsent(path.substring(0, slash), _ -> new TreeMap<>())
                .put(path.substring(slash + 1), content);
          }
        });
    below.forEach(
        (name, inside) ->
            nodes.put(
                FileName.of(name),
                Node.directory(FileName.of(name), TIME, tree(writer, codec, inside))));
    TreeWriter out = new TreeWriter();
    nodes.values().forEach(out::add);
    return save(writer, codec, BlobType.TREE, out.finish());
  }

  private static List<Id> chunks(BlobWriter writer, BlobCodec codec, byte[] content) {
    List<Id> ids = new ArrayList<>();
    for (int at = 0; at < content.length; at += CHUNK) {
      int end = Math.min(content.length, at + CHUNK);
      ids.add(save(writer, codec, BlobType.DATA, Arrays.copyOfRange(content, at, end)));
    }
    return ids;
  }

  /** Stores a blob. */
  public static Id save(BlobWriter writer, BlobCodec codec, BlobType type, byte[] plain) {
    Id id = codec.hash(plain, 0, plain.length);
    writer.save(codec, type, id, plain, 0, plain.length);
    return id;
  }

  /** Stores blobs that are known already a second time, in new packs. */
  public void duplicate(BlobType type, int count) {
    BlobIndex index = index();
    RepositoryParts parts = parts();
    BlobReader reader = new BlobReader(storage, index);
    try (BlobWriter writer = parts.blobWriter(new BlobIndex(), parts.indexWriter());
        BlobCodec codec = parts.codecs().get()) {
      int left = count;
      for (int e = 0; e < index.size() && left > 0; e++) {
        if (index.type(e) == type) {
          save(writer, codec, type, reader.read(codec, type, index.id(e)));
          left--;
        }
      }
      writer.flush();
    }
  }

  public BlobIndex index() {
    return IndexLoad.load(storage, files(), 1, () -> false).index();
  }

  /** The files of a snapshot, read back. */
  public Map<String, byte[]> restore(Id snapshot) {
    Map<String, byte[]> files = new TreeMap<>();
    SnapshotFile file = SnapshotFile.fromJson(files().load(FileKind.SNAPSHOT, snapshot));
    try (BlobCodec codec = parts().codecs().get()) {
      restore(new BlobReader(storage, index()), codec, file.tree(), "", files);
    }
    return files;
  }

  private static void restore(
      BlobReader reader, BlobCodec codec, Id tree, String path, Map<String, byte[]> files) {
    for (Node node : Trees.load(reader, codec, tree)) {
      if (node.type() == NodeType.DIRECTORY && node.subtree() != null) {
        restore(reader, codec, node.subtree(), path + node.name() + "/", files);
      } else {
        ByteBuffer content = ByteBuffer.allocate((int) node.size());
        node.content().forEach(id -> content.put(reader.read(codec, BlobType.DATA, id)));
        files.put(path + node.name(), content.array());
      }
    }
  }

  public CheckReport check() {
    return new Check(parts()).run(CheckRequest.everything(), _ -> {}, () -> false);
  }

  public List<Id> list(FileKind kind) {
    List<Id> ids = new ArrayList<>();
    storage.list(kind, listed -> ids.add(listed.id()));
    return ids.stream().sorted().toList();
  }

  public byte[] read(Handle handle) {
    return storage.readAll(handle);
  }

  /** Puts other bytes in the place of a file. */
  public void replace(Handle handle, byte[] content) {
    storage.remove(handle);
    storage.save(handle, ByteBuffer.wrap(content));
  }

  /** An independent copy in memory. */
  public TestRepository copy() {
    return copyInto(new MemoryStorage());
  }

  /** An independent copy. */
  public TestRepository copyInto(Storage copy) {
    for (FileKind kind : List.of(FileKind.PACK, FileKind.INDEX, FileKind.SNAPSHOT)) {
      list(kind)
          .forEach(
              id ->
                  copy.save(
                      Handle.of(kind, id), ByteBuffer.wrap(storage.readAll(Handle.of(kind, id)))));
    }
    return through(copy);
  }

  public void forget(Id snapshot) {
    storage.remove(Handle.of(FileKind.SNAPSHOT, snapshot));
  }

  /** Plans a prune with this share of unused bytes and executes it. */
  public PruneSummary prune(double maxUnused) {
    Prune prune = new Prune(parts());
    PruneOptions options = new PruneOptions(maxUnused, Long.MAX_VALUE, false);
    PrunePlan plan = prune.plan(options, _ -> {}, () -> false);
    prune.execute(plan, _ -> {}, () -> false);
    return plan.summary();
  }

  public long bytes(FileKind kind) {
    long[] sum = {0};
    storage.list(kind, listed -> sum[0] += listed.size());
    return sum[0];
  }
}
