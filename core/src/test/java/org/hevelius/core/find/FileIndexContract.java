package org.hevelius.core.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every index of files promises. */
public abstract class FileIndexContract {
  private static final DatasetName RAW = DatasetName.of("cosmos7/raw");
  private static final DatasetName OTHER = DatasetName.of("other");
  private static final Instant TIME = Instant.parse("1969-07-20T20:17:40.123456789Z");
  private static final String KEY = "0123456789abcdef".repeat(4);

  private FileIndex index;

  /** A new, empty index. */
  protected abstract FileIndex create();

  @BeforeEach
  void open() {
    index = create();
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void followsAFileThroughChangesDeletionAndReturn() {
    version(RAW, 1, "+calib/", "+calib/mars 10 " + KEY, "+notes 1");
    version(RAW, 2, "+events/", "+events/a 5");
    version(RAW, 4, "~calib/mars 12 " + "f".repeat(64));
    version(RAW, 5, "-calib/mars");
    version(RAW, 6);
    version(RAW, 7, "+calib/mars 10 short");
    assertThat(index.history(RAW, "calib/mars"))
        .containsExactly(
            interval(1, 2, false, 10, KEY),
            interval(4, 4, false, 12, "f".repeat(64)),
            interval(7, 7, true, 10, "short"));
    assertThat(index.history(RAW, "notes")).containsExactly(interval(1, 7, true, 1, null));
    assertThat(index.history(RAW, "calib").getFirst().type()).isEqualTo(TreeEntry.Type.DIRECTORY);
    assertThat(index.history(RAW, "mars")).isEmpty();
    assertThat(index.history(OTHER, "notes")).isEmpty();
    assertThat(index.indexedUpTo(RAW)).isEqualTo(7);
    assertThat(index.indexedUpTo(OTHER)).isZero();
  }

  @Test
  void removingADirectoryRemovesAllBelowAndNothingBeside() {
    version(RAW, 1, "+a/", "+a/b/", "+a/b/c 1", "+a/x 1", "+a-b 1", "+a0/", "+a0/y 1");
    version(RAW, 2, "-a");
    assertThat(now("**")).containsExactly("a-b", "a0", "a0/y");
    assertThat(index.history(RAW, "a/b/c")).containsExactly(interval(1, 1, false, 1, null));
  }

  @Test
  void aDirectoryThatBecomesAFileTakesItsContentAlong() {
    version(RAW, 1, "+a/", "+a/b 1");
    version(RAW, 2, "~a 7");
    assertThat(now("**")).containsExactly("a");
    version(RAW, 3, "-a", "+a/", "+a/b 2");
    assertThat(now("**")).containsExactly("a", "a/b");
    assertThat(index.history(RAW, "a/b")).hasSize(2);
  }

  @Test
  void findsByNameAndByPathInOneDatasetOrInAll() {
    version(RAW, 1, "+n.fits 1", "+a/", "+a/n.fits 1", "+a/b/", "+a/b/n.fit 1", "+a/N.fits 1");
    version(OTHER, 1, "+a/", "+a/n.fits 1", "+a/*[x 1");
    assertThat(found("*.fits"))
        .containsExactly("a/N.fits", "a/n.fits", "cosmos7/raw", "n.fits", "other");
    assertThat(found("n.fits")).containsExactly("a/n.fits", "cosmos7/raw", "n.fits", "other");
    assertThat(found("[!n]*"))
        .containsExactly("a", "a/*[x", "a/N.fits", "a/b", "cosmos7/raw", "other");
    assertThat(found("[*][[]*")).containsExactly("a/*[x", "other");
    assertThat(found("a/*.fits")).containsExactly("a/N.fits", "a/n.fits", "cosmos7/raw", "other");
    assertThat(found("a/**")).contains("a/b/n.fit", "a/n.fits").doesNotContain("a", "n.fits");
    assertThat(found("**/n.fit?")).containsExactly("a/n.fits", "cosmos7/raw", "n.fits", "other");
    assertThat(found("a/**/n.*")).contains("a/b/n.fit", "a/n.fits").doesNotContain("n.fits");
    assertThat(found("/n.fits")).containsExactly("cosmos7/raw", "n.fits");
    assertThat(found("?/b")).containsExactly("a/b", "cosmos7/raw");
    List<FileHit> one = new ArrayList<>();
    index.find(FileQuery.of("n.fits").in(OTHER), one::add);
    assertThat(one).extracting(FileHit::path).containsExactly("a/n.fits");
    index.find(new FileQuery(Glob.parse("*"), null, 2), one::add);
    assertThat(one).hasSize(3);
  }

  @Test
  void namesThatAreHardToWriteAreFoundAsTheyAreShown() {
    version(RAW, 1, "+we\nird\\ 1", "+bad\udcff 1", "+grüße 1", "+😀 1");
    assertThat(now("*")).containsExactly("bad\\xff", "grüße", "we\\nird\\\\", "😀");
    assertThat(now("*\\xff")).containsExactly("bad\\xff");
    assertThat(now("?")).containsExactly("😀");
    assertThat(index.history(RAW, "we\\nird\\\\")).hasSize(1);
  }

  @Test
  void versionsAreAddedInOrderOrNotAtAll() {
    version(RAW, 3, "+a 1");
    assertThatThrownBy(() -> index.begin(RAW, 4, 0)).isInstanceOf(HeveliusException.class);
    assertThatThrownBy(() -> index.begin(RAW, 4, 2)).isInstanceOf(HeveliusException.class);
    assertThatThrownBy(() -> index.begin(RAW, 3, 3)).isInstanceOf(HeveliusException.class);
    try (FileIndex.Update update = index.begin(RAW, 4, 3)) {
      update.removed("a");
    }
    assertThat(index.indexedUpTo(RAW)).isEqualTo(3);
    assertThat(now("*")).containsExactly("a");
  }

  @Test
  void forgottenVersionsAreFoundNoMore() {
    version(RAW, 1, "+old 1", "+keep 1");
    version(RAW, 2, "-old", "+middle 1");
    version(RAW, 3, "-middle", "+new 1");
    version(RAW, 4, "-new");
    index.forget(RAW, List.of(2L, 99L));
    assertThat(found("middle")).isEmpty();
    assertThat(index.history(RAW, "keep").getFirst().firstVersion()).isEqualTo(1);
    index.forget(RAW, List.of(1L));
    assertThat(found("old")).isEmpty();
    assertThat(index.history(RAW, "keep")).containsExactly(interval(3, 4, true, 1, null));
    index.forget(RAW, List.of(4L));
    assertThat(index.indexedUpTo(RAW)).isEqualTo(3);
    assertThat(now("*")).containsExactly("keep", "new");
    version(RAW, 5, "+more 1");
    assertThat(index.history(RAW, "new")).containsExactly(interval(3, 5, true, 1, null));
    index.forget(RAW, List.of(3L, 5L));
    assertThat(index.indexedUpTo(RAW)).isZero();
    assertThat(found("*")).isEmpty();
    version(RAW, 6, "+again 1");
    assertThat(now("*")).containsExactly("again");
    index.clear(RAW);
    assertThat(found("*")).isEmpty();
    assertThat(index.indexedUpTo(RAW)).isZero();
  }

  @Test
  void saysTheSameAsAnIndexOfWholeTreesAfterRandomHistories() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      DatasetName dataset = DatasetName.of("random" + seed);
      InMemoryFileIndex model = new InMemoryFileIndex();
      long previous = 0;
      for (long version = 1; version <= 12; version++) {
        if (random.nextInt(4) == 0) {
          List<Long> gone = List.of(1L + random.nextInt(12), 1L + random.nextInt(12));
          index.forget(dataset, gone);
          model.forget(dataset, gone);
          previous = model.indexedUpTo(dataset);
        }
        long next = Math.max(version, previous + 1);
        change(index, dataset, next, previous, random.nextLong());
        previous = model.indexedUpTo(dataset);
        change(model, dataset, next, previous, lastChange);
        previous = next;
      }
      for (String pattern : List.of("*", "**/?", "a/**", "?/b", "[ab]", "a/*/*")) {
        assertThat(hits(index, pattern, dataset))
            .as("seed %d, pattern %s", seed, pattern)
            .containsExactlyInAnyOrderElementsOf(hits(model, pattern, dataset));
      }
    }
  }

  private long lastChange;

  private void change(
      FileIndex target, DatasetName dataset, long version, long previous, long seed) {
    lastChange = seed;
    Random random = new Random(seed);
    try (FileIndex.Update update = target.begin(dataset, version, previous)) {
      TreeSet<String> touched = new TreeSet<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        String path = "abc".charAt(random.nextInt(3)) + "";
        for (int depth = random.nextInt(3); depth > 0; depth--) {
          path += "/" + "abc".charAt(random.nextInt(3));
        }
        if (touched.add(path)) {
          switch (random.nextInt(3)) {
            case 0 -> update.removed(path);
            case 1 -> update.changed(path, entry(path + "/", 0, null));
            default -> update.changed(path, entry(path, random.nextInt(9), null));
          }
        }
      }
      update.commit();
    }
  }

  private static List<FileHit> hits(FileIndex index, String pattern, DatasetName dataset) {
    List<FileHit> hits = new ArrayList<>();
    index.find(FileQuery.of(pattern).in(dataset), hits::add);
    return hits;
  }

  /** Paths that are there now, sorted. */
  private List<String> now(String pattern) {
    TreeSet<String> paths = new TreeSet<>();
    index.find(
        FileQuery.of(pattern).in(RAW),
        hit -> {
          if (hit.interval().present()) {
            paths.add(hit.path());
          }
        });
    return List.copyOf(paths);
  }

  /** Paths and datasets that were found, sorted. */
  private List<String> found(String pattern) {
    TreeSet<String> found = new TreeSet<>();
    index.find(
        FileQuery.of(pattern),
        hit -> {
          found.add(hit.path());
          found.add(hit.dataset().text());
        });
    return List.copyOf(found);
  }

  /** Changes are written {@code +path size key}, {@code ~...} or {@code -path}. */
  private void version(DatasetName dataset, long version, String... changes) {
    try (FileIndex.Update update = index.begin(dataset, version, index.indexedUpTo(dataset))) {
      for (String change : changes) {
        List<String> words = List.of(change.substring(1).split(" ", -1));
        String path = words.get(0).replaceFirst("/$", "");
        TreeEntry entry =
            entry(
                words.get(0),
                words.size() > 1 ? Long.parseLong(words.get(1)) : 0,
                words.size() > 2 ? words.get(2) : null);
        switch (change.charAt(0)) {
          case '+' -> update.added(path, entry);
          case '~' -> update.changed(path, entry);
          default -> update.removed(path);
        }
      }
      update.commit();
    }
  }

  private static TreeEntry entry(String path, long size, @Nullable String key) {
    TreeEntry.Type type = path.endsWith("/") ? TreeEntry.Type.DIRECTORY : TreeEntry.Type.FILE;
    return new TreeEntry("elsewhere", type, size, TIME, 0644, 0, 0, null, key);
  }

  private static FileInterval interval(
      long first, long last, boolean present, long size, @Nullable String key) {
    return new FileInterval(first, last, present, TreeEntry.Type.FILE, size, TIME, 0644, key);
  }
}
