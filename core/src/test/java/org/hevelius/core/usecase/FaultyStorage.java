package org.hevelius.core.usecase;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.InMemoryCatalog;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.provider.Support;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.tree.SnapshotTree;

/** Storage without content, and a catalog: work on both can be stopped at each of its steps. */
final class FaultyStorage implements SnapshotProvider {
  private static final Set<String> CHANGES =
      Set.of("beginForget", "forget", "keep", "replace", "record", "append");

  /** What storage holds: the manifest of each snapshot by its id. */
  final Map<String, Manifest> stored = new TreeMap<>();

  /** The catalog, without faults. */
  final InMemoryCatalog catalog = new InMemoryCatalog();

  /** How many files each source has. */
  long files = 1;

  /** Whether the sources are there. */
  Presence presence = Presence.THERE;

  private long ids;
  private int steps = Integer.MAX_VALUE;
  private boolean dies;
  private boolean away;
  private Runnable onCapture = () -> {};
  private volatile Supplier<SnapshotTree> live =
      () -> {
        throw new UnsupportedOperationException();
      };

  /** The process is gone: nothing that runs on exceptions runs any more. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The next work ends after so many steps.
   *
   * @param dies whether the process ends, or only what it tries fails from then on
   */
  void stopAfter(int steps, boolean dies) {
    this.steps = steps;
    this.dies = dies;
  }

  /** All works again. */
  void heal() {
    steps = Integer.MAX_VALUE;
  }

  /** Does this when the next capture begins. */
  void onCapture(Runnable work) {
    onCapture = work;
  }

  /** Gives the present state of all sources from now on. */
  void live(Supplier<SnapshotTree> trees) {
    live = trees;
  }

  /** Whether what asks storage finds none. */
  void away(boolean isAway) {
    away = isAway;
  }

  /** The catalog with faults: a stop comes before or after a change. */
  Catalog faulty() {
    return (Catalog)
        Proxy.newProxyInstance(
            Catalog.class.getClassLoader(),
            new Class<?>[] {Catalog.class},
            (_, method, arguments) -> {
              boolean change = CHANGES.contains(method.getName());
              if (change) {
                step();
              }
              try {
                Object result = method.invoke(catalog, arguments);
                if (change) {
                  step();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** The catalog, of which one method can't be used. */
  Catalog without(String name) {
    return (Catalog)
        Proxy.newProxyInstance(
            Catalog.class.getClassLoader(),
            new Class<?>[] {Catalog.class},
            (_, method, arguments) -> {
              if (method.getName().equals(name)) {
                throw new HeveliusException(Category.FULL, "no space left");
              }
              try {
                return method.invoke(catalog, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void step() {
    if (steps > 0) {
      steps--;
      return;
    }
    if (dies) {
      throw new Died();
    }
    throw new HeveliusException(Category.FULL, "no space left");
  }

  @Override
  public SourceSpec.Kind kind() {
    return SourceSpec.Kind.DIR;
  }

  @Override
  public List<Support> capabilities(SourceSpec source) {
    return List.of();
  }

  @Override
  public void probe(SourceSpec source) {}

  @Override
  public Presence presence(SourceSpec source) {
    return presence;
  }

  @Override
  public PendingCapture capture(CaptureRequest request) {
    Runnable work = onCapture;
    onCapture = () -> {};
    work.run();
    return new PendingCapture() {
      @Override
      public List<Content> contents() {
        return request.sources().stream()
            .map(source -> new Content(source, files, 1, files, 0, 0, files, 0, List.of()))
            .toList();
      }

      @Override
      public Guarantee guarantee() {
        return Guarantee.UNVERIFIED;
      }

      @Override
      public List<Capture> publish(Manifest manifest) {
        String id = put(manifest);
        return request.sources().stream().map(source -> capture(source, id)).toList();
      }

      @Override
      public void close() {}
    };
  }

  private String put(Manifest manifest) {
    step();
    String id = "%064x".formatted(++ids);
    stored.put(id, manifest);
    step();
    return id;
  }

  private void remove(String id) {
    step();
    stored.remove(id);
    step();
  }

  private Capture capture(SourceSpec source, String id) {
    return new Capture(source, "directory", id, "default", files, 1, files, 1, 1);
  }

  @Override
  public List<Capture> annotate(List<Capture> captures, Manifest manifest) {
    String id = put(manifest);
    remove(captures.getFirst().id());
    return captures.stream().map(old -> capture(old.source(), id)).toList();
  }

  @Override
  public void forget(List<Capture> captures) {
    remove(captures.getFirst().id());
  }

  @Override
  public boolean exists(Capture capture) {
    if (away) {
      throw new HeveliusException(Category.UNAVAILABLE, "the disk is not mounted");
    }
    return stored.containsKey(capture.id());
  }

  @Override
  public Stream<Recovered> recover() {
    List<Recovered> found = new ArrayList<>();
    stored.forEach(
        (id, manifest) ->
            found.add(
                new Recovered(
                    manifest,
                    manifest.dataset().sources().stream().map(s -> capture(s, id)).toList())));
    return found.stream();
  }

  @Override
  public SnapshotTree open(Capture capture) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SnapshotTree live(Dataset dataset, SourceSpec source) {
    return live.get();
  }

  @Override
  public void restore(RestoreOrder order) {
    throw new UnsupportedOperationException();
  }
}
