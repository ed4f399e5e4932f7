package org.hevelius.providers.directory;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.fs.RawPath;
import org.jspecify.annotations.Nullable;

/** The tree of a capture in a repository. */
final class RepositoryTree implements SnapshotTree {
  private static final int KEPT_TREES = 64;
  private static final int KEPT_NODES = 200_000;
  private static final String EMPTY = "empty";

  private final ReadLease lease;
  private final Node root;
  private final Consumer<String> notices;
  private final LinkedHashMap<Id, List<Node>> trees = new LinkedHashMap<>(16, 0.75f, true);
  private int nodes;

  RepositoryTree(ReadLease lease, Node root, Consumer<String> notices) {
    this.lease = lease;
    this.root = root;
    this.notices = notices;
  }

  @Override
  public TreeEntry root() {
    return entry("", root);
  }

  @Override
  public List<TreeEntry> children(TreeEntry directory) {
    List<TreeEntry> entries = new ArrayList<>();
    for (Node node : load(subtree(directory), directory.path())) {
      if (node.name().isSafe()) {
        entries.add(entry(join(directory.path(), Names.text(node.name().bytes())), node));
      } else {
        notices.accept(
            "%s holds an entry \"%s\", which can be no file name; it is not shown"
                .formatted(shown(directory.path()), RawPath.show(node.name().bytes())));
      }
    }
    return entries;
  }

  private @Nullable Id subtree(TreeEntry directory) {
    String key = directory.contentKey();
    if (directory.isDirectory() && key != null && Id.isId(key)) {
      return Id.parse(key);
    }
    return node(directory.path())
        .filter(node -> node.type() == NodeType.DIRECTORY)
        .orElseThrow(() -> missing(directory.path()))
        .subtree();
  }

  @Override
  public Optional<TreeEntry> find(String path) {
    return node(path).map(node -> entry(path, node));
  }

  private Optional<Node> node(String path) {
    Node node = root;
    String above = "";
    for (String part : path.isEmpty() ? new String[0] : path.split("/", -1)) {
      if (node.type() != NodeType.DIRECTORY || part.isEmpty()) {
        return Optional.empty();
      }
      Optional<Node> next = named(load(node.subtree(), above), FileName.ofBytes(Names.raw(part)));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      node = next.get();
      above = join(above, part);
    }
    return Optional.of(node);
  }

  private static Optional<Node> named(List<Node> sorted, FileName name) {
    int low = 0;
    int high = sorted.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = sorted.get(middle).name().compareTo(name);
      if (order == 0) {
        return Optional.of(sorted.get(middle));
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return Optional.empty();
  }

  @Override
  public InputStream open(TreeEntry file) {
    Node node = node(file.path()).orElseThrow(() -> missing(file.path()));
    if (node.type() != NodeType.FILE) {
      throw new HeveliusException(Category.INVALID, shown(file.path()) + " is no regular file");
    }
    return new Translated(lease.session().open(node), file.path());
  }

  /** The id of a blob is the SHA-256 of its content, and small files are one blob. */
  @Override
  public Optional<String> sha256(TreeEntry file) {
    return node(file.path())
        .filter(node -> node.type() == NodeType.FILE && node.content().size() == 1)
        .map(node -> node.content().getFirst().toString());
  }

  private List<Node> load(@Nullable Id tree, String path) {
    if (tree == null) {
      return List.of();
    }
    synchronized (trees) {
      List<Node> kept = trees.get(tree);
      if (kept != null) {
        return kept;
      }
    }
    List<Node> loaded;
    try {
      loaded = EngineFailures.translate(() -> sorted(lease.session().children(tree)));
    } catch (HeveliusException e) {
      throw at(path, e);
    }
    synchronized (trees) {
      keep(tree, loaded);
    }
    return loaded;
  }

  private void keep(Id tree, List<Node> loaded) {
    if (trees.putIfAbsent(tree, loaded) == null) {
      nodes += loaded.size();
    }
    while (trees.size() > 1 && (trees.size() > KEPT_TREES || nodes > KEPT_NODES)) {
      Map.Entry<Id, List<Node>> eldest = trees.entrySet().iterator().next();
      nodes -= eldest.getValue().size();
      trees.remove(eldest.getKey());
    }
  }

  /** Trees are sorted by name already, unless some other program wrote them otherwise. */
  private static List<Node> sorted(List<Node> children) {
    Comparator<Node> byName = Comparator.comparing(Node::name);
    for (int i = 1; i < children.size(); i++) {
      if (byName.compare(children.get(i - 1), children.get(i)) > 0) {
        List<Node> copy = new ArrayList<>(children);
        Collections.sort(copy, byName);
        return copy;
      }
    }
    return children;
  }

  private static TreeEntry entry(String path, Node node) {
    FileName target = node.linkTarget();
    return new TreeEntry(
        path,
        type(node.type()),
        node.type() == NodeType.FILE ? node.size() : 0,
        node.mtime(),
        node.permissions(),
        node.uid(),
        node.gid(),
        target == null ? null : Names.text(target.bytes()),
        contentKey(node));
  }

  private static TreeEntry.Type type(NodeType type) {
    return switch (type) {
      case FILE -> TreeEntry.Type.FILE;
      case DIRECTORY -> TreeEntry.Type.DIRECTORY;
      case SYMLINK -> TreeEntry.Type.SYMLINK;
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE, IRREGULAR -> TreeEntry.Type.SPECIAL;
    };
  }

  private static @Nullable String contentKey(Node node) {
    return switch (node.type()) {
      case FILE -> fileKey(node.content());
      case DIRECTORY -> node.subtree() == null ? EMPTY : node.subtree().toString();
      case SYMLINK, FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE, IRREGULAR -> null;
    };
  }

  private static String fileKey(List<Id> content) {
    if (content.isEmpty()) {
      return EMPTY;
    }
    if (content.size() == 1) {
      return content.getFirst().toString();
    }
    MessageDigest digest = Id.sha256();
    content.forEach(id -> digest.update(id.bytes()));
    return Id.read(digest.digest(), 0).toString();
  }

  private static String join(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  private static String shown(String path) {
    return path.isEmpty() ? "the root of the capture" : Names.show(path);
  }

  private static HeveliusException missing(String path) {
    return new HeveliusException(Category.NOT_FOUND, shown(path) + " is not in the capture");
  }

  private static HeveliusException at(String path, HeveliusException e) {
    return new HeveliusException(
        e.category(), shown(path) + " can't be read: " + e.getMessage(), e.advice(), e);
  }

  @Override
  public void close() {
    lease.close();
    synchronized (trees) {
      trees.clear();
      nodes = 0;
    }
  }

  /** Translates what is thrown while a file is read. */
  private static final class Translated extends FilterInputStream {
    private final String path;

    Translated(InputStream in, String path) {
      super(in);
      this.path = path;
    }

    private <T> T named(IoWork<T> work) throws IOException {
      try {
        return work.run();
      } catch (org.hevelius.repository.RepositoryException e) {
        throw at(path, EngineFailures.of(e));
      }
    }

    @Override
    public int read() throws IOException {
      return named(in::read);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return named(() -> in.read(target, offset, length));
    }

    @Override
    public long skip(long count) throws IOException {
      return named(() -> in.skip(count));
    }
  }

  @FunctionalInterface
  private interface IoWork<T> {
    T run() throws IOException;
  }
}
