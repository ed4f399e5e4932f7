package org.hevelius.app.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.hevelius.core.usecase.CapabilityView;
import org.hevelius.core.usecase.DatasetView;
import org.hevelius.core.usecase.Datasets;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.SnapshotView;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Datasets behind a service. Their sources are places of the machine on which it runs. */
final class RemoteDatasets implements Facade.DatasetUses {
  private final Connection connection;

  RemoteDatasets(Connection connection) {
    this.connection = connection;
  }

  private Datasets.Summary summary(DatasetView view) {
    Snapshot latest =
        view.latest() == null
            ? null
            : Wire.snapshot(
                connection.get(
                    Ask.of(
                        DatasetName.of(view.name()),
                        "/snapshots/" + view.latest().substring(view.name().length() + 1)),
                    SnapshotView.class));
    return new Datasets.Summary(Wire.dataset(view), view.snapshots(), latest);
  }

  @Override
  public List<Datasets.Summary> list() {
    return views().stream().map(this::summary).toList();
  }

  private List<DatasetView> views() {
    return connection.all(Ask.of("datasets"), Integer.MAX_VALUE, new TypeReference<>() {});
  }

  @Override
  public Datasets.Summary show(String name) {
    return summary(connection.get(Ask.of(DatasetName.of(name), ""), DatasetView.class));
  }

  @Override
  public List<CapabilityView> storage(String name) {
    return connection.get(Ask.of(DatasetName.of(name), "/storage"), new TypeReference<>() {});
  }

  @Override
  public Datasets.Summary add(Datasets.AddRequest request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", request.name());
    body.put("sources", request.sources());
    body.put("description", request.description());
    body.put("excludes", request.excludes());
    if (request.repository() != null) {
      body.put("repository", request.repository());
    }
    return summary(connection.start(Ask.of("datasets"), body, Map.of()).as(DatasetView.class));
  }

  @Override
  public Datasets.Ensured ensure(Datasets.AddRequest request) {
    try {
      Datasets.Summary there = show(request.name());
      Datasets.requireSources(there.dataset(), request);
      return new Datasets.Ensured(there, false);
    } catch (HeveliusException e) {
      if (e.category() != Category.NOT_FOUND) {
        throw e;
      }
      return new Datasets.Ensured(add(request), true);
    }
  }

  @Override
  public Datasets.Summary set(Datasets.SetRequest request) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (request.description() != null) {
      body.put("description", request.description());
    }
    body.put("addSources", request.addSources());
    body.put("removeSources", request.removeSources());
    body.put("addExcludes", request.addExcludes());
    body.put("removeExcludes", request.removeExcludes());
    body.put("addTags", request.addTags());
    body.put("removeTags", request.removeTags());
    return summary(
        connection
            .change("PATCH", Ask.of(DatasetName.of(request.name()), ""), body, Map.of())
            .as(DatasetView.class));
  }

  @Override
  public Dataset remove(String name) {
    Ask ask = Ask.of(DatasetName.of(name), "");
    Dataset dataset = Wire.dataset(connection.get(ask, DatasetView.class));
    var _ = connection.change("DELETE", ask, null, Map.of());
    return dataset;
  }

  /** Where the user stands says nothing: it is a place of another machine. */
  @Override
  public Dataset only(@Nullable String workingDirectory) {
    List<DatasetView> all = views();
    if (all.size() == 1) {
      return Wire.dataset(all.getFirst());
    }
    throw new HeveliusException(
        all.isEmpty() ? Category.NOT_FOUND : Category.INVALID,
        all.isEmpty()
            ? "there is no dataset yet"
            : "there are " + all.size() + " datasets: say which one",
        all.isEmpty()
            ? "add one: hevelius dataset add NAME --source dir:/path/to/the/data"
            : "one of: "
                + String.join(", ", all.stream().limit(10).map(DatasetView::name).toList()));
  }

  @Override
  public String locate(String path) {
    throw new HeveliusException(
        Category.INVALID,
        "the service doesn't know the files of this machine, such as " + Names.show(path),
        "write DATASET:path, or see what there is: hevelius dataset list");
  }
}
