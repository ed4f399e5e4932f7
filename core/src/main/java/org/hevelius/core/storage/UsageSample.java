package org.hevelius.core.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How full something was at a time.
 *
 * @param subject a view or a system
 * @param limitBytes the limit that counted, or the size of the system; null when there was none
 */
public record UsageSample(
    String subject, Instant time, long usedBytes, @Nullable Long limitBytes) {}
