package org.hevelius.core.storage;

import java.time.Instant;

/**
 * An alarm that a storage system has raised and that is on.
 *
 * @param id what it is on its system, for as long as it is on
 * @param subject the view or source that it is about, as {@code vast:lab/swift/burst}; the system
 *     itself where it is about no place in it
 * @param about what it is about, as the system calls it
 * @param since when it was raised
 */
public record SystemAlarm(
    String system,
    String id,
    Grade grade,
    String subject,
    String about,
    String message,
    Instant since) {}
