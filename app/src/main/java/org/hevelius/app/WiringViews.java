package org.hevelius.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.StorageParts;
import org.hevelius.core.storage.StorageSettings;
import org.hevelius.core.storage.StorageSettingsReader;
import org.hevelius.providers.btrfs.BtrfsViews;
import org.hevelius.providers.process.Machines;
import org.hevelius.providers.vast.ClustersFile;
import org.hevelius.providers.vast.VastViews;
import org.hevelius.providers.vast.VmsClient;
import org.hevelius.providers.zfs.ZfsViews;
import org.hevelius.repository.fs.FileSystem;

/** Joins the adapters of storage systems with what a home says of them. */
final class WiringViews {
  private static final String FILE = "storage.yaml";

  private WiringViews() {}

  /**
   * The storage systems of a home.
   *
   * @param clients makes clients of the clusters that it knows
   * @param open gets what is to be closed with the home
   */
  static StorageParts of(
      Path home, FileSystem files, Function<Cluster, VmsClient> clients, List<AutoCloseable> open) {
    ClustersFile clusters = new ClustersFile(home, clients);
    VastViews vast = new VastViews(clusters::list, clients);
    open.add(vast);
    return new StorageParts(
        List.of(
            vast,
            new ZfsViews(new Machines(home)::all),
            new BtrfsViews(files, new Machines(home)::local)),
        clusters,
        () -> settings(home.resolve(FILE)));
  }

  private static StorageSettings settings(Path file) {
    try {
      return StorageSettingsReader.read(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      return StorageSettings.STANDARD;
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't read " + file + ": " + e.getMessage(),
          List.of("nothing was changed; check that it is readable and text in UTF-8"),
          e);
    }
  }
}
