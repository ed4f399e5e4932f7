package org.hevelius.repository.restore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystemException;
import org.hevelius.repository.fs.RawPath;
import org.hevelius.repository.fs.Stat;
import org.hevelius.repository.restore.RestoreAction.Kind;
import org.hevelius.repository.work.WorkStack;
import org.jspecify.annotations.Nullable;

/** Brings one directory of the target to the wanted state, and has those below brought there. */
final class DirectoryRestore {
  /** What the four states say of one name. */
  private record Entry(
      FileName name,
      byte[] path,
      @Nullable Node want,
      @Nullable Node base,
      @Nullable Node guard,
      @Nullable Stat live) {}

  private final RestoreContext context;
  private final byte[] path;
  private final @Nullable Directory directory;
  private final Level level;
  private final Selection selection;
  private final Consumer<RestoreWorker> done;
  private final AtomicInteger open = new AtomicInteger(1);
  private final LiveState live;
  private final List<FileJob> files = new ArrayList<>();
  private final List<WorkStack.Task<RestoreWorker>> tasks = new ArrayList<>();

  /**
   * Makes the restore of a directory.
   *
   * @param directory open, or null in a dry run when it isn't there; closed by whoever gave it, in
   *     {@code done}
   * @param done called when everything below is done
   */
  DirectoryRestore(
      RestoreContext context,
      byte[] path,
      @Nullable Directory directory,
      Level level,
      Selection selection,
      Consumer<RestoreWorker> done) {
    this.context = context;
    this.path = path;
    this.directory = directory;
    this.level = level;
    this.selection = selection;
    this.done = done;
    this.live = new LiveState(context);
  }

  /** Finds and does, or pushes, what there is to do. */
  void run(RestoreWorker worker) {
    Map<FileName, Node> want = nodes(worker, level.want());
    Map<FileName, Node> base = level.threeWay() ? nodes(worker, level.base()) : Map.of();
    Map<FileName, Node> guard = level.isNew() ? Map.of() : nodes(worker, level.guard());
    SortedSet<FileName> names = new TreeSet<>(want.keySet());
    names.addAll(base.keySet());
    if (directory != null && !level.isNew() && level.delete() && !level.threeWay()) {
      names.addAll(directory.list());
    }
    for (FileName name : names) {
      if (selection.touches(name)) {
        byte[] entryPath = RawPath.join(path, name);
        try {
          Stat stat = directory == null || level.isNew() ? null : directory.find(name).orElse(null);
          entry(
              worker,
              new Entry(name, entryPath, want.get(name), base.get(name), guard.get(name), stat));
        } catch (FileSystemException e) {
          failed(entryPath, e);
        }
      }
    }
    if (directory != null && level.want() != null && !files.isEmpty()) {
      tasks.addAll(0, new FileRestore(context, level.want(), directory).tasks(files, this::finish));
    }
    open.addAndGet(tasks.size());
    context.stack().pushAll(tasks);
    finish(worker);
  }

  private Map<FileName, Node> nodes(RestoreWorker worker, @Nullable StateDirectory state) {
    Map<FileName, Node> nodes = new HashMap<>();
    for (Node node : state == null ? List.<Node>of() : state.nodes(worker)) {
      if (node.name().isSafe()) {
        nodes.put(node.name(), node);
      } else {
        act(
            Kind.CONFLICT,
            RawPath.join(path, node.name()),
            0,
            "this name would leave the target; it is never written");
      }
    }
    return nodes;
  }

  private void entry(RestoreWorker worker, Entry e) {
    if (level.threeWay() && !merge(worker, e)) {
      return;
    }
    if (e.want == null) {
      if (e.live != null
          && selection.below(e.name).all()
          && (level.threeWay() || !live.isKept(e.path, e.live))) {
        remove(worker, e);
      }
    } else if (e.want.type() == NodeType.DIRECTORY) {
      wantDirectory(worker, e, e.want);
    } else if (selection.below(e.name).all()) {
      wantOther(worker, e, e.want);
    }
  }

  /** Three-way: whether the wanted state is to be brought about here. */
  private boolean merge(RestoreWorker worker, Entry e) {
    boolean wantDirectory = e.want != null && e.want.type() == NodeType.DIRECTORY;
    boolean baseDirectory = e.base != null && e.base.type() == NodeType.DIRECTORY;
    if (wantDirectory && baseDirectory) {
      return !same(worker, e.want, e.base) || !Metadata.isSame(e.want, e.base);
    }
    if (same(worker, e.want, e.base)) {
      return isMetadataAlone(e);
    }
    boolean liveDirectory = e.live != null && e.live.type() == Stat.Type.DIRECTORY;
    if (liveDirectory && ((wantDirectory && e.base == null) || (baseDirectory && e.want == null))) {
      return true;
    }
    if (is(worker, level.want(), e.want, e.live)) {
      act(Kind.UNCHANGED, e.path, 0, "");
      return false;
    }
    if (!is(worker, level.base(), e.base, e.live)) {
      act(
          Kind.CONFLICT,
          e,
          e.live == null ? 0 : e.live.size(),
          "changed later as well; left as it is");
      return false;
    }
    return true;
  }

  /** Whether the states differ in metadata alone, and what is there has those of the base. */
  private boolean isMetadataAlone(Entry e) {
    return directory != null
        && e.want != null
        && e.base != null
        && e.live != null
        && !Metadata.isSame(e.want, e.base)
        && live.sameMetadata(directory, e.base, e.live);
  }

  /** Whether two nodes say the same of type and content. */
  private boolean same(RestoreWorker worker, @Nullable Node want, @Nullable Node base) {
    StateDirectory wanted = level.want();
    StateDirectory before = level.base();
    if (want == null || base == null || wanted == null || before == null) {
      return want == null && base == null;
    }
    return want.type() == base.type()
        && Objects.equals(want.linkTarget(), base.linkTarget())
        && switch (want.type()) {
          case DIRECTORY -> wanted.isSame(want, base);
          case FILE -> wanted.content(want).isSameAs(worker, before.content(base));
          case SYMLINK, FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE, IRREGULAR -> true;
        };
  }

  private boolean is(
      RestoreWorker worker,
      @Nullable StateDirectory state,
      @Nullable Node node,
      @Nullable Stat stat) {
    if (state == null || node == null || stat == null) {
      return node == null && stat == null;
    }
    return directory != null
        && node.type() != NodeType.DIRECTORY
        && live.sameContent(worker, directory, state, node, stat);
  }

  private void wantDirectory(RestoreWorker worker, Entry e, Node want) {
    boolean isNew = e.live == null;
    if (e.live != null && e.live.type() != Stat.Type.DIRECTORY) {
      if (!mayReplace(worker, e, e.live)) {
        return;
      }
      if (!context.request().dryRun() && directory != null) {
        directory.removeFile(e.name);
      }
      act(Kind.OVERWRITE, e, e.live.size(), "becomes a directory");
      isNew = true;
    } else if (isNew && selection.below(e.name).all()) {
      act(Kind.CREATE, e.path, 0, "directory");
    }
    Directory child = openChild(e.name, isNew);
    push(
        e,
        child,
        new Level(
            below(level.want(), want),
            below(level.base(), e.base),
            below(level.guard(), e.guard),
            level.threeWay(),
            level.delete(),
            isNew),
        want);
  }

  private @Nullable Directory openChild(FileName name, boolean isNew) {
    if (directory == null || (isNew && context.request().dryRun())) {
      return null;
    }
    if (isNew) {
      directory.makeDirectory(name);
    }
    return directory.openDirectory(name);
  }

  /** Has a directory below done; {@code want} is null if it is to go when it is empty. */
  private void push(Entry e, @Nullable Directory child, Level below, @Nullable Node want) {
    tasks.add(
        worker ->
            new DirectoryRestore(
                    context,
                    e.path,
                    child,
                    below,
                    selection.below(e.name),
                    other -> childDone(other, e, child, want))
                .run(worker));
  }

  private void childDone(
      RestoreWorker worker, Entry e, @Nullable Directory child, @Nullable Node want) {
    try {
      if (child != null) {
        child.close();
      }
      if (want == null) {
        removeDirectory(e);
      } else if (directory != null && selection.below(e.name).all()) {
        directoryMetadata(e, want, directory);
      }
    } catch (FileSystemException failure) {
      failed(e.path, failure);
    }
    finish(worker);
  }

  private void directoryMetadata(Entry e, Node want, Directory parent) {
    if (e.live != null && e.live.type() == Stat.Type.DIRECTORY) {
      new DirectoryMetadata(context, live)
          .settle(parent, RawPath.show(e.path), want, e.base, e.live);
    } else if (!context.request().dryRun()) {
      Metadata.set(context.owners(), parent, want, e.live == null);
    }
  }

  private void removeDirectory(Entry e) {
    try {
      if (directory != null && !context.request().dryRun()) {
        directory.removeDirectory(e.name);
      }
      act(Kind.DELETE, e.path, 0, "directory");
    } catch (FileSystemException failure) {
      if (failure.reason() != FileSystemException.Reason.EXISTS) {
        throw failure;
      }
      // What kept it from being empty has said so itself.
    }
  }

  private void remove(RestoreWorker worker, Entry e) {
    Stat stat = Objects.requireNonNull(e.live);
    if (stat.type() == Stat.Type.DIRECTORY) {
      Directory child = directory == null ? null : directory.openDirectory(e.name);
      StateDirectory base = below(level.base(), e.base);
      StateDirectory guard = below(level.guard(), e.guard);
      push(e, child, new Level(null, base, guard, level.threeWay(), true, false), null);
    } else if (mayReplace(worker, e, stat)) {
      if (!context.request().dryRun() && directory != null) {
        directory.removeFile(e.name);
      }
      act(Kind.DELETE, e, stat.size(), "");
    }
  }

  private void wantOther(RestoreWorker worker, Entry e, Node want) {
    if (e.live == null) {
      make(e, want, Kind.CREATE);
    } else if (e.live.type() == Stat.Type.DIRECTORY) {
      act(
          Kind.CONFLICT,
          e.path,
          0,
          "is a directory now; remove it yourself, or restore to another place");
    } else if (is(worker, level.want(), want, e.live)) {
      context.links().found(want, e.path);
      if (live.sameMetadata(Objects.requireNonNull(directory), want, e.live)) {
        act(Kind.UNCHANGED, e.path, 0, "");
      } else {
        if (!context.request().dryRun()) {
          Metadata.set(context.owners(), Objects.requireNonNull(directory), want, false);
        }
        act(Kind.METADATA, e, 0, "");
      }
    } else if (mayReplace(worker, e, e.live)) {
      make(e, want, Kind.OVERWRITE);
    }
  }

  private void make(Entry e, Node want, Kind kind) {
    if (context.request().dryRun() || directory == null) {
      act(kind, e, want.size(), kind == Kind.OVERWRITE ? sizes(e.live) : "");
    } else if (want.type() == NodeType.FILE) {
      FileContent content = Objects.requireNonNull(level.want()).content(want);
      files.add(
          new FileJob(want, content, e.path, kind, kind == Kind.OVERWRITE ? sizes(e.live) : ""));
    } else {
      SpecialRestore.make(context, directory, want, e.live != null);
      act(kind, e.path, 0, "");
    }
  }

  private static String sizes(@Nullable Stat stat) {
    return stat == null || stat.type() != Stat.Type.FILE
        ? "was no file"
        : "was " + stat.size() + " bytes";
  }

  /** Whether what is there may go: the request allows it, and the guard holds it as it is. */
  private boolean mayReplace(RestoreWorker worker, Entry e, Stat stat) {
    if (!context.request().overwrite()) {
      act(Kind.CONFLICT, e, stat.size(), "is there already and differs; left as it is");
      return false;
    }
    if (context.request().dryRun()) {
      return true;
    }
    boolean guarded =
        directory != null && live.isGuarded(worker, directory, level.guard(), e.guard, stat);
    if (!guarded) {
      act(
          Kind.CONFLICT,
          e.path,
          stat.size(),
          "changed after the guard snapshot was taken; left as it is");
    }
    return guarded;
  }

  private static @Nullable StateDirectory below(
      @Nullable StateDirectory state, @Nullable Node node) {
    return state == null || node == null || node.type() != NodeType.DIRECTORY
        ? null
        : state.below(node);
  }

  /** Tells an action on what is there. */
  private void act(Kind kind, Entry e, long bytes, String note) {
    context.act(RestoreAction.on(e.live, kind, RawPath.show(e.path), bytes, note));
  }

  private void act(Kind kind, byte[] entryPath, long bytes, String note) {
    context.act(new RestoreAction(kind, RawPath.show(entryPath), bytes, note));
  }

  private void failed(byte[] entryPath, FileSystemException e) {
    Failures.raiseIfFull(e);
    act(Kind.FAILED, entryPath, 0, String.valueOf(e.getMessage()));
  }

  private void finish(RestoreWorker worker) {
    if (open.decrementAndGet() == 0) {
      done.accept(worker);
    }
  }
}
