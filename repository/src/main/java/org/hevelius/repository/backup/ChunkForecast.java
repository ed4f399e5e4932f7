package org.hevelius.repository.backup;

import java.util.List;
import java.util.function.ToLongFunction;
import org.hevelius.repository.chunk.Chunker;
import org.hevelius.repository.format.Id;
import org.jspecify.annotations.Nullable;

/**
 * Guesses a file's next chunk from the chunks that the file had in the parent snapshot. Whether a
 * guess is right shows the hash of as many bytes, which costs less than to search them for a cut
 * and had to be computed anyway. A right guess ends where the chunker would have cut: whether it
 * cuts depends on the bytes of the chunk alone.
 *
 * <p>In a file that was changed in some places most guesses are right; where bytes were inserted or
 * removed, the guesses follow the content and not the position. After some wrong ones in a row only
 * good evidence leads to a guess.
 */
final class ChunkForecast {
  /** So many wrong guesses in a row are made without evidence. */
  private static final int PATIENCE = 4;

  /** So many chunks may have been dropped from the file at one place. */
  private static final int WINDOW = 64;

  /**
   * A guess.
   *
   * @param last whether the old file ended with this chunk, which therefore need not end at a cut
   */
  record Guess(Id id, int length, boolean last) {}

  private final List<Id> content;
  private final ToLongFunction<Id> lengths;
  private int next;
  private int misses;
  private boolean inStep = true;
  private int aligned;
  private long alignedStart;

  /**
   * Makes the forecast for one file.
   *
   * @param content the file's chunks in the parent
   * @param lengths gives the plain length of a chunk, or a negative number if it isn't stored
   */
  ChunkForecast(List<Id> content, ToLongFunction<Id> lengths) {
    this.content = content;
    this.lengths = lengths;
  }

  /** The likely chunk that starts at {@code position} of the file, or null. */
  @Nullable Guess guess(long position) {
    while (aligned < content.size() && alignedStart < position) {
      alignedStart += Math.max(0, lengths.applyAsLong(content.get(aligned)));
      aligned++;
    }
    if (!inStep && aligned < content.size() && alignedStart == position) {
      next = aligned;
    } else if (misses > PATIENCE) {
      return null;
    }
    if (next >= content.size()) {
      return null;
    }
    long length = lengths.applyAsLong(content.get(next));
    return length <= 0 || length > Chunker.MAX
        ? null
        : new Guess(content.get(next), (int) length, next == content.size() - 1);
  }

  /** Says what the chunk really was. */
  void was(Id id) {
    int last = Math.min(content.size(), next + WINDOW);
    for (int i = next; i < last; i++) {
      if (content.get(i).equals(id)) {
        next = i + 1;
        misses = 0;
        inStep = true;
        return;
      }
    }
    if (inStep) {
      // This one was changed, and may be several now; the one after it is still to come.
      next++;
      inStep = false;
    }
    misses++;
  }
}
