package org.hevelius.core.find;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/** An index for tests that keeps the whole tree of every version, and the version of each entry. */
public final class InMemoryFileIndex implements FileIndex {
  private record Put(long version, TreeEntry entry) {}

  private final Map<DatasetName, NavigableMap<Long, Map<String, Put>>> datasets = new TreeMap<>();

  @Override
  public Update begin(DatasetName dataset, long version, long previousVersion) {
    if (indexedUpTo(dataset) != previousVersion || version <= previousVersion) {
      throw new HeveliusException(Category.CONFLICT, "doesn't follow");
    }
    Map<String, Put> tree =
        new TreeMap<>(versions(dataset).getOrDefault(previousVersion, new TreeMap<>()));
    return new Update() {
      @Override
      public void added(String path, TreeEntry entry) {
        changed(path, entry);
      }

      @Override
      public void changed(String path, TreeEntry entry) {
        if (!entry.isDirectory()) {
          removed(path);
        }
        tree.put(Names.show(path), new Put(version, entry));
      }

      @Override
      public void removed(String path) {
        String shown = Names.show(path);
        tree.keySet()
            .removeIf(
                known ->
                    (known.equals(shown) || known.startsWith(shown + "/"))
                        && tree.get(known) instanceof Put(long at, TreeEntry _)
                        && (at < version || known.equals(shown)));
      }

      @Override
      public void commit() {
        datasets.computeIfAbsent(dataset, _ -> new TreeMap<>()).put(version, tree);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public long indexedUpTo(DatasetName dataset) {
    return versions(dataset).isEmpty() ? 0 : versions(dataset).lastKey();
  }

  @Override
  public Map<DatasetName, Long> indexed() {
    Map<DatasetName, Long> indexed = new TreeMap<>();
    datasets.forEach(
        (dataset, versions) -> {
          if (!versions.isEmpty()) {
            indexed.put(dataset, versions.lastKey());
          }
        });
    return indexed;
  }

  @Override
  public void find(FileQuery query, Consumer<FileHit> hits) {
    int left = query.limit();
    for (DatasetName dataset : datasets.keySet()) {
      if (query.dataset() == null || dataset.equals(query.dataset())) {
        TreeSet<String> paths = new TreeSet<>();
        versions(dataset).values().forEach(tree -> paths.addAll(tree.keySet()));
        for (String path : paths) {
          String wanted =
              query.pattern().isPath() ? path : path.substring(path.lastIndexOf('/') + 1);
          if (query.pattern().matches(wanted)) {
            for (FileInterval interval : history(dataset, path)) {
              if (left-- > 0) {
                hits.accept(new FileHit(dataset, path, interval));
              }
            }
          }
        }
      }
    }
  }

  @Override
  public List<FileInterval> history(DatasetName dataset, String path) {
    Map<Long, FileInterval> intervals = new HashMap<>();
    List<Long> order = new ArrayList<>();
    for (Map.Entry<Long, Map<String, Put>> version : versions(dataset).entrySet()) {
      Put put = version.getValue().get(path);
      if (put != null) {
        FileInterval before = intervals.get(put.version());
        if (before == null) {
          order.add(put.version());
        }
        intervals.put(put.version(), interval(dataset, before, version.getKey(), put.entry()));
      }
    }
    return order.stream().map(intervals::get).toList();
  }

  @Override
  public void forget(DatasetName dataset, Collection<Long> versions) {
    versions(dataset).keySet().removeAll(versions);
  }

  @Override
  public void clear(DatasetName dataset) {
    datasets.remove(dataset);
  }

  @Override
  public void close() {}

  private FileInterval interval(
      DatasetName dataset, @Nullable FileInterval before, long version, TreeEntry entry) {
    return new FileInterval(
        before == null ? version : before.firstVersion(),
        version,
        version == indexedUpTo(dataset),
        entry.type(),
        entry.size(),
        entry.modified(),
        entry.mode(),
        entry.contentKey());
  }

  private NavigableMap<Long, Map<String, Put>> versions(DatasetName dataset) {
    return datasets.getOrDefault(dataset, new TreeMap<>());
  }
}
