package org.hevelius.providers.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.FilesFixture;
import org.hevelius.core.provider.ProviderFixture;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.provider.SnapshotProviderContract;
import org.hevelius.core.snapshot.Capture;
import org.junit.jupiter.api.io.TempDir;

class DirectoryContractTest extends SnapshotProviderContract {
  @TempDir private Path temp;

  @Override
  protected ProviderFixture fixture() {
    return new Directories(temp);
  }

  private static final class Directories extends FilesFixture {
    private final Path temp;
    private TestHome home;
    private int names;

    Directories(Path temp) {
      this.temp = temp;
      this.home = TestHome.make(temp.resolve("home"));
    }

    @Override
    protected Path root(SourceSpec source) {
      return Path.of(source.location());
    }

    @Override
    public SnapshotProvider provider() {
      return home.provider;
    }

    @Override
    public void reopen() {
      home.close();
      home = TestHome.open(temp.resolve("home"));
    }

    @Override
    public SourceSpec source(String name) {
      try {
        return TestHome.source(Files.createDirectories(temp.resolve(++names + "/" + name)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public SourceSpec missing() {
      return TestHome.source(temp.resolve("none"));
    }

    @Override
    public String newPlace() {
      return temp.resolve("place " + ++names).toString();
    }

    @Override
    public Capture foreign(SourceSpec source, String name) {
      home.restic("backup", "--host", name, source.location());
      return home.repositories.adoptable("default").getLast().captures().getFirst();
    }

    @Override
    public void close() {
      home.close();
    }
  }
}
