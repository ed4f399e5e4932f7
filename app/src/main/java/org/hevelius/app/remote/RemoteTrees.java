package org.hevelius.app.remote;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.EntryView;
import org.hevelius.core.usecase.Facade;
import org.hevelius.core.usecase.Trees;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Reads in snapshots through a service. */
record RemoteTrees(Connection connection, RemoteSnapshots snapshots) implements Facade.TreeUses {
  @Override
  public Trees.Place place(String target, @Nullable String path) {
    return snapshots.place(target, path);
  }

  @Override
  public SnapshotTree open(Snapshot snapshot) {
    return new Tree(connection, snapshot);
  }

  /** The tree of a snapshot, asked for directory by directory. */
  private record Tree(Connection connection, Snapshot snapshot) implements SnapshotTree {
    @Override
    public TreeEntry root() {
      return new TreeEntry("", TreeEntry.Type.DIRECTORY, 0, Instant.EPOCH, 0755, 0, 0, null, null);
    }

    private Ask entries(String path) {
      return Ask.of(snapshot, "/entries").with("path", Names.show(path)).with("limit", 1000);
    }

    @Override
    public List<TreeEntry> children(TreeEntry directory) {
      List<TreeEntry> all = new ArrayList<>();
      Ask ask = entries(directory.path());
      @Nullable String next = "";
      while (next != null) {
        Wire.Page<EntryView> page =
            connection.get(
                next.isEmpty() ? ask : ask.with("cursor", next), new TypeReference<>() {});
        page.items().forEach(view -> all.add(Wire.entry(view)));
        next = page.next();
      }
      return all;
    }

    @Override
    public Optional<TreeEntry> find(String path) {
      if (path.isEmpty()) {
        return Optional.of(root());
      }
      Wire.Page<EntryView> page =
          connection.get(entries(path).with("self", true), new TypeReference<>() {});
      return page.items().stream().findFirst().map(Wire::entry);
    }

    @Override
    public InputStream open(TreeEntry file) {
      return connection.stream(Ask.of(snapshot, "/content").with("path", Names.show(file.path())));
    }

    @Override
    public void close() {}
  }
}
