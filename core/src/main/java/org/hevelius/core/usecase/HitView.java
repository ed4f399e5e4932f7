package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.Locale;
import org.hevelius.core.find.FileHit;
import org.hevelius.core.find.FileInterval;

/**
 * One run of versions in which a path was there, as programs see it.
 *
 * @param path escaped to one line
 * @param present whether the newest version has it
 * @param size content length in bytes
 * @param mode permission bits in octal
 */
public record HitView(
    String dataset,
    String path,
    long firstVersion,
    long lastVersion,
    boolean present,
    String type,
    long size,
    Instant modified,
    String mode) {
  /** The document of a hit. */
  public static HitView of(FileHit hit) {
    FileInterval file = hit.interval();
    return new HitView(
        hit.dataset().text(),
        hit.path(),
        file.firstVersion(),
        file.lastVersion(),
        file.present(),
        file.type().name().toLowerCase(Locale.ROOT),
        file.size(),
        file.modified(),
        String.format(Locale.ROOT, "%04o", file.mode()));
  }
}
