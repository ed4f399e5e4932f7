package org.hevelius.repository.backup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.chunk.Chunker;
import org.hevelius.repository.format.Attribute;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.format.TreeWriter;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.OpenFile;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.fs.Stat;
import org.hevelius.repository.tree.Nodes;
import org.hevelius.repository.tree.Trees;
import org.hevelius.repository.work.WorkStack;
import org.jspecify.annotations.Nullable;

/**
 * Captures one directory: lists it, compares its entries with the parent's, has changed files read
 * and directories captured, and writes its tree when all of them are done. Then it reports its own
 * node to the directory above.
 */
final class DirectoryCapture {
  private static final int BATCH_FILES = 64;
  private static final long BATCH_BYTES = 4 << 20;

  /** Everything that is the same for all directories of a source. */
  record Shared(
      BackupContext context,
      WorkStack<BackupWorker> stack,
      FileCapture fileCapture,
      Excludes excludes) {}

  /** Takes the finished directory; null when it could not be read. */
  @FunctionalInterface
  interface Done {
    void accept(BackupWorker worker, @Nullable Node node);
  }

  private final Shared shared;
  private final byte[] path;
  private final Directory directory;
  private final @Nullable Id parentTree;
  private final boolean isNew;
  private final Done done;
  private final AtomicInteger open = new AtomicInteger(1);
  private Node self;
  private AtomicReferenceArray<@Nullable Node> entries = new AtomicReferenceArray<>(0);

  private record Pending(int slot, FileName name, Stat stat, @Nullable Node known) {}

  /**
   * Makes the capture of an open directory.
   *
   * @param path relative to the source, with slashes, raw; empty for the source itself
   * @param parentTree the parent's tree of this directory, or null
   */
  DirectoryCapture(
      Shared shared,
      byte[] path,
      FileName name,
      Directory directory,
      @Nullable Id parentTree,
      Done done) {
    this.shared = shared;
    this.path = path;
    this.directory = directory;
    this.parentTree = parentTree;
    this.isNew = parentTree == null;
    this.done = done;
    this.self = Nodes.of(shared.context.files(), name, directory.stat(), null, List.of());
  }

  /** Lists the directory and pushes what there is to do. */
  void run(BackupWorker worker) {
    List<FileName> names;
    try {
      names = new ArrayList<>(directory.list());
      self = self.withAttributes(attributes(path, directory::attributes));
    } catch (FileSystemException e) {
      unreadable(path, e);
      directory.close();
      done.accept(worker, null);
      return;
    }
    Collections.sort(names);
    entries = new AtomicReferenceArray<>(names.size());
    List<WorkStack.Task<BackupWorker>> directories = new ArrayList<>();
    List<Pending> files = new ArrayList<>();
    Known known = new Known(parentNodes(worker));
    for (int slot = 0; slot < names.size(); slot++) {
      entry(slot, names.get(slot), known.find(names.get(slot)), files, directories);
    }
    List<WorkStack.Task<BackupWorker>> tasks = batches(files);
    tasks.addAll(directories);
    open.addAndGet(tasks.size());
    shared.stack.pushAll(tasks);
    finish(worker);
  }

  private List<Node> parentNodes(BackupWorker worker) {
    if (parentTree == null) {
      return List.of();
    }
    try {
      return Trees.load(shared.context.reader(), worker.codec(), parentTree);
    } catch (RepositoryException e) {
      // A parent that can't be read only means that more is read from the source.
      return List.of();
    }
  }

  /** The parent's nodes, asked in the order of their names. */
  private static final class Known {
    private final List<Node> nodes;
    private int at;

    Known(List<Node> nodes) {
      this.nodes = nodes;
    }

    @Nullable Node find(FileName name) {
      while (at < nodes.size() && nodes.get(at).name().compareTo(name) < 0) {
        at++;
      }
      return at < nodes.size() && nodes.get(at).name().equals(name) ? nodes.get(at) : null;
    }
  }

  private void entry(
      int slot,
      FileName entry,
      @Nullable Node known,
      List<Pending> files,
      List<WorkStack.Task<BackupWorker>> directories) {
    byte[] entryPath = RawPath.join(path, entry);
    try {
      Stat stat = directory.stat(entry);
      boolean isDirectory = stat.type() == Stat.Type.DIRECTORY;
      if (shared.excludes.matches(entryPath, isDirectory)) {
        return;
      }
      switch (stat.type()) {
        case DIRECTORY -> directories.add(worker -> descend(worker, slot, entry, entryPath, known));
        case FILE -> {
          if (known != null && Nodes.unchanged(known, stat) && allStored(known)) {
            takeOver(slot, known);
          } else {
            files.add(new Pending(slot, entry, stat, known));
          }
        }
        case SYMLINK, FIFO, CHARACTER_DEVICE, BLOCK_DEVICE -> other(slot, entry, entryPath, stat);
        case SOCKET, UNKNOWN -> {}
      }
    } catch (FileSystemException e) {
      missed(entryPath, e);
    }
  }

  private boolean allStored(Node known) {
    return shared.context.reader().index().containsAll(known.content());
  }

  private void takeOver(int slot, Node known) {
    entries.set(slot, known);
    shared.context.counters().filesUnmodified.increment();
    shared.context.counters().bytes.add(known.size());
    shared.context.counters().bytesTakenOver.add(known.size());
  }

  private void other(int slot, FileName entry, byte[] entryPath, Stat stat) {
    FileName target =
        stat.type() == Stat.Type.SYMLINK ? FileName.ofBytes(directory.readLink(entry)) : null;
    entries.set(
        slot,
        Nodes.of(
            shared.context.files(),
            entry,
            stat,
            target,
            attributes(entryPath, () -> directory.attributes(entry))));
    shared.context.counters().others.increment();
  }

  private List<Attribute> attributes(byte[] entryPath, Supplier<List<Attribute>> read) {
    try {
      return read.get();
    } catch (FileSystemException e) {
      shared.context.found(
          new BackupFinding.AttributesUnreadable(RawPath.show(entryPath), reason(e)));
      return List.of();
    }
  }

  private void descend(
      BackupWorker worker, int slot, FileName entry, byte[] entryPath, @Nullable Node known) {
    Id knownTree = known != null && known.type() == NodeType.DIRECTORY ? known.subtree() : null;
    DirectoryCapture child;
    try {
      Directory opened = directory.openDirectory(entry);
      child =
          new DirectoryCapture(
              shared, entryPath, entry, opened, knownTree, (other, node) -> set(other, slot, node));
    } catch (FileSystemException e) {
      missed(entryPath, e);
      finish(worker);
      return;
    }
    child.run(worker);
  }

  private void set(BackupWorker worker, int slot, @Nullable Node node) {
    entries.set(slot, node);
    finish(worker);
  }

  private List<WorkStack.Task<BackupWorker>> batches(List<Pending> files) {
    List<WorkStack.Task<BackupWorker>> tasks = new ArrayList<>();
    List<Pending> batch = new ArrayList<>();
    long bytes = 0;
    for (Pending file : files) {
      if (file.stat().size() > Chunker.MIN) {
        tasks.add(worker -> readLarge(worker, file));
        continue;
      }
      batch.add(file);
      bytes += file.stat().size();
      if (batch.size() == BATCH_FILES || bytes >= BATCH_BYTES) {
        List<Pending> full = List.copyOf(batch);
        tasks.add(worker -> readSmall(worker, full));
        batch.clear();
        bytes = 0;
      }
    }
    if (!batch.isEmpty()) {
      List<Pending> rest = List.copyOf(batch);
      tasks.add(worker -> readSmall(worker, rest));
    }
    return tasks;
  }

  private void readSmall(BackupWorker worker, List<Pending> batch) {
    for (Pending pending : batch) {
      open.incrementAndGet();
      read(worker, pending, true);
    }
    finish(worker);
  }

  private void readLarge(BackupWorker worker, Pending pending) {
    read(worker, pending, false);
  }

  /** Reads a file; {@link #finish} is called exactly once for it. */
  private void read(BackupWorker worker, Pending pending, boolean small) {
    byte[] filePath = RawPath.join(path, pending.name());
    OpenFile file;
    try {
      file = directory.openFile(pending.name());
    } catch (FileSystemException e) {
      missed(filePath, e);
      finish(worker);
      return;
    }
    try {
      Stat before = file.opened();
      if (before.type() != Stat.Type.FILE) {
        shared.context.found(new BackupFinding.Vanished(RawPath.show(filePath)));
        file.close();
        finish(worker);
        return;
      }
      shared.context.counters().at(pending.name().toString());
      FileCapture.Done whenDone =
          (other, ids, length) -> stored(other, pending, before, file, filePath, ids, length);
      if (small && before.size() <= Chunker.MIN) {
        shared.fileCapture.small(worker, file, (int) before.size(), whenDone);
      } else {
        Node known = pending.known();
        List<Id> chunks = known == null ? List.of() : known.content();
        shared.fileCapture.large(worker, file, chunks, whenDone);
      }
    } catch (FileSystemException e) {
      file.close();
      missed(filePath, e);
      finish(worker);
    }
  }

  private void stored(
      BackupWorker worker,
      Pending pending,
      Stat before,
      OpenFile file,
      byte[] filePath,
      List<Id> ids,
      long length) {
    try {
      Stat after = file.stat();
      if (length != before.size() || !after.mtime().equals(before.mtime())) {
        shared.context.found(
            new BackupFinding.ChangedWhileRead(RawPath.show(filePath), before.size(), length));
      }
      Node node =
          Nodes.of(
              shared.context.files(),
              pending.name(),
              before,
              null,
              attributes(filePath, file::attributes));
      entries.set(pending.slot(), node.withContent(ids, length));
      BackupCounters counters = shared.context.counters();
      (pending.known() != null ? counters.filesChanged : counters.filesNew).increment();
      counters.bytes.add(length);
    } finally {
      file.close();
    }
    finish(worker);
  }

  /** Called when one of the open parts is done; the last one writes the tree. */
  private void finish(BackupWorker worker) {
    if (open.decrementAndGet() > 0) {
      return;
    }
    directory.close();
    TreeWriter tree = new TreeWriter();
    for (int slot = 0; slot < entries.length(); slot++) {
      Node node = entries.get(slot);
      if (node != null) {
        tree.add(node);
      }
    }
    Id id = TreeStore.save(shared.context, worker.codec(), tree.finish());
    BackupCounters counters = shared.context.counters();
    (isNew
            ? counters.dirsNew
            : id.equals(parentTree) ? counters.dirsUnmodified : counters.dirsChanged)
        .increment();
    done.accept(worker, self.withSubtree(id));
  }

  private void missed(byte[] entryPath, FileSystemException e) {
    if (e.reason() == FileSystemException.Reason.NOT_FOUND) {
      shared.context.found(new BackupFinding.Vanished(RawPath.show(entryPath)));
    } else {
      unreadable(entryPath, e);
    }
  }

  private void unreadable(byte[] entryPath, FileSystemException e) {
    shared.context.found(new BackupFinding.Unreadable(RawPath.show(entryPath), reason(e)));
  }

  private static String reason(FileSystemException e) {
    return String.valueOf(e.getMessage());
  }
}
