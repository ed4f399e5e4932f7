package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.find.FileInterval;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Finds.FileVersion;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file in its history, as programs see it.
 *
 * @param reference the first snapshot that has it so
 * @param lastVersion the last version that has it so
 * @param state what became of it, such as {@code first seen} or {@code deleted}
 * @param path escaped to one line
 * @param size content length in bytes
 * @param mode permission bits in octal
 * @param summary what changed in the content, in a few words; may be empty
 */
public record FileVersionView(
    String reference,
    long version,
    long lastVersion,
    Instant createdAt,
    String state,
    String path,
    String type,
    long size,
    Instant modified,
    String mode,
    String summary) {

  /** What became of a file in a version. */
  public enum State {
    /** It was not there before. */
    FIRST_SEEN("first seen"),
    /** Its content changed. */
    CHANGED("changed"),
    /** Only its mode, owner or time changed. */
    METADATA("same content, other metadata"),
    /** It was gone in between. */
    BACK("back again"),
    /** It is gone. */
    DELETED("deleted");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** As it stands in documents. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The state that stands so in a document. */
    public static State of(String word) {
      for (State state : values()) {
        if (state.word().equals(word)) {
          return state;
        }
      }
      throw new HeveliusException(Category.INVALID, "no state of a file: " + word);
    }

    /** In words, for people. */
    public String text() {
      return text;
    }
  }

  /** A version and what became of the file in it. */
  public record Line(FileVersion version, State state) {
    /** The document of the line. */
    public FileVersionView view(String path) {
      FileInterval file = version.interval();
      return new FileVersionView(
          version.snapshot().reference(),
          version.snapshot().version(),
          version.last(),
          version.snapshot().createdAt(),
          state.word(),
          path,
          file.type().name().toLowerCase(Locale.ROOT),
          file.size(),
          file.modified(),
          String.format(Locale.ROOT, "%04o", file.mode()),
          version.summary());
    }
  }

  /** What became of the file in each version, newest first as given. */
  public static List<Line> lines(List<FileVersion> newestFirst) {
    List<Line> lines = new ArrayList<>();
    FileVersion before = null;
    for (FileVersion version : newestFirst.reversed()) {
      lines.add(new Line(version, state(before, version)));
      before = version;
    }
    return lines.reversed();
  }

  private static State state(@Nullable FileVersion before, FileVersion now) {
    if (now.gone()) {
      return State.DELETED;
    }
    if (before == null) {
      return State.FIRST_SEEN;
    }
    if (before.gone()) {
      return State.BACK;
    }
    FileInterval was = before.interval();
    FileInterval is = now.interval();
    boolean same = was.contentKey() != null && was.contentKey().equals(is.contentKey());
    return same && was.type() == is.type() && is.type() == TreeEntry.Type.FILE
        ? State.METADATA
        : State.CHANGED;
  }
}
