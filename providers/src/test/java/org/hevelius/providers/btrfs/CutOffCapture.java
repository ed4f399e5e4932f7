package org.hevelius.providers.btrfs;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.CaptureRequest;
import org.hevelius.core.provider.Captures;
import org.hevelius.core.provider.Progress;
import org.hevelius.providers.process.Machine;

/** A process that takes a capture of several sources and dies while it publishes it. */
public final class CutOffCapture {
  private CutOffCapture() {}

  /** The number of containers after which it dies, and the paths of the sources. */
  public static void main(String[] args) {
    List<SourceSpec> sources =
        Arrays.stream(args).skip(1).map(Path::of).map(BtrfsFixture::spec).toList();
    Dataset dataset = Captures.dataset(sources.toArray(SourceSpec[]::new));
    int[] left = {Integer.parseInt(args[0])};
    SubvolumeCapture capture =
        SubvolumeCapture.take(
            new Volumes(new Commands(() -> Machine.LOCAL), Mount::all),
            "",
            new CaptureRequest(dataset, "cut-off", sources, Map.of(), Progress.NONE, () -> false),
            _ -> {
              if (--left[0] == 0) {
                Runtime.getRuntime().halt(9);
              }
            });
    capture.publish(Captures.manifest(dataset, 7));
  }
}
