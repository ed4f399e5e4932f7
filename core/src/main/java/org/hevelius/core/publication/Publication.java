package org.hevelius.core.publication;

import java.time.Instant;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A version that was published. Nothing of it changes but that it can be withdrawn, once.
 *
 * @param version its number when it was published
 * @param name the generated name of the snapshot, by which it is found
 * @param content names its content
 * @param files regular files alone
 * @param bytes their content
 * @param withdrawn null while it holds
 */
public record Publication(
    DatasetName dataset,
    long version,
    String name,
    ContentId content,
    long files,
    long bytes,
    About about,
    Instant published,
    String by,
    @Nullable Withdrawal withdrawn) {
  /** Checks the text. */
  public Publication {
    by = Texts.line("publishing person", by);
  }

  /** The reference by version, such as {@code cosmos7/raw@12}. */
  public String reference() {
    return dataset + "@" + version;
  }

  /** The same, withdrawn. */
  public Publication withdrawn(Withdrawal withdrawal) {
    return new Publication(
        dataset, version, name, content, files, bytes, about, published, by, withdrawal);
  }
}
