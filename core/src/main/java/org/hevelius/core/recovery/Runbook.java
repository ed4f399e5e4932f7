package org.hevelius.core.recovery;

import java.time.Instant;
import org.hevelius.core.dataset.DatasetName;

/**
 * A runbook that was written.
 *
 * @param configuration hash of all that it says of how the dataset is configured, in hex
 * @param actor who wrote it
 */
public record Runbook(DatasetName dataset, String configuration, Instant written, String actor) {}
