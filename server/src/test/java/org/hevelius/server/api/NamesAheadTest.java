package org.hevelius.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.FileHit;
import org.hevelius.core.find.FileIndex;
import org.hevelius.core.find.FileInterval;
import org.hevelius.core.find.FileQuery;
import org.hevelius.core.tree.TreeEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NamesAheadTest {
  /** An index that stands still in the middle of adding a version of one dataset. */
  private static final class Gated implements FileIndex {
    private final FileIndex index;
    private final DatasetName slow;
    final CountDownLatch adding = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    Gated(FileIndex index, String slow) {
      this.index = index;
      this.slow = DatasetName.of(slow);
    }

    @Override
    public Update begin(DatasetName dataset, long version, long previousVersion) {
      Update update = index.begin(dataset, version, previousVersion);
      return dataset.equals(slow) ? new Slow(update) : update;
    }

    private final class Slow implements Update {
      private final Update update;

      Slow(Update update) {
        this.update = update;
      }

      @Override
      public void added(String path, TreeEntry entry) {
        adding.countDown();
        try {
          assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        update.added(path, entry);
      }

      @Override
      public void changed(String path, TreeEntry entry) {
        update.changed(path, entry);
      }

      @Override
      public void removed(String path) {
        update.removed(path);
      }

      @Override
      public void commit() {
        update.commit();
      }

      @Override
      public void close() {
        update.close();
      }
    }

    @Override
    public long indexedUpTo(DatasetName dataset) {
      return index.indexedUpTo(dataset);
    }

    @Override
    public Map<DatasetName, Long> indexed() {
      return index.indexed();
    }

    @Override
    public void find(FileQuery query, Consumer<FileHit> hits) {
      index.find(query, hits);
    }

    @Override
    public List<FileInterval> history(DatasetName dataset, String path) {
      return index.history(dataset, path);
    }

    @Override
    public void forget(DatasetName dataset, Collection<Long> versions) {
      index.forget(dataset, versions);
    }

    @Override
    public void clear(DatasetName dataset) {
      index.clear(dataset);
    }

    @Override
    public void close() {
      index.close();
    }
  }

  private static List<String> paths(JsonNode found) {
    return found.get("items").valueStream().map(hit -> hit.get("path").asString()).toList();
  }

  @Test
  void whoSearchesDoesNotWaitWhileTheNamesOfAnotherDatasetAreIndexed(@TempDir Path root)
      throws InterruptedException {
    Gated[] gated = new Gated[1];
    try (TestService service =
        new TestService(
                root,
                index -> {
                  gated[0] = new Gated(index, "swift/big");
                  return gated[0];
                },
                true)
            .twoVersions()) {
      service.indexAhead();
      JsonNode ready =
          service.get("/api/v1/files?pattern=mars*&dataset=cosmos7/raw&wait=true").json();
      assertThat(paths(ready)).contains("calib/mars.caldb");
      service.expect(
          201,
          service.send(
              "admin",
              "POST",
              "/api/v1/datasets",
              "{\"name\":\"swift/big\",\"sources\":[\"dir:%s\"]}".formatted(root.resolve("raw"))));
      JsonNode _ =
          service.done(
              service.send(
                  "admin",
                  "POST",
                  "/api/v1/datasets/swift~big/snapshots",
                  "{\"description\":\"All\"}"));
      assertThat(gated[0].adding.await(60, TimeUnit.SECONDS)).isTrue();

      // The index is being written for swift/big now, and that doesn't end before the test says so.
      JsonNode other = service.get("/api/v1/files?pattern=mars*&dataset=cosmos7/raw").json();
      assertThat(paths(other)).contains("calib/mars.caldb");
      assertThat(other.get("behind")).isEmpty();
      assertThat(service.get(TestService.RAW + "/history?path=calib/mars.caldb").json()).hasSize(2);
      JsonNode all = service.get("/api/v1/files?pattern=mars*").json();
      assertThat(paths(all)).contains("calib/mars.caldb");
      assertThat(all.get("behind").toString())
          .isEqualTo("[{\"dataset\":\"swift/big\",\"indexed\":0,\"newest\":1}]");

      gated[0].goOn.countDown();
      JsonNode own = service.get("/api/v1/files?pattern=mars*&dataset=swift/big&wait=true").json();
      assertThat(paths(own)).containsExactly("calib/mars.caldb");
      assertThat(own.get("behind")).isEmpty();
      assertThat(service.get("/metrics").text()).contains("hevelius_file_index_behind 0");
    }
  }

  @Test
  void anotherProcessMayAddTheSameVersionAtTheSameTime(@TempDir Path root) {
    AtomicBoolean first = new AtomicBoolean(true);
    try (TestService service =
        new TestService(root, index -> beaten(index, first), false).twoVersions()) {
      JsonNode found = service.get("/api/v1/files?pattern=mars*").json();
      assertThat(first).isFalse();
      assertThat(paths(found)).contains("calib/mars.caldb");
    }
  }

  /** An index to which somebody else adds the second version just before it is to be added. */
  private static FileIndex beaten(FileIndex index, AtomicBoolean first) {
    return (FileIndex)
        Proxy.newProxyInstance(
            FileIndex.class.getClassLoader(),
            new Class<?>[] {FileIndex.class},
            (_, method, arguments) -> {
              if (method.getName().equals("begin")
                  && arguments[1].equals(2L)
                  && first.getAndSet(false)) {
                try (FileIndex.Update other =
                    index.begin((DatasetName) arguments[0], 2L, (Long) arguments[2])) {
                  other.commit();
                }
              }
              try {
                return method.invoke(index, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void whatTheIndexLacksIsSaidAndNotWaitedFor(@TempDir Path root) {
    try (TestService service = new TestService(root, index -> index, true).twoVersions()) {
      JsonNode found = service.get("/api/v1/files?pattern=mars*").json();
      assertThat(found.get("items")).isEmpty();
      assertThat(found.get("behind").toString())
          .isEqualTo("[{\"dataset\":\"cosmos7/raw\",\"indexed\":0,\"newest\":2}]");
      service.indexAhead();
      assertThat(service.get(TestService.RAW + "/history?path=calib/mars.caldb").json()).hasSize(2);
    }
  }
}
