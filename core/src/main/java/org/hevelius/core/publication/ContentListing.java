package org.hevelius.core.publication;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * The listing of a tree that its {@link ContentId} is the SHA-256 of. It has a record for every
 * entry but the root, each ended by a zero byte, in the order of the bytes of the whole paths:
 *
 * <pre>
 * directory PATH
 * file SHA256 SIZE PATH
 * link SHA256 PATH         (of the bytes of the target)
 * special PATH             (a fifo or device)
 * </pre>
 *
 * <p>Times, owners and modes aren't in it. A page of the documentation gives it as a few lines of
 * shell. Memory holds the directories on the current path and no more.
 */
public final class ContentListing {
  private static final int BUFFER = 1 << 16;

  private final SnapshotTree tree;
  private final boolean reading;
  private final Predicate<String> leftOut;
  private final BooleanSupplier canceled;
  private final MessageDigest whole = sha256();
  private final byte[] buffer = new byte[BUFFER];
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * An entry of the listing.
   *
   * @param sha256 of the content of a file or the target of a link; null for everything else
   * @param size how much content a file really has
   */
  public record Item(TreeEntry entry, @Nullable String sha256, long size) {}

  /** Takes the entries in the order of the listing. */
  @FunctionalInterface
  public interface Sink {
    /** Takes nothing. */
    Sink NONE = item -> {};

    /** Takes one; an exception ends the walk. */
    void accept(Item item);
  }

  /**
   * What a listing adds up to.
   *
   * @param files regular files alone
   * @param bytes their content
   */
  public record Sum(ContentId content, long files, long bytes) {}

  /**
   * A listing of a tree.
   *
   * @param reading whether every file is read, or only those whose hash the tree doesn't know
   * @param leftOut paths that aren't listed, with all below them
   * @param canceled asked between entries and while files are read
   */
  public ContentListing(
      SnapshotTree tree, boolean reading, Predicate<String> leftOut, BooleanSupplier canceled) {
    this.tree = tree;
    this.reading = reading;
    this.leftOut = leftOut;
    this.canceled = canceled;
  }

  /** How many files are done, while it runs. */
  public long files() {
    return files.get();
  }

  /** How much content is done, while it runs. */
  public long bytes() {
    return bytes.get();
  }

  /**
   * Walks the tree, once.
   *
   * @throws HeveliusException CANCELED, or what keeps an entry from being read
   */
  public Sum run(Sink sink) {
    walk(
        tree,
        entry -> {
          if (canceled.getAsBoolean()) {
            throw stopped();
          }
          if (leftOut.test(entry.path())) {
            return false;
          }
          Item item = item(entry);
          add(item);
          sink.accept(item);
          if (entry.isFile()) {
            files.incrementAndGet();
          }
          return true;
        });
    return new Sum(new ContentId(HexFormat.of().formatHex(whole.digest())), files(), bytes());
  }

  private void add(Item item) {
    TreeEntry entry = item.entry();
    String head =
        switch (entry.type()) {
          case DIRECTORY -> "directory ";
          case FILE -> "file " + item.sha256() + " " + item.size() + " ";
          case SYMLINK -> "link " + item.sha256() + " ";
          case SPECIAL -> "special ";
        };
    whole.update(head.getBytes(StandardCharsets.US_ASCII));
    whole.update(Names.raw(entry.path()));
    whole.update((byte) 0);
  }

  private Item item(TreeEntry entry) {
    return switch (entry.type()) {
      case DIRECTORY, SPECIAL -> new Item(entry, null, 0);
      case SYMLINK -> {
        byte[] target = Names.raw(String.valueOf(entry.linkTarget()));
        yield new Item(entry, hex(sha256().digest(target)), 0);
      }
      case FILE -> {
        Optional<String> known = reading ? Optional.empty() : tree.sha256(entry);
        if (known.isEmpty()) {
          yield read(entry);
        }
        bytes.addAndGet(entry.size());
        yield new Item(entry, known.orElseThrow(), entry.size());
      }
    };
  }

  private Item read(TreeEntry file) {
    MessageDigest digest = sha256();
    long length = 0;
    try (InputStream in = tree.open(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (canceled.getAsBoolean()) {
          throw stopped();
        }
        digest.update(buffer, 0, n);
        length += n;
        bytes.addAndGet(n);
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s can't be read: %s".formatted(Names.show(file.path()), e.getMessage()),
          List.of("nothing was changed"),
          e);
    }
    return new Item(file, hex(digest.digest()), length);
  }

  /** Looks at an entry, and says whether what is below it is looked at, too. */
  @FunctionalInterface
  public interface Visitor {
    /** Looks at one. */
    boolean visit(TreeEntry entry);
  }

  /**
   * Visits all entries but the root in the order of the bytes of their paths. That is not the order
   * of a plain walk: {@code a-b} comes between {@code a} and {@code a/c}.
   */
  public static void walk(SnapshotTree tree, Visitor visitor) {
    Deque<Iterator<Place>> levels = new ArrayDeque<>();
    levels.push(places(tree, tree.root()));
    while (!levels.isEmpty()) {
      Iterator<Place> level = levels.element();
      if (!level.hasNext()) {
        levels.pop();
        continue;
      }
      Place place = level.next();
      Place before = place.before;
      if (before == null) {
        place.wanted = visitor.visit(place.entry);
      } else if (before.wanted) {
        levels.push(places(tree, place.entry));
      }
    }
  }

  /** An entry, or the place behind it where what is inside it belongs. */
  private static final class Place {
    private final TreeEntry entry;
    private final String key;

    /** The place of the directory itself; null where this is the place of an entry. */
    private final @Nullable Place before;

    private boolean wanted;

    Place(TreeEntry entry, String key, @Nullable Place before) {
      this.entry = entry;
      this.key = key;
      this.before = before;
    }

    String key() {
      return key;
    }
  }

  private static Iterator<Place> places(SnapshotTree tree, TreeEntry directory) {
    List<Place> places = new ArrayList<>();
    for (TreeEntry child : tree.children(directory)) {
      Place place = new Place(child, child.name(), null);
      places.add(place);
      if (child.isDirectory()) {
        places.add(new Place(child, child.name() + "/", place));
      }
    }
    places.sort(Comparator.comparing(Place::key, Names::compare));
    return places.iterator();
  }

  private static HeveliusException stopped() {
    return new HeveliusException(
        Category.CANCELED, "the listing was stopped", "nothing was changed by it");
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
