package org.hevelius.core.provider;

import java.util.List;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Manifest;

/**
 * Sources that are read and stored, but are no snapshot yet. Closing it without {@link #publish}
 * leaves none.
 */
public interface PendingCapture extends AutoCloseable {
  /** What was read, a source each. */
  List<Content> contents();

  /** What the captures together promise. */
  Guarantee guarantee();

  /**
   * Makes the captures durable and gives them, with the manifest standing in them. When this
   * throws, there is no capture.
   */
  List<Capture> publish(Manifest manifest);

  @Override
  void close();

  /**
   * What was read of one source.
   *
   * @param files regular files and everything else that is no directory; {@link
   *     Capture#NOT_COUNTED} when the storage took them without looking at them, and then so is the
   *     number of directories
   * @param filesNew files that the parent didn't have
   * @param filesChanged files that differ from the parent's
   * @param losses how many things that should be in the capture are not
   * @param findings sentences for people about what could not be captured as it should, the first
   *     ones
   */
  record Content(
      SourceSpec source,
      long files,
      long directories,
      long bytes,
      long filesNew,
      long filesChanged,
      long filesUnmodified,
      long losses,
      List<String> findings) {
    /** Copies the list. */
    public Content {
      findings = List.copyOf(findings);
    }
  }
}
