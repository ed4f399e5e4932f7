package org.hevelius.providers.vast;

import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.FilesFixture;
import org.hevelius.core.provider.NativeFixture;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.NativeStorage.Cloned;
import org.hevelius.core.snapshot.Capture;

/** Sources on the stand-in, each a view with a protected path. */
final class VastFixture extends FilesFixture implements NativeFixture {
  private final Path directory;
  private final Stand stand;
  private VastProvider provider;
  private int given;

  VastFixture(Path directory) {
    this.directory = directory;
    this.stand = Stand.at(directory);
    stand.know(stand.shared("records"));
    this.provider = stand.provider();
  }

  @Override
  public NativeStorage provider() {
    // Snapshots of one instant have no order.
    stand.advance(Duration.ofSeconds(1));
    return provider;
  }

  @Override
  public void reopen() {
    provider = stand.provider();
  }

  @Override
  public VastProvider ofHome(String id) {
    stand.advance(Duration.ofSeconds(1));
    return stand.provider(id);
  }

  @Override
  public SourceSpec source(String name) {
    String path = "/prod/" + name;
    stand.view(path, "");
    long _ = stand.protect(path);
    return SourceSpec.parse("vast:lab" + path);
  }

  @Override
  public SourceSpec missing() {
    return SourceSpec.parse("vast:lab/prod/none");
  }

  @Override
  protected Path root(SourceSpec source) {
    return stand.data(source.location().substring("lab/".length()));
  }

  @Override
  protected boolean isData(String name) {
    return !name.equals(VastPath.SNAPSHOTS);
  }

  @Override
  public String newPlace() {
    return directory.resolve("place-" + ++given).toString();
  }

  @Override
  public Capture foreign(SourceSpec source, String name) {
    stand.advance(Duration.ofSeconds(1));
    String guid =
        stand
            .ask(
                "POST",
                "/api/snapshots/",
                "{'name': '%s', 'path': '%s'}"
                    .formatted(name, source.location().substring("lab".length())))
            .path("guid")
            .asString();
    String psnt = stand.all("clusters").getFirst().path("psnt").asString();
    return Records.capture(source, psnt + ":" + guid, 0);
  }

  @Override
  public String cloneName() {
    return "/clones/c" + ++given;
  }

  @Override
  public SortedMap<String, String> stateOf(Cloned clone) {
    return super.stateOf(clone);
  }

  @Override
  public void write(Cloned clone, String path, String content) {
    super.write(clone, path, content);
  }

  @Override
  public void close() {
    stand.close();
  }
}
