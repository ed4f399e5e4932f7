package org.hevelius.core.storage;

import java.time.Instant;

/**
 * Something that happened on a storage system, as it says.
 *
 * @param about what it happened to
 * @param type of event, in the system's own words
 */
public record SystemEvent(
    String system,
    String id,
    Instant time,
    Grade grade,
    String about,
    String type,
    String message) {}
