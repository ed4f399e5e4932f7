package org.hevelius.core.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hevelius.core.dataset.SourceSpec;

/** Changes a source at random, from a seed. */
public final class RandomChanges {
  private static final List<String> NAMES = List.of("a", "a-b", "a b", "é", "new\nline", "b\"c'");

  private final ProviderFixture fixture;
  private final SourceSpec source;
  private final Random random;

  /** Changes of this source. */
  public RandomChanges(ProviderFixture fixture, SourceSpec source, long seed) {
    this.fixture = fixture;
    this.source = source;
    this.random = new Random(seed);
  }

  /** So many changes. */
  public void some(int changes) {
    for (int i = 0; i < changes; i++) {
      one();
    }
  }

  private void one() {
    Map<String, String> now = Captures.live(fixture.provider(), source);
    List<String> paths = new ArrayList<>(now.keySet());
    String path = paths.isEmpty() ? "" : paths.get(random.nextInt(paths.size()));
    String fresh = fresh(now);
    boolean link = now.getOrDefault(path, "").startsWith("SYMLINK");
    switch (paths.isEmpty() ? 0 : random.nextInt(7)) {
      case 0, 1 -> fixture.write(source, fresh + "/f" + random.nextInt(9), "" + random.nextLong());
      case 2 -> fixture.remove(source, path);
      case 3 -> {
        if (!fresh.startsWith(path)) {
          fixture.rename(source, path, fresh);
        }
      }
      case 4 -> {
        if (!link) {
          fixture.mode(source, path, 0700 | random.nextInt(64));
        }
      }
      case 5 -> fixture.link(source, fresh, "target" + random.nextInt(3));
      default -> {
        if (now.getOrDefault(path, "").startsWith("FILE")) {
          fixture.write(source, path, "changed " + random.nextInt());
        }
      }
    }
  }

  /** A name that nothing has, at the root or in a directory. */
  private String fresh(Map<String, String> now) {
    List<String> directories =
        now.entrySet().stream()
            .filter(entry -> entry.getValue().startsWith("DIRECTORY"))
            .map(Map.Entry::getKey)
            .toList();
    String above =
        directories.isEmpty() || random.nextInt(3) == 0
            ? ""
            : directories.get(random.nextInt(directories.size())) + "/";
    String name = above + NAMES.get(random.nextInt(NAMES.size()));
    while (now.containsKey(name)) {
      name += random.nextInt(10);
    }
    return name;
  }
}
