package org.hevelius.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.app.cli.Version;
import org.hevelius.catalog.sqlite.CatalogFile;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Scratch;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.StorageParts;
import org.hevelius.providers.btrfs.BtrfsProvider;
import org.hevelius.providers.directory.DirectoryProvider;
import org.hevelius.providers.directory.RepositoryPool;
import org.hevelius.providers.files.ScratchDirectories;
import org.hevelius.providers.process.Machines;
import org.hevelius.providers.process.Secrets;
import org.hevelius.providers.vast.VastProvider;
import org.hevelius.providers.vast.VmsClient;
import org.hevelius.providers.zfs.ZfsProvider;
import org.hevelius.repository.Environment;

/** Joins the adapters of all storage that sources can lie in. */
record WiringStorage(Environment environment) implements LocalHomes.Storages {
  @Override
  public Map<SourceSpec.Kind, SnapshotProvider> providers(
      Path home, String id, RepositoryPool pool, Consumer<String> notices) {
    return Stream.<SnapshotProvider>of(
            new DirectoryProvider(pool, "hevelius " + Version.number(), notices),
            new BtrfsProvider(
                environment.files(),
                environment.workers(),
                environment.clock(),
                id,
                pool.ownPlaces(),
                new Machines(home)::local,
                notices),
            vast(home, id, pool, notices),
            new ZfsProvider(
                new Machines(home),
                pool.ownPlaces(),
                environment.files(),
                home.resolve("browse"),
                environment.owner().hostname() + ":" + home.toAbsolutePath().normalize(),
                environment.workers(),
                id,
                notices))
        .collect(Collectors.toMap(SnapshotProvider::kind, Function.identity()));
  }

  @Override
  public StorageParts views(Path home, List<AutoCloseable> open) {
    return WiringViews.of(home, environment.files(), clients(home), open);
  }

  @Override
  public Scratch scratch(RepositoryPool pool) {
    String named = System.getenv("HEVELIUS_DRILLS");
    Path usual =
        named == null || named.isBlank()
            ? Path.of("/var/tmp/hevelius-drills-" + System.getProperty("user.name", "unknown"))
            : Path.of(named).toAbsolutePath().normalize();
    return new ScratchDirectories(
        new ScratchDirectories.Parts(
            environment.files(),
            usual,
            pool.ownPlaces(),
            environment.random(),
            "hevelius " + Version.number(),
            CatalogFile::create));
  }

  private VastProvider vast(Path home, String id, RepositoryPool pool, Consumer<String> notices) {
    Secrets secrets = new Secrets(home, System::getenv);
    return new VastProvider(
        home, id, clients(home), environment, pool.ownPlaces(), secrets::of, notices);
  }

  /** Makes clients of the clusters that a home knows. */
  Function<Cluster, VmsClient> clients(Path home) {
    Secrets secrets = new Secrets(home, System::getenv);
    return cluster -> new VmsClient(cluster, home, secrets::of, environment.sleeper());
  }
}
