package org.hevelius.core.catalog;

import java.time.Instant;
import org.hevelius.core.snapshot.Snapshot;

/**
 * A removal of a snapshot that was begun: it may be gone from storage already.
 *
 * @param snapshot as it is recorded
 * @param forced whether its holds are overruled
 * @param since when it was begun
 */
public record Removal(Snapshot snapshot, boolean forced, Instant since) {}
