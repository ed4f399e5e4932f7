package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.jspecify.annotations.Nullable;

/**
 * A version in the change log as programs see it.
 *
 * @param before the version that it was compared with; null for the first, of which everything is
 *     new
 * @param gone the version that it descends from, when that is gone and an older one was compared
 * @param permanent whether a person wants it kept for good
 * @param git null when no source is a Git work tree
 * @param changes null when the trees could not be compared
 * @param notable the largest changes by the size of the file where it was larger, largest first
 * @param problem why the trees could not be compared, or null
 */
public record LogView(
    String reference,
    long version,
    String name,
    @Nullable String shortName,
    String description,
    Instant createdAt,
    String author,
    Map<String, String> tags,
    @Nullable String milestone,
    boolean knownGood,
    boolean knownBad,
    boolean published,
    boolean permanent,
    SnapshotView.@Nullable GitView git,
    @Nullable Long before,
    @Nullable Long gone,
    ChangeLog.@Nullable Changes changes,
    List<RenameView> renames,
    List<FileView> notable,
    @Nullable String problem) {

  /** What moved; a whole directory is one. */
  public record RenameView(String from, String to, boolean directory, long files, long bytes) {}

  /**
   * A notable file.
   *
   * @param kind {@code added}, {@code modified}, {@code removed} or {@code type_changed}
   */
  public record FileView(String kind, String path, long bytesBefore, long bytesAfter) {}

  /** Copies the collections. */
  public LogView {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    renames = List.copyOf(renames);
    notable = List.copyOf(notable);
  }

  /** The document of an entry. */
  public static LogView of(ChangeLog.Entry entry) {
    Snapshot snapshot = entry.snapshot();
    Snapshot before = entry.before();
    return new LogView(
        snapshot.reference(),
        snapshot.version(),
        snapshot.name(),
        snapshot.shortName(),
        snapshot.description(),
        snapshot.createdAt(),
        snapshot.author(),
        snapshot.tags(),
        snapshot.milestone(),
        snapshot.knownGood() != null,
        snapshot.knownBad() != null,
        snapshot.hold(Hold.Kind.PUBLISHED).isPresent(),
        snapshot.isPermanent(),
        SnapshotView.GitView.of(snapshot.git()),
        before == null ? null : before.version(),
        entry.gone(),
        entry.changes(),
        entry.renames().stream()
            .map(
                r ->
                    new RenameView(
                        Names.show(r.from()),
                        Names.show(r.to()),
                        r.directory(),
                        r.files(),
                        r.bytes()))
            .toList(),
        entry.notable().stream()
            .map(
                f ->
                    new FileView(
                        f.kind().name().toLowerCase(Locale.ROOT),
                        Names.show(f.path()),
                        f.bytesBefore(),
                        f.bytesAfter()))
            .toList(),
        entry.problem().isEmpty() ? null : entry.problem());
  }
}
