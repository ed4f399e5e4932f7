package org.hevelius.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.hevelius.core.compare.Change.Kind;
import org.hevelius.core.tree.MemoryTree;
import org.hevelius.core.tree.TreeEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TreeDiffPropertyTest {
  private static final DiffOptions EXACT =
      DiffOptions.standard().withReadAll(true).withDirectoryTimes(true);

  static LongStream seeds() {
    Long replay = Long.getLong("property.seed");
    return replay == null ? LongStream.range(0, 60) : LongStream.of(replay);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void appliedToTheLeftItYieldsTheRight(long seed) {
    Pair pair = pair(seed);
    Map<String, String> tree = shown(pair.left);
    for (Change change : changes(pair.left, pair.right)) {
      if (change.after() == null) {
        assertThat(tree.remove(change.path())).as(change.path()).isNotNull();
      } else {
        tree.put(change.path(), show(pair.right, change.after()));
      }
    }
    assertThat(tree).isEqualTo(shown(pair.right));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aTreeDoesNotDifferFromItself(long seed) {
    MemoryTree tree = pair(seed).right;
    assertThat(changes(tree, tree)).isEmpty();
    DiffResult result = TreeDiff.run(tree, tree, EXACT, change -> {});
    assertThat(result.same()).isTrue();
    assertThat(result.total().unchanged().files() + result.total().unchanged().directories())
        .isEqualTo(tree.entries().size());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void swappingTheSidesMirrorsTheChanges(long seed) {
    Pair pair = pair(seed);
    List<Change> mirrored =
        changes(pair.right, pair.left).stream()
            .map(c -> new Change(mirror(c.kind()), c.path(), c.after(), c.before()))
            .toList();
    assertThat(mirrored).isEqualTo(changes(pair.left, pair.right));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void changesComeInPathOrderAndTheSummaryAddsUp(long seed) {
    Pair pair = pair(seed);
    List<Change> changes = changes(pair.left, pair.right);
    assertThat(changes.stream().map(Change::path)).isSortedAccordingTo(TreeDiff::comparePaths);
    for (int depth = 0; depth < 4; depth++) {
      DiffResult result =
          TreeDiff.run(pair.left, pair.right, EXACT.withSummaryDepth(depth), change -> {});
      assertThat(result.total().changes()).isEqualTo(changes.size());
      assertThat(result.directories().stream().mapToLong(d -> d.tally().changes()).sum())
          .isEqualTo(changes.size());
      assertThat(result.directories().stream().mapToLong(d -> d.tally().deltaBytes()).sum())
          .isEqualTo(result.total().deltaBytes());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keysChangeNothingAboutTheAnswer(long seed) {
    RandomTree random = new RandomTree(seed);
    MemoryTree left = random.tree(false);
    MemoryTree right = random.edited(left, false);
    MemoryTree keyedLeft = left.change().withKeys().build();
    MemoryTree keyedRight = right.change().withKeys().build();
    assertThat(changes(keyedLeft, keyedRight).stream().map(c -> c.kind() + c.path()))
        .isEqualTo(changes(left, right).stream().map(c -> c.kind() + c.path()).toList());
  }

  private record Pair(MemoryTree left, MemoryTree right) {}

  private static Pair pair(long seed) {
    RandomTree random = new RandomTree(seed);
    MemoryTree left = random.tree(seed % 2 == 0);
    return new Pair(left, random.edited(left, seed % 3 == 0));
  }

  private static List<Change> changes(MemoryTree left, MemoryTree right) {
    List<Change> changes = new ArrayList<>();
    TreeDiff.run(left, right, EXACT, changes::add);
    return changes;
  }

  private static Map<String, String> shown(MemoryTree tree) {
    Map<String, String> shown = new HashMap<>();
    tree.entries().forEach((path, entry) -> shown.put(path, show(tree, entry)));
    return shown;
  }

  private static String show(MemoryTree tree, TreeEntry e) {
    String content =
        e.isFile() ? Arrays.toString(tree.content(e.path())) : Objects.toString(e.linkTarget());
    return e.type() + " " + e.mode() + " " + e.modified() + " " + content;
  }

  private static Kind mirror(Kind kind) {
    return switch (kind) {
      case ADDED -> Kind.REMOVED;
      case REMOVED -> Kind.ADDED;
      case MODIFIED, METADATA, TYPE_CHANGED -> kind;
    };
  }
}
