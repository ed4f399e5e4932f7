package org.hevelius.core.audit;

/**
 * One link of the trail.
 *
 * @param sequence the place in the trail, from 1, without gaps
 * @param previous the hash of the entry before; 64 zeros for the first
 * @param hash SHA-256 of sequence, event and previous hash; see {@link AuditChain}
 */
public record AuditEntry(long sequence, AuditEvent event, String previous, String hash) {}
