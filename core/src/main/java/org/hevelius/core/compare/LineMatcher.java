package org.hevelius.core.compare;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.DeleteDelta;
import com.github.difflib.patch.InsertDelta;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the lines that differ. Myers' algorithm takes time in the product of length and difference,
 * so a long text is first cut at lines that occur exactly once in both versions (Bram Cohen's
 * patience diff); a piece that is still too long is given as replaced whole.
 */
final class LineMatcher {
  /** Lines of both versions together that Myers' algorithm compares in about a second at worst. */
  private static final int SHORT = 8_000;

  private final List<String> left;
  private final List<String> right;
  private final List<Range> ranges = new ArrayList<>();

  /** Lines of the left that are replaced by lines of the right; either may be none. */
  private record Range(int l, int lEnd, int r, int rEnd) {}

  private LineMatcher(List<String> left, List<String> right) {
    this.left = left;
    this.right = right;
  }

  static Patch<String> diff(List<String> left, List<String> right) {
    LineMatcher matcher = new LineMatcher(left, right);
    matcher.match(0, left.size(), 0, right.size());
    return matcher.patch();
  }

  private void match(int leftFrom, int leftTo, int rightFrom, int rightTo) {
    int l = leftFrom;
    int r = rightFrom;
    int lEnd = leftTo;
    int rEnd = rightTo;
    while (l < lEnd && r < rEnd && left.get(l).equals(right.get(r))) {
      l++;
      r++;
    }
    while (l < lEnd && r < rEnd && left.get(lEnd - 1).equals(right.get(rEnd - 1))) {
      lEnd--;
      rEnd--;
    }
    if (l == lEnd || r == rEnd) {
      replace(l, lEnd, r, rEnd);
    } else if (lEnd - l + rEnd - r <= SHORT) {
      myers(l, lEnd, r, rEnd);
    } else {
      split(l, lEnd, r, rEnd);
    }
  }

  private void split(int l, int lEnd, int r, int rEnd) {
    List<int[]> anchors = anchors(l, lEnd, r, rEnd);
    if (anchors.isEmpty()) {
      replace(l, lEnd, r, rEnd);
      return;
    }
    int leftAt = l;
    int rightAt = r;
    for (int[] anchor : anchors) {
      match(leftAt, anchor[0], rightAt, anchor[1]);
      leftAt = anchor[0] + 1;
      rightAt = anchor[1] + 1;
    }
    match(leftAt, lEnd, rightAt, rEnd);
  }

  private void myers(int l, int lEnd, int r, int rEnd) {
    Patch<String> part =
        DiffUtils.diff(
            left.subList(l, lEnd), right.subList(r, rEnd), new MyersDiffWithLinearSpace<>());
    for (AbstractDelta<String> delta : part.getDeltas()) {
      int from = l + delta.getSource().getPosition();
      int to = r + delta.getTarget().getPosition();
      replace(from, from + delta.getSource().size(), to, to + delta.getTarget().size());
    }
  }

  private void replace(int l, int lEnd, int r, int rEnd) {
    if (l == lEnd && r == rEnd) {
      return;
    }
    Range last = ranges.isEmpty() ? null : ranges.getLast();
    // A deletion and an insertion at the same place read better, and in the usual order, as one.
    if (last != null && last.lEnd == l && last.rEnd == r) {
      ranges.removeLast();
      ranges.add(new Range(last.l, lEnd, last.r, rEnd));
    } else {
      ranges.add(new Range(l, lEnd, r, rEnd));
    }
  }

  private Patch<String> patch() {
    Patch<String> patch = new Patch<>();
    for (Range range : ranges) {
      Chunk<String> source = new Chunk<>(range.l, left.subList(range.l, range.lEnd));
      Chunk<String> target = new Chunk<>(range.r, right.subList(range.r, range.rEnd));
      if (range.l == range.lEnd) {
        patch.addDelta(new InsertDelta<>(source, target));
      } else if (range.r == range.rEnd) {
        patch.addDelta(new DeleteDelta<>(source, target));
      } else {
        patch.addDelta(new ChangeDelta<>(source, target));
      }
    }
    return patch;
  }

  /** Lines that are unique on both sides, the longest run of them that is in order on both. */
  private List<int[]> anchors(int l, int lEnd, int r, int rEnd) {
    Map<String, Integer> uniqueLeft = unique(left, l, lEnd);
    Map<String, Integer> uniqueRight = unique(right, r, rEnd);
    List<int[]> pairs = new ArrayList<>();
    for (int i = l; i < lEnd; i++) {
      Integer place = uniqueLeft.get(left.get(i)) == null ? null : uniqueRight.get(left.get(i));
      if (place != null) {
        pairs.add(new int[] {i, place});
      }
    }
    return increasing(pairs);
  }

  private static Map<String, Integer> unique(List<String> lines, int from, int to) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = from; i < to; i++) {
      places.merge(lines.get(i), i, (first, again) -> -1);
    }
    places.values().removeIf(place -> place < 0);
    return places;
  }

  private static List<int[]> increasing(List<int[]> pairs) {
    int[] ends = new int[pairs.size()];
    int[] previous = new int[pairs.size()];
    int length = 0;
    for (int i = 0; i < pairs.size(); i++) {
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (pairs.get(ends[middle])[1] < pairs.get(i)[1]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      previous[i] = low == 0 ? -1 : ends[low - 1];
      ends[low] = i;
      length = Math.max(length, low + 1);
    }
    int[][] chain = new int[length][];
    for (int i = length - 1, at = length == 0 ? -1 : ends[length - 1]; i >= 0; i--) {
      chain[i] = pairs.get(at);
      at = previous[at];
    }
    return Arrays.asList(chain);
  }
}
