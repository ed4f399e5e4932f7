package org.hevelius.providers.zfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.FilesFixture;
import org.hevelius.core.provider.NativeFixture;
import org.hevelius.core.provider.NativeStorage.Native;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.providers.files.OwnPlaces;
import org.hevelius.providers.process.Machines;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.testkit.ZfsPool;
import org.jspecify.annotations.Nullable;

/** Datasets of a pool that all tests of this process share. */
final class ZfsFixture extends FilesFixture implements NativeFixture {
  private static @Nullable ZfsPool shared;

  final ZfsPool pool;
  final Path home;
  final List<String> notices = new ArrayList<>();
  private ZfsProvider provider;
  private int places;

  ZfsFixture(Path directory) {
    this.pool = shared();
    this.home = directory.resolve("home");
    reopen();
  }

  /** The pool of all tests of this process: there is one daemon at a time. */
  static synchronized ZfsPool shared() {
    ZfsPool pool = shared;
    if (pool == null) {
      try {
        pool = ZfsPool.named(Files.createTempDirectory("hevelius zfs"));
        Runtime.getRuntime().addShutdownHook(new Thread(pool::close));
        shared = pool;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return pool;
  }

  @Override
  public void reopen() {
    provider = ofHome("home-of-the-fixture");
  }

  @Override
  public ZfsProvider ofHome(String id) {
    return provider(home.resolve("browse"), "here:/home", id);
  }

  /** One that another home has, of which nobody knows whether it is on this machine. */
  ZfsProvider ofAnotherHome() {
    return provider(home.resolveSibling("another"), "there:/home", "home-of-the-fixture");
  }

  private ZfsProvider provider(Path places, String owner, String id) {
    return new ZfsProvider(
        new Machines(home),
        new OwnPlaces(() -> List.of(home)),
        FileSystems.local(),
        places,
        owner,
        2,
        id,
        notices::add);
  }

  @Override
  public ZfsProvider provider() {
    return provider;
  }

  @Override
  public SourceSpec source(String name) {
    pool.zfs("create", pool.name() + "/" + name);
    return spec(name);
  }

  SourceSpec spec(String name) {
    return new SourceSpec(SourceSpec.Kind.ZFS, pool.name() + "/" + name);
  }

  @Override
  public SourceSpec missing() {
    return spec("not there");
  }

  @Override
  public Path root(SourceSpec source) {
    return pool.mount().resolve(source.location().substring(pool.name().length() + 1));
  }

  @Override
  public String newPlace() {
    return home.resolveSibling("place" + ++places).toString();
  }

  @Override
  public String cloneName() {
    return pool.name() + "/clone" + ++places;
  }

  @Override
  public Capture foreign(SourceSpec source, String name) {
    pool.zfs("snapshot", source.location() + "@" + name);
    Native made =
        provider.snapshots(source).stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    return new Capture(
        source, "zfs", made.id(), "", Capture.NOT_COUNTED, Capture.NOT_COUNTED, 0, 0, 0);
  }

  @Override
  public void close() {
    pool.clear();
  }
}
