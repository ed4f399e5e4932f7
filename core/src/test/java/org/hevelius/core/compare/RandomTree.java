package org.hevelius.core.compare;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.hevelius.core.tree.MemoryTree;
import org.hevelius.core.tree.TreeEntry;

/** Random trees and random edits of them, from a seed. */
final class RandomTree {
  private static final List<String> NAMES =
      List.of("a", "a-b", "a.b", "b", "c0", "é", "\udc80x", "\ud83d\ude00", "\uffee", "long name");

  private final Random random;

  RandomTree(long seed) {
    random = new Random(seed);
  }

  MemoryTree tree(boolean keys) {
    MemoryTree.Builder builder = MemoryTree.builder();
    grow(builder, "", 0);
    return (keys ? builder.withKeys() : builder).build();
  }

  MemoryTree edited(MemoryTree tree, boolean keys) {
    MemoryTree.Builder builder = tree.change();
    List<TreeEntry> entries =
        tree.entries().values().stream()
            .filter(entry -> !entry.path().isEmpty())
            .sorted((a, b) -> a.path().compareTo(b.path()))
            .toList();
    for (TreeEntry entry : entries) {
      Optional<TreeEntry> now = builder.at(entry.path());
      if (now.isPresent() && random.nextInt(4) == 0) {
        edit(builder, now.get());
      }
    }
    return (keys ? builder.withKeys() : builder).build();
  }

  private void edit(MemoryTree.Builder builder, TreeEntry entry) {
    String path = entry.path();
    switch (random.nextInt(6)) {
      case 0 -> builder.remove(path);
      case 1 -> builder.mode(path, random.nextInt(512));
      case 2 -> builder.modified(path, MemoryTree.TIME.plusNanos(random.nextInt(3)));
      case 3 -> leaf(builder.remove(path), path);
      case 4 -> grow(builder.remove(path).directory(path), path, 2);
      default -> {
        if (entry.isDirectory()) {
          grow(builder, path, 2);
        } else {
          leaf(builder, path);
        }
      }
    }
  }

  private void grow(MemoryTree.Builder builder, String directory, int depth) {
    for (String name : NAMES) {
      String path = directory.isEmpty() ? name : directory + "/" + name;
      int kind = random.nextInt(10);
      boolean there = builder.at(path).isPresent();
      if (!there && kind < 2 && depth < 3) {
        grow(builder.directory(path), path, depth + 1);
      } else if (!there && kind < 6) {
        leaf(builder, path);
      }
    }
  }

  private void leaf(MemoryTree.Builder builder, String path) {
    switch (random.nextInt(8)) {
      case 0 -> builder.symlink(path, "target" + random.nextInt(2));
      case 1 -> builder.special(path);
      default -> {
        byte[] content = new byte[random.nextInt(4)];
        for (int i = 0; i < content.length; i++) {
          content[i] = (byte) random.nextInt(2);
        }
        builder.file(path, content);
      }
    }
  }
}
