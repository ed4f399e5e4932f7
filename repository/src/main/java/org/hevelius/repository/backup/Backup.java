package org.hevelius.repository.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.hevelius.repository.chunk.Chunker;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.pack.BlobWriter;
import org.hevelius.repository.tree.TreeEdit;
import org.hevelius.repository.tree.Trees;
import org.hevelius.repository.work.WorkStack;
import org.jspecify.annotations.Nullable;

/**
 * Takes directory trees into the repository. Nothing that this stores is seen by anyone until a
 * snapshot refers to it.
 */
public final class Backup {
  private final FileSystem files;
  private final Chunker chunker;
  private final BlobReader reader;
  private final BlobWriter writer;
  private final Supplier<BlobCodec> codecs;
  private final int workers;

  /** Makes a backup that stores through these parts. */
  public Backup(
      FileSystem files,
      Chunker chunker,
      BlobReader reader,
      BlobWriter writer,
      Supplier<BlobCodec> codecs,
      int workers) {
    this.files = files;
    this.chunker = chunker;
    this.reader = reader;
    this.writer = writer;
    this.codecs = codecs;
    this.workers = workers;
  }

  /**
   * A directory to capture.
   *
   * @param path absolute; under it the directory stands in the snapshot
   * @param from where it is read, absolute
   */
  public record Source(String path, String from, Excludes excludes) {
    /** A directory that is read where it stands. */
    public Source(String path, Excludes excludes) {
      this(path, path, excludes);
    }
  }

  /**
   * A captured directory.
   *
   * @param node the directory's own node, its subtree stored
   * @param counters what was done
   * @param findings what could not be done, at most 10,000 of them; {@code counters} has the number
   *     of all
   */
  public record Captured(
      Source source, Node node, BackupCounters counters, List<BackupFinding> findings) {
    /** Makes the list immutable. */
    public Captured {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Captures one source.
   *
   * @param parentRoot root tree of the snapshot with which unchanged files are found, or null to
   *     read everything
   * @param started told the counters as soon as the work begins
   * @throws RepositoryException {@code SOURCE} if the source itself isn't there or can't be read
   */
  public Captured capture(
      Source source,
      @Nullable Id parentRoot,
      Consumer<BackupCounters> started,
      BooleanSupplier canceled) {
    BackupCounters counters = new BackupCounters();
    started.accept(counters);
    BackupContext context = new BackupContext(files, chunker, reader, writer, counters);
    WorkStack<BackupWorker> stack = new WorkStack<>(canceled);
    var shared =
        new DirectoryCapture.Shared(
            context, stack, new FileCapture(context, stack), source.excludes());
    List<FileName> parts = RawPath.parts(RawPath.ofText(source.path()));
    FileName name = parts.isEmpty() ? FileName.of("/") : parts.getLast();
    AtomicReference<@Nullable Node> result = new AtomicReference<>();
    Directory directory = open(source);
    stack.push(
        worker ->
            new DirectoryCapture(
                    shared,
                    new byte[0],
                    name,
                    directory,
                    parentTree(worker.codec(), parentRoot, parts),
                    (other, node) -> result.set(node))
                .run(worker));
    stack.run(workers, () -> new BackupWorker(codecs.get()));
    Node node = result.get();
    if (node == null) {
      throw unreadable(source, context.foundSoFar().getFirst().sentence());
    }
    return new Captured(source, node, counters, context.foundSoFar());
  }

  private Directory open(Source source) {
    try {
      return files.open(RawPath.ofText(source.from()));
    } catch (FileSystemException e) {
      throw unreadable(source, String.valueOf(e.getMessage()));
    }
  }

  private static RepositoryException unreadable(Source source, String reason) {
    return new RepositoryException(
        Kind.SOURCE,
        "the source " + source.from() + " can't be read: " + reason,
        "nothing was published; mount or mend the source and try again");
  }

  /** The tree of the same directory in the parent, or null when it isn't there or can't be read. */
  private @Nullable Id parentTree(BlobCodec codec, @Nullable Id root, List<FileName> parts) {
    return root == null ? null : Trees.findReadable(reader, codec, root, parts).orElse(null);
  }

  /**
   * Stores the trees above the captured directories and a file beside them, and gives the root.
   *
   * @param extraPath where the extra file stands, from the root, one name a part
   */
  public Id storeRoot(
      List<Captured> captured, List<String> extraPath, byte @Nullable [] extra, Instant time) {
    PathTree root = new PathTree();
    for (Captured source : captured) {
      root.put(RawPath.parts(RawPath.ofText(source.source().path())), source.node());
    }
    try (BlobCodec codec = codecs.get()) {
      BackupContext context =
          new BackupContext(files, chunker, reader, writer, captured.getFirst().counters());
      if (extra != null) {
        List<Id> content =
            extra.length == 0
                ? List.of()
                : List.of(TreeStore.save(context, codec, BlobType.DATA, extra));
        List<FileName> names = new ArrayList<>();
        extraPath.forEach(part -> names.add(FileName.of(part)));
        root.put(names, Node.file(names.getLast(), time, extra.length, content));
      }
      return root.store(context, codec, new byte[] {'/'}, time);
    }
  }

  /** Stores a root tree that differs from another only in one file, and gives its id. */
  public Id replaceFile(BlobCodec codec, Id root, List<String> path, byte[] content, Instant time) {
    BackupContext context = new BackupContext(files, chunker, reader, writer, new BackupCounters());
    TreeEdit edit =
        new TreeEdit(reader, codec, (type, plain) -> TreeStore.save(context, codec, type, plain));
    return edit.put(root, path, content, time);
  }
}
