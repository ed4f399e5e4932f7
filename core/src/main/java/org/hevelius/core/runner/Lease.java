package org.hevelius.core.runner;

import java.time.Instant;

/**
 * The right to do something that only one may do, for a time.
 *
 * @param name what it is the right to
 * @param holder who has it: host, process and a random word, so that no two are the same
 * @param until when it lapses unless it is renewed
 */
public record Lease(String name, String holder, Instant until) {}
