package org.hevelius.core.tree;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/** A tree held in memory, for tests. It counts how often it is listed and read. */
public final class MemoryTree implements SnapshotTree {
  /** The time that entries have unless another one is given. */
  public static final Instant TIME = Instant.parse("2026-04-01T00:00:00Z");

  private final Map<String, TreeEntry> entries;
  private final Map<String, byte[]> contents;
  private final Map<String, List<TreeEntry>> children = new HashMap<>();
  private final AtomicLong listed = new AtomicLong();
  private final AtomicLong opened = new AtomicLong();

  private MemoryTree(Map<String, TreeEntry> entries, Map<String, byte[]> contents) {
    this.entries = entries;
    this.contents = contents;
    for (TreeEntry entry : entries.values()) {
      if (!entry.path().isEmpty()) {
        children.computeIfAbsent(parent(entry.path()), path -> new ArrayList<>()).add(entry);
      }
    }
    children.values().forEach(list -> list.sort((a, b) -> Names.compare(a.name(), b.name())));
  }

  /** Starts an empty tree. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts from this tree. */
  public Builder change() {
    Builder builder = new Builder();
    builder.entries.putAll(entries);
    builder.contents.putAll(contents);
    return builder;
  }

  /** All entries by path, the root included. */
  public Map<String, TreeEntry> entries() {
    return Map.copyOf(entries);
  }

  /** The content of a file. */
  public byte[] content(String path) {
    return Objects.requireNonNull(contents.get(path), path).clone();
  }

  /** How often a directory was listed. */
  public long listed() {
    return listed.get();
  }

  /** How often a file was opened. */
  public long opened() {
    return opened.get();
  }

  @Override
  public TreeEntry root() {
    return Objects.requireNonNull(entries.get(""));
  }

  @Override
  public List<TreeEntry> children(TreeEntry directory) {
    listed.incrementAndGet();
    TreeEntry known = entries.get(directory.path());
    if (known == null || !known.isDirectory()) {
      throw new HeveliusException(Category.NOT_FOUND, "no directory: " + directory.path());
    }
    return children.getOrDefault(directory.path(), List.of());
  }

  @Override
  public InputStream open(TreeEntry file) {
    opened.incrementAndGet();
    byte[] content = contents.get(file.path());
    if (content == null) {
      throw new HeveliusException(Category.DENIED, "can't read " + file.path());
    }
    return new ByteArrayInputStream(content);
  }

  @Override
  public void close() {}

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** Puts a tree together; directories above an entry come into being with it. */
  public static final class Builder {
    private final TreeMap<String, TreeEntry> entries = new TreeMap<>();
    private final Map<String, byte[]> contents = new HashMap<>();
    private boolean keys;

    private Builder() {
      entries.put("", new TreeEntry("", TreeEntry.Type.DIRECTORY, 0, TIME, 0755, 0, 0, null, null));
    }

    /** Gives every file and directory a content key. */
    public Builder withKeys() {
      keys = true;
      return this;
    }

    /** A file with this text. */
    public Builder file(String path, String text) {
      return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A file with these bytes. */
    public Builder file(String path, byte[] content) {
      put(new TreeEntry(path, TreeEntry.Type.FILE, content.length, TIME, 0644, 0, 0, null, null));
      contents.put(path, content.clone());
      return this;
    }

    /** A file that is listed with this size but can't be read. */
    public Builder unreadable(String path, long size) {
      return put(new TreeEntry(path, TreeEntry.Type.FILE, size, TIME, 0644, 0, 0, null, null));
    }

    /** A directory. */
    public Builder directory(String path) {
      return put(new TreeEntry(path, TreeEntry.Type.DIRECTORY, 0, TIME, 0755, 0, 0, null, null));
    }

    /** A symbolic link. */
    public Builder symlink(String path, String target) {
      return put(new TreeEntry(path, TreeEntry.Type.SYMLINK, 0, TIME, 0777, 0, 0, target, null));
    }

    /** A fifo. */
    public Builder special(String path) {
      return put(new TreeEntry(path, TreeEntry.Type.SPECIAL, 0, TIME, 0644, 0, 0, null, null));
    }

    /** Sets the permission bits of an entry that is there. */
    public Builder mode(String path, int mode) {
      TreeEntry e = Objects.requireNonNull(entries.get(path), path);
      return put(
          new TreeEntry(
              path,
              e.type(),
              e.size(),
              e.modified(),
              mode,
              e.uid(),
              e.gid(),
              e.linkTarget(),
              null));
    }

    /** Sets the time of an entry that is there. */
    public Builder modified(String path, Instant time) {
      TreeEntry e = Objects.requireNonNull(entries.get(path), path);
      return put(
          new TreeEntry(
              path, e.type(), e.size(), time, e.mode(), e.uid(), e.gid(), e.linkTarget(), null));
    }

    /** Puts an entry of another tree, with its content when it is a file. */
    public Builder entry(TreeEntry entry, byte @Nullable [] content) {
      put(entry);
      if (content != null) {
        contents.put(entry.path(), content.clone());
      }
      return this;
    }

    /** The entry that is at a path so far, without a key. */
    public Optional<TreeEntry> at(String path) {
      return Optional.ofNullable(entries.get(path));
    }

    /** Takes away an entry and everything below it. */
    public Builder remove(String path) {
      entries.keySet().removeIf(p -> p.equals(path) || p.startsWith(path + "/"));
      contents.keySet().retainAll(entries.keySet());
      return this;
    }

    private Builder put(TreeEntry entry) {
      if (!entry.path().isEmpty() && !entries.containsKey(parent(entry.path()))) {
        directory(parent(entry.path()));
      }
      entries.put(entry.path(), entry);
      return this;
    }

    /** The tree. */
    public MemoryTree build() {
      TreeMap<String, TreeEntry> built = new TreeMap<>();
      Map<String, MessageDigest> below = new HashMap<>();
      // From the end of the map, so that a directory comes after everything in it.
      for (TreeEntry entry : entries.descendingMap().values()) {
        String key = keys ? key(entry, below) : null;
        TreeEntry keyed =
            new TreeEntry(
                entry.path(),
                entry.type(),
                entry.size(),
                entry.modified(),
                entry.mode(),
                entry.uid(),
                entry.gid(),
                entry.linkTarget(),
                key);
        built.put(entry.path(), keyed);
        if (!entry.path().isEmpty()) {
          below
              .computeIfAbsent(parent(entry.path()), path -> sha256())
              .update(withoutPath(keyed).toString().getBytes(StandardCharsets.UTF_8));
        }
      }
      return new MemoryTree(built, new HashMap<>(contents));
    }

    private static TreeEntry withoutPath(TreeEntry e) {
      return new TreeEntry(
          e.name(),
          e.type(),
          e.size(),
          e.modified(),
          e.mode(),
          e.uid(),
          e.gid(),
          e.linkTarget(),
          e.contentKey());
    }

    private @Nullable String key(TreeEntry entry, Map<String, MessageDigest> below) {
      return switch (entry.type()) {
        case FILE -> {
          byte[] content = contents.get(entry.path());
          yield content == null ? null : HexFormat.of().formatHex(sha256().digest(content));
        }
        case DIRECTORY ->
            HexFormat.of().formatHex(below.getOrDefault(entry.path(), sha256()).digest());
        case SYMLINK, SPECIAL -> null;
      };
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
