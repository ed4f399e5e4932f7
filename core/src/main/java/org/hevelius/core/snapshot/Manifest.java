package org.hevelius.core.snapshot;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.SourceSpec;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a file inside a snapshot's own tree, so that the catalog can be rebuilt from
 * storage alone. It is JSON in UTF-8. A reader accepts unknown fields and missing optional ones, so
 * that older and newer programs understand each other; a document that a reader must not
 * misunderstand says so in {@code readableFrom}.
 *
 * @param dataset the dataset's definition when the snapshot was taken
 * @param highestVersion the highest version number that the dataset had given by then
 * @param snapshot the snapshot without its captures, whose ids aren't known before the tree is
 *     stored
 * @param source the source whose tree this manifest stands in; null in documents that don't say it
 * @param written when it was written: of two manifests for one snapshot the later one holds
 * @param counts what the captures that this manifest stands in counted; empty in documents that
 *     don't say it
 * @param home the id of the home that made the snapshot, among others that may use the same
 *     storage; empty in documents that don't say it
 */
public record Manifest(
    Dataset dataset,
    long highestVersion,
    Snapshot snapshot,
    @Nullable SourceSpec source,
    Instant written,
    List<CaptureCounts> counts,
    String home) {
  /** The form that {@link #toJson} writes. */
  public static final int FORM = 1;

  /** Drops the snapshot's captures. */
  public Manifest {
    snapshot = snapshot.edit().captures(List.of()).build();
    highestVersion = Math.max(highestVersion, snapshot.version());
    counts = List.copyOf(counts);
  }

  /** A manifest that says neither what the captures counted nor which home made it. */
  public Manifest(
      Dataset dataset,
      long highestVersion,
      Snapshot snapshot,
      @Nullable SourceSpec source,
      Instant written) {
    this(dataset, highestVersion, snapshot, source, written, List.of(), "");
  }

  /** The same manifest with what the captures counted. */
  public Manifest withCounts(List<CaptureCounts> others) {
    return new Manifest(dataset, highestVersion, snapshot, source, written, others, home);
  }

  /** The same manifest as one of a home. */
  public Manifest withHome(String id) {
    return new Manifest(dataset, highestVersion, snapshot, source, written, counts, id);
  }

  /**
   * Whether a home may call the snapshot its own: one that names no home is left to who lists it.
   */
  public boolean mayBeOf(String id) {
    return home.isEmpty() || home.equals(id);
  }

  /** The document, indented, ending with a newline. */
  public byte[] toJson() {
    return ManifestWriter.write(this);
  }

  /**
   * The manifest in a document.
   *
   * @param where where the document was found, for error messages
   * @throws HeveliusException DAMAGED when it is no manifest or lacks a field that every form has,
   *     with the path of the field; REFUSED when it says that it needs a newer reader
   */
  public static Manifest parse(byte[] json, String where) {
    return ManifestReader.read(json, where);
  }
}
