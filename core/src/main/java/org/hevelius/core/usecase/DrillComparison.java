package org.hevelius.core.usecase;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.drill.DrillFinding;
import org.hevelius.core.drill.DrillFinding.Kind;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.tree.JoinedTree;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * Holds what was restored against the capture: each entry with what is known of it, each file with
 * every byte, both sides read by themselves. What is in memory are the names of the directories on
 * the way.
 */
final class DrillComparison {
  private static final int BUFFER = 1 << 17;

  private record Pair(TreeEntry captured, TreeEntry restored) {}

  private final SnapshotTree captured;
  private final SnapshotTree restored;
  private final DrillChoice choice;
  private final boolean owners;
  private final Consumer<DrillFinding> findings;
  private final BooleanSupplier canceled;
  private final MessageDigest listing = sha256();
  private final byte[] buffer = new byte[BUFFER];
  private final Deque<Pair> open = new ArrayDeque<>();
  private long entries;
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * A comparison.
   *
   * @param owners whether owners are compared, too
   * @param findings told what differs
   */
  DrillComparison(
      SnapshotTree captured,
      SnapshotTree restored,
      DrillChoice choice,
      boolean owners,
      Consumer<DrillFinding> findings,
      BooleanSupplier canceled) {
    this.captured = captured;
    this.restored = restored;
    this.choice = choice;
    this.owners = owners;
    this.findings = findings;
    this.canceled = canceled;
  }

  long entries() {
    return entries;
  }

  long files() {
    return files.get();
  }

  long bytes() {
    return bytes.get();
  }

  /** A hash over all that was compared, as it was restored, in hex. */
  String listing() {
    return HexFormat.of().formatHex(listing.digest());
  }

  Progress.State state() {
    return new Progress.State(files(), choice.files(), bytes(), choice.bytes(), null);
  }

  void run() {
    Pair roots = new Pair(captured.root(), restored.root());
    if (choice.isWhole() && !(captured instanceof JoinedTree)) {
      metadata(roots.captured(), roots.restored());
    }
    open.push(roots);
    while (!open.isEmpty()) {
      Pair pair = open.pop();
      Deque<Pair> below = new ArrayDeque<>();
      directory(pair, below);
      below.forEach(open::push);
    }
  }

  /** Both sides are sorted alike. */
  private void directory(Pair pair, Deque<Pair> below) {
    List<TreeEntry> wanted;
    List<TreeEntry> present;
    try {
      wanted = captured.children(pair.captured()).stream().filter(this::concerns).toList();
      present = restored.children(pair.restored());
    } catch (HeveliusException e) {
      tell(Kind.UNREADABLE, pair.captured(), "", String.valueOf(e.getMessage()));
      return;
    }
    int left = 0;
    int right = 0;
    while (left < wanted.size() || right < present.size()) {
      requireWanted();
      @Nullable TreeEntry one = left < wanted.size() ? wanted.get(left) : null;
      @Nullable TreeEntry other = right < present.size() ? present.get(right) : null;
      int order = one == null ? 1 : other == null ? -1 : Names.compare(one.name(), other.name());
      if (order < 0) {
        tell(Kind.MISSING, Objects.requireNonNull(one), "", "");
        left++;
      } else if (order > 0) {
        tell(Kind.EXTRA, Objects.requireNonNull(other), "", "");
        right++;
      } else {
        entry(Objects.requireNonNull(one), Objects.requireNonNull(other), below);
        left++;
        right++;
      }
    }
  }

  private boolean concerns(TreeEntry entry) {
    return choice.covers(entry.path()) || choice.leadsTo(entry.path());
  }

  private void entry(TreeEntry one, TreeEntry other, Deque<Pair> below) {
    entries++;
    if (one.type() != other.type()) {
      tell(Kind.TYPE, one, word(one.type()), word(other.type()));
      return;
    }
    if (one.isDirectory()) {
      below.push(new Pair(one, other));
    }
    // A directory that only leads to what was lost is made anew.
    if (choice.covers(one.path())) {
      metadata(one, other);
    }
    add(other, one.isFile() ? content(one, other) : String.valueOf(other.linkTarget()));
  }

  private void metadata(TreeEntry one, TreeEntry other) {
    boolean link = one.type() == TreeEntry.Type.SYMLINK;
    if (!link && one.mode() != other.mode()) {
      tell(Kind.MODE, one, octal(one.mode()), octal(other.mode()));
    }
    if (owners && (one.uid() != other.uid() || one.gid() != other.gid())) {
      tell(Kind.OWNER, one, one.uid() + ":" + one.gid(), other.uid() + ":" + other.gid());
    }
    if (!one.modified().equals(other.modified())) {
      tell(Kind.TIME, one, one.modified().toString(), other.modified().toString());
    }
    if (link && !Objects.equals(one.linkTarget(), other.linkTarget())) {
      tell(
          Kind.LINK,
          one,
          Names.show(String.valueOf(one.linkTarget())),
          Names.show(String.valueOf(other.linkTarget())));
    }
  }

  /** The hash of what was restored. */
  private String content(TreeEntry one, TreeEntry other) {
    files.incrementAndGet();
    String wanted = hash(captured, one, "the capture");
    String present = hash(restored, other, "what was restored");
    if (!wanted.isEmpty() && !present.isEmpty() && !wanted.equals(present)) {
      tell(Kind.CONTENT, one, said(one, wanted), said(other, present));
    }
    bytes.addAndGet(one.size());
    return present;
  }

  private static String said(TreeEntry file, String hash) {
    return "%d B with SHA-256 %s".formatted(file.size(), hash);
  }

  private String hash(SnapshotTree tree, TreeEntry file, String side) {
    MessageDigest digest = sha256();
    try (InputStream in = tree.open(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        requireWanted();
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      unreadable(file, side, e);
    } catch (HeveliusException e) {
      if (e.category() == Category.CANCELED) {
        throw e;
      }
      unreadable(file, side, e);
    }
    return "";
  }

  private void unreadable(TreeEntry file, String side, Exception e) {
    tell(Kind.UNREADABLE, file, "", side + ": " + e.getMessage());
  }

  private void add(TreeEntry entry, String content) {
    String line = word(entry.type()) + " " + octal(entry.mode()) + " " + content + " ";
    listing.update(line.getBytes(StandardCharsets.UTF_8));
    listing.update(Names.raw(entry.path()));
    listing.update((byte) 0);
  }

  private void tell(Kind kind, TreeEntry entry, String expected, String found) {
    String path = entry.path().isEmpty() ? "." : Names.show(entry.path());
    findings.accept(DrillFinding.error(kind, path, expected, found));
  }

  private void requireWanted() {
    if (canceled.getAsBoolean()) {
      throw new HeveliusException(Category.CANCELED, "the drill was stopped");
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String octal(int mode) {
    return String.format(Locale.ROOT, "%04o", mode);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
