package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.Locale;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a tree as programs see it.
 *
 * @param path escaped to one line as by {@link Names#show}, in which form every use case takes it
 * @param type {@code file}, {@code directory}, {@code symlink} or {@code special}
 * @param size content length in bytes
 * @param mode permission bits in octal, such as {@code 0644}
 * @param linkTarget escaped like the path; null for everything but a symbolic link
 */
public record EntryView(
    String path,
    String type,
    long size,
    Instant modified,
    String mode,
    int uid,
    int gid,
    @Nullable String linkTarget) {
  /** The document of an entry. */
  public static EntryView of(TreeEntry entry) {
    String target = entry.linkTarget();
    return new EntryView(
        Names.show(entry.path()),
        entry.type().name().toLowerCase(Locale.ROOT),
        entry.size(),
        entry.modified(),
        String.format(Locale.ROOT, "%04o", entry.mode()),
        entry.uid(),
        entry.gid(),
        target == null ? null : Names.show(target));
  }
}
