package org.hevelius.core.runner;

/**
 * Who holds a lease, for a record that nobody else may write.
 *
 * @param lease its name
 * @param holder as the lease says it, lapsed or not
 */
public record LeaseHolder(String lease, String holder) {}
