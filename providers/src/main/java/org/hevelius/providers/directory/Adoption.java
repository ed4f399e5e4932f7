package org.hevelius.providers.directory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.dataset.Texts;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.tree.Names;
import org.hevelius.repository.ReadSession;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.StoredSnapshot;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.format.SnapshotFile;

/**
 * Shows the snapshots of other programs as Hevelius would list them: a dataset for each host and
 * set of paths, versions by time. Nothing is written.
 */
final class Adoption {
  private static final int MAX_SLUG = 40;
  private static final int MAX_TAG = 256;

  private final String repository;
  private final ReadSession session;
  private final Consumer<String> notices;

  Adoption(String repository, ReadSession session, Consumer<String> notices) {
    this.repository = repository;
    this.session = session;
    this.notices = notices;
  }

  /** What makes snapshots versions of one dataset. */
  private record Origin(String host, List<String> paths) {}

  List<Recovered> adoptable() {
    // Sessions list the oldest first, so a later group never takes the name of an earlier one.
    Map<Origin, List<StoredSnapshot>> groups = new LinkedHashMap<>();
    for (StoredSnapshot stored : session.snapshots()) {
      if (isForeign(stored)) {
        Origin origin =
            new Origin(stored.file().hostname(), stored.file().paths().stream().sorted().toList());
        groups.computeIfAbsent(origin, o -> new ArrayList<>()).add(stored);
      }
    }
    List<Recovered> adopted = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    groups.forEach((origin, versions) -> adopt(origin, versions, taken, adopted));
    return adopted;
  }

  private boolean isForeign(StoredSnapshot stored) {
    try {
      return !StoredCaptures.isOurs(session, stored)
          && !stored.file().tags().contains(StoredCaptures.TAG);
    } catch (RepositoryException e) {
      skipped(stored, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void skipped(StoredSnapshot stored, String why) {
    notices.accept(
        "snapshot %s in the repository \"%s\" can't be adopted: %s"
            .formatted(stored.id().brief(), repository, why));
  }

  private void adopt(
      Origin origin, List<StoredSnapshot> versions, Set<String> taken, List<Recovered> adopted) {
    DatasetName name = name(origin, taken);
    Dataset dataset = null;
    Set<String> names = new HashSet<>();
    long version = 0;
    for (StoredSnapshot stored : versions) {
      version++;
      try {
        List<Capture> captures = captures(stored);
        if (captures.isEmpty()) {
          skipped(stored, "none of its paths is a directory");
          continue;
        }
        if (dataset == null) {
          dataset = dataset(name, captures, origin, stored);
        }
        Snapshot snapshot = snapshot(dataset, version, stored, names);
        adopted.add(
            new Recovered(
                new Manifest(dataset, version, snapshot, null, stored.file().time()), captures));
      } catch (RepositoryException | HeveliusException e) {
        skipped(stored, String.valueOf(e.getMessage()));
      }
    }
  }

  private DatasetName name(Origin origin, Set<String> taken) {
    String first = origin.paths().isEmpty() ? "root" : origin.paths().getFirst();
    String slug = SnapshotNames.slug(first).replace('_', '-');
    String cut = slug.length() > MAX_SLUG ? slug.substring(0, MAX_SLUG) : slug;
    String name = "adopted/" + repository + "/" + cut;
    if (!taken.add(name)) {
      String mark =
          Id.of((origin.host() + "\0" + origin.paths()).getBytes(StandardCharsets.UTF_8)).brief();
      name = name + "-" + mark.substring(0, 4);
      taken.add(name);
    }
    return DatasetName.of(name);
  }

  private static Dataset dataset(
      DatasetName name, List<Capture> captures, Origin origin, StoredSnapshot first) {
    return new Dataset(
        name,
        "adopted from another program: %s on %s"
            .formatted(shown(origin.paths()), line(origin.host())),
        captures.stream().map(Capture::source).toList(),
        List.of(),
        first.file().time(),
        captures.getFirst().repository());
  }

  private List<Capture> captures(StoredSnapshot stored) {
    List<Capture> captures = new ArrayList<>();
    List<String> paths = stored.file().paths();
    for (String path : paths) {
      boolean isDirectory =
          path.startsWith("/")
              && StoredCaptures.find(session, stored, path)
                  .filter(node -> node.type() == NodeType.DIRECTORY)
                  .isPresent();
      if (isDirectory) {
        SnapshotFile.Summary summary = paths.size() == 1 ? stored.file().summary() : null;
        captures.add(
            Recovery.counts(new SourceSpec(SourceSpec.Kind.DIR, path), summary)
                .capture(StoredCaptures.PROVIDER, stored.id().toString(), repository));
      } else if (paths.size() > 1) {
        skipped(stored, Names.show(path) + " is no directory in it; the rest is adopted");
      }
    }
    return captures;
  }

  private static Snapshot snapshot(
      Dataset dataset, long version, StoredSnapshot stored, Set<String> names) {
    SnapshotFile file = stored.file();
    String description =
        "adopted from restic: %s by %s@%s"
            .formatted(shown(file.paths()), line(file.username()), line(file.hostname()));
    String generated = SnapshotNames.generate(dataset.name(), file.time(), "adopted");
    String name = generated;
    for (int n = 2; !names.add(name); n++) {
      name = SnapshotNames.numbered(generated, n);
    }
    return Snapshot.builder(dataset.name(), version, file.time())
        .name(name)
        .description(cut(description, Texts.MAX_TEXT))
        .author(line(file.username()))
        .host(line(file.hostname()))
        .tags(tags(file.tags()))
        .kind(SnapshotKind.ADOPTED)
        .parentVersion(version > 1 ? version - 1 : null)
        .build();
  }

  /** Tags that aren't as ours are kept together under a key of their own. */
  private static Map<String, String> tags(List<String> texts) {
    Map<String, String> tags = new TreeMap<>();
    List<String> others = new ArrayList<>();
    for (String text : texts) {
      Optional<Map.Entry<String, String>> tag = tag(text);
      if (tag.isEmpty() || tags.putIfAbsent(tag.get().getKey(), tag.get().getValue()) != null) {
        others.add(line(text));
      }
    }
    if (!others.isEmpty()) {
      tags.put("restic", cut(String.join(", ", others), MAX_TAG));
    }
    return tags;
  }

  private static Optional<Map.Entry<String, String>> tag(String text) {
    try {
      return Optional.of(Tags.parse(text));
    } catch (HeveliusException e) {
      return Optional.empty();
    }
  }

  private static String shown(List<String> paths) {
    return String.join(", ", paths.stream().map(Names::show).toList());
  }

  private static String line(String text) {
    String shown = cut(Names.show(text).strip(), MAX_TAG);
    return shown.isEmpty() ? "unknown" : shown;
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 3) + "...";
  }
}
