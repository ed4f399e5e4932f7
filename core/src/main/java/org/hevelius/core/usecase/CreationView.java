package org.hevelius.core.usecase;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.util.List;
import org.hevelius.core.provider.PendingCapture;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that was taken, as programs see it: the snapshot, and how it was taken.
 *
 * @param previous the version that it was compared with, or null
 * @param losses how many things that should be in it are not
 * @param findings what could not be captured as it should, the first ones
 */
public record CreationView(
    @JsonUnwrapped SnapshotView snapshot,
    @Nullable Long previous,
    long durationMillis,
    long filesNew,
    long filesChanged,
    long filesUnmodified,
    long losses,
    List<String> findings) {
  /** Copies the list. */
  public CreationView {
    findings = List.copyOf(findings);
  }

  /** The document of a result. */
  public static CreationView of(Creation.Result result) {
    List<PendingCapture.Content> contents = result.contents();
    return new CreationView(
        SnapshotView.of(result.snapshot()),
        result.previous(),
        Duration.between(result.started(), result.finished()).toMillis(),
        contents.stream().mapToLong(PendingCapture.Content::filesNew).sum(),
        contents.stream().mapToLong(PendingCapture.Content::filesChanged).sum(),
        contents.stream().mapToLong(PendingCapture.Content::filesUnmodified).sum(),
        result.losses(),
        contents.stream().flatMap(c -> c.findings().stream()).toList());
  }
}
