package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Capability;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.tree.Names;
import org.jspecify.annotations.Nullable;

/** Adds, shows, changes and removes datasets. */
public final class Datasets implements Facade.DatasetUses {
  private final Context context;

  /** Use cases over these parts. */
  public Datasets(Context context) {
    this.context = context;
  }

  /**
   * A dataset to add.
   *
   * @param sources as they are written, such as {@code dir:/data/raw}
   * @param repository where captures go; null for the default repository
   */
  public record AddRequest(
      String name,
      List<String> sources,
      String description,
      List<String> excludes,
      @Nullable String repository) {
    /** Copies the lists. */
    public AddRequest {
      sources = List.copyOf(sources);
      excludes = List.copyOf(excludes);
    }
  }

  /**
   * A change of a dataset; null or an empty list leaves a thing as it is.
   *
   * @param addSources sources to add at the end
   * @param removeSources sources to drop; their captures stay
   * @param addTags each {@code key=value} or {@code key}; a key that is there gets the new value
   * @param removeTags keys
   */
  public record SetRequest(
      String name,
      @Nullable String description,
      List<String> addSources,
      List<String> removeSources,
      List<String> addExcludes,
      List<String> removeExcludes,
      List<String> addTags,
      List<String> removeTags) {}

  /**
   * A dataset with what is known of its snapshots.
   *
   * @param snapshots how many there are
   * @param latest the newest, or null when there is none
   */
  public record Summary(Dataset dataset, long snapshots, @Nullable Snapshot latest) {}

  /** Adds a dataset; its sources must be there. */
  @Override
  public Summary add(AddRequest request) {
    return context.audited(
        "dataset add",
        request.name(),
        () -> {
          Dataset dataset = draft(request);
          context
              .catalog()
              .addDataset(
                  dataset, context.done("dataset add", dataset.name().text(), words(dataset)));
          return summary(dataset);
        });
  }

  /** The dataset that would be added; its sources must be there. */
  Dataset draft(AddRequest request) {
    List<SourceSpec> sources = request.sources().stream().map(SourceSpec::parse).toList();
    refuseOverlap(sources);
    sources.forEach(source -> context.provider(source).probe(source));
    requireExcludable(sources, request.excludes());
    return new Dataset(
        DatasetName.of(request.name()),
        request.description(),
        sources,
        request.excludes(),
        context.clock().instant(),
        repository(request.repository()));
  }

  /**
   * The dataset of that name: added when there is none yet.
   *
   * @throws HeveliusException CONFLICT when there is one with other sources
   */
  @Override
  public Ensured ensure(AddRequest request) {
    Optional<Dataset> known = context.catalog().dataset(DatasetName.of(request.name()));
    if (known.isEmpty()) {
      return new Ensured(add(request), true);
    }
    Dataset dataset = known.orElseThrow();
    requireSources(dataset, request);
    return new Ensured(summary(dataset), false);
  }

  /** Refuses a request for a dataset that is there with other sources. */
  public static void requireSources(Dataset dataset, AddRequest request) {
    List<SourceSpec> wanted = request.sources().stream().map(SourceSpec::parse).toList();
    if (!dataset.sources().containsAll(wanted)) {
      throw new HeveliusException(
          Category.CONFLICT,
          "there is a dataset %s already, with other sources: %s"
              .formatted(
                  dataset.name(),
                  String.join(", ", dataset.sources().stream().map(SourceSpec::toString).toList())),
          "nothing was taken; to add a source: hevelius dataset set %s --add-source %s"
              .formatted(dataset.name(), wanted.getFirst()),
          "for other data choose another name");
    }
  }

  /**
   * A dataset that is there now.
   *
   * @param added whether it was added only now
   */
  public record Ensured(Summary summary, boolean added) {}

  private String repository(@Nullable String wanted) {
    List<String> names = context.repositories().names();
    if (wanted == null) {
      return names.isEmpty() ? Dataset.DEFAULT_REPOSITORY : names.getFirst();
    }
    if (!names.contains(wanted)) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "there is no repository called \"" + wanted + "\"",
          "there are: " + String.join(", ", names));
    }
    return wanted;
  }

  /** What storage takes at once it takes whole. */
  private void requireExcludable(List<SourceSpec> sources, List<String> excludes) {
    if (excludes.isEmpty()) {
      return;
    }
    for (SourceSpec source : sources) {
      context.provider(source).capabilities(source).stream()
          .filter(support -> support.capability() == Capability.EXCLUDES && !support.available())
          .findFirst()
          .ifPresent(
              support -> {
                throw new HeveliusException(
                    Category.INVALID,
                    "nothing can be left out of %s: %s".formatted(source, support.note()),
                    "leave out the excludes, or keep %s in storage of its own that is no source"
                        .formatted(String.join(" and ", excludes)));
              });
    }
  }

  private static void refuseOverlap(List<SourceSpec> sources) {
    for (SourceSpec a : sources) {
      for (SourceSpec b : sources) {
        if (a.kind() == b.kind() && b.location().startsWith(a.location() + "/")) {
          throw new HeveliusException(
              Category.INVALID,
              "the source " + b + " lies inside the source " + a,
              "the outer one captures both");
        }
      }
    }
  }

  /** All datasets, sorted by name. */
  @Override
  public List<Summary> list() {
    return context.catalog().datasets().stream().map(this::summary).toList();
  }

  /** One dataset. */
  @Override
  public Summary show(String name) {
    return summary(resolve(name));
  }

  @Override
  public List<CapabilityView> storage(String name) {
    return new NativeStores(context).support(resolve(name));
  }

  private Dataset resolve(String name) {
    return new ReferenceResolver(context.catalog()).dataset(DatasetName.of(name));
  }

  private Summary summary(Dataset dataset) {
    Optional<Snapshot> latest = context.catalog().latest(dataset.name());
    return new Summary(
        dataset, context.catalog().count(SnapshotQuery.of(dataset.name())), latest.orElse(null));
  }

  /** Changes a dataset's definition; snapshots that exist stay as they are. */
  @Override
  public Summary set(SetRequest request) {
    return context.audited(
        "dataset set",
        request.name(),
        () -> {
          Dataset old = resolve(request.name());
          List<SourceSpec> added = request.addSources().stream().map(SourceSpec::parse).toList();
          added.forEach(source -> context.provider(source).probe(source));
          List<SourceSpec> sources =
              changed(
                  old.sources(),
                  added,
                  request.removeSources().stream().map(SourceSpec::parse).toList(),
                  "source");
          refuseOverlap(sources);
          List<String> excludes =
              changed(old.excludes(), request.addExcludes(), request.removeExcludes(), "exclude");
          requireExcludable(sources, excludes);
          Dataset updated =
              new Dataset(
                  old.name(),
                  request.description() == null ? old.description() : request.description(),
                  sources,
                  excludes,
                  old.created(),
                  old.repository(),
                  tags(old, request));
          context
              .catalog()
              .updateDataset(
                  old, updated, context.done("dataset set", old.name().text(), words(updated)));
          return summary(updated);
        });
  }

  private static List<String> tags(Dataset old, SetRequest request) {
    Map<String, String> tags = new TreeMap<>();
    old.tags().stream().map(Tags::parse).forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    for (String key : request.removeTags()) {
      if (tags.remove(key) == null) {
        throw new HeveliusException(
            Category.NOT_FOUND,
            "the dataset has no tag \"" + key + "\"",
            "it has: " + (old.tags().isEmpty() ? "none" : String.join(", ", old.tags())));
      }
    }
    request.addTags().stream()
        .map(Tags::parse)
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags.entrySet().stream().map(tag -> Tags.text(tag.getKey(), tag.getValue())).toList();
  }

  private static String joined(List<?> things) {
    return things.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** How a dataset stands after a change. */
  private static String words(Dataset dataset) {
    List<String> words = new ArrayList<>();
    words.add("sources: " + joined(dataset.sources()));
    if (!dataset.excludes().isEmpty()) {
      words.add("excludes: " + joined(dataset.excludes()));
    }
    if (!dataset.tags().isEmpty()) {
      words.add("tags: " + joined(dataset.tags()));
    }
    if (!dataset.description().isEmpty()) {
      words.add("description: " + dataset.description());
    }
    return String.join("; ", words);
  }

  private static <T> List<T> changed(List<T> old, List<T> add, List<T> remove, String what) {
    List<T> result = new ArrayList<>(old);
    for (T gone : remove) {
      if (!result.remove(gone)) {
        throw new HeveliusException(
            Category.NOT_FOUND,
            "the dataset has no " + what + " " + gone,
            "it has: " + (old.isEmpty() ? "none" : joined(old)));
      }
    }
    for (T item : add) {
      if (!result.contains(item)) {
        result.add(item);
      }
    }
    return result;
  }

  /** Removes a dataset that has no snapshots; its sources are not touched. */
  @Override
  public Dataset remove(String name) {
    return context.audited(
        "dataset remove",
        name,
        () -> {
          Dataset dataset = resolve(name);
          context.catalog().removeDataset(dataset.name(), context.done("dataset remove", name, ""));
          return dataset;
        });
  }

  /**
   * The dataset that is meant when none is named: the only one, or the one whose source holds a
   * directory.
   *
   * @param workingDirectory absolute path, or null
   */
  @Override
  public Dataset only(@Nullable String workingDirectory) {
    List<Dataset> all = context.catalog().datasets();
    List<Dataset> here =
        all.stream()
            .filter(d -> d.sources().stream().anyMatch(s -> holds(s, workingDirectory)))
            .toList();
    if (here.size() == 1) {
      return here.getFirst();
    }
    if (all.size() == 1) {
      return all.getFirst();
    }
    throw new HeveliusException(
        all.isEmpty() ? Category.NOT_FOUND : Category.INVALID,
        all.isEmpty()
            ? "there is no dataset yet"
            : "there are " + all.size() + " datasets: say which one",
        all.isEmpty()
            ? "add one: hevelius dataset add NAME --source dir:/path/to/the/data"
            : "one of: "
                + String.join(", ", all.stream().limit(10).map(d -> d.name().text()).toList()));
  }

  /**
   * The place in a dataset where a file or directory of this machine is captured.
   *
   * @param path absolute
   * @return {@code DATASET:path}
   * @throws HeveliusException NOT_FOUND when no dataset captures it; INVALID when several do
   */
  @Override
  public String locate(String path) {
    List<String> places = new ArrayList<>();
    for (Dataset dataset : context.catalog().datasets()) {
      Sources sources = new Sources(dataset.sources());
      for (SourceSpec source : dataset.sources()) {
        if (holds(source, path)) {
          int root = source.location().equals("/") ? 1 : source.location().length() + 1;
          String below = path.length() < root ? "" : path.substring(root);
          places.add(dataset.name() + ":" + sources.prefix(source) + Names.show(below));
        }
      }
    }
    if (places.size() == 1) {
      return places.getFirst();
    }
    throw places.isEmpty()
        ? new HeveliusException(
            Category.NOT_FOUND,
            "no dataset has a source that holds " + Names.show(path),
            "write DATASET:path, or see what there is: hevelius dataset list")
        : new HeveliusException(
            Category.INVALID,
            places.size() + " datasets hold " + Names.show(path),
            "one of: " + String.join("  ", places));
  }

  private static boolean holds(SourceSpec source, @Nullable String directory) {
    return directory != null
        && source.kind() == SourceSpec.Kind.DIR
        && (directory.equals(source.location())
            || source.location().equals("/")
            || directory.startsWith(source.location() + "/"));
  }
}
