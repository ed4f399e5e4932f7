package org.hevelius.core.audit;

/**
 * The end of a trail, kept apart from it: it shows when the last entries are gone.
 *
 * @param sequence the last entry's place; 0 for an empty trail
 * @param hash the last entry's hash; 64 zeros for an empty trail
 */
public record AuditHead(long sequence, String hash) {
  /** The end of an empty trail. */
  public static final AuditHead EMPTY = new AuditHead(0, "0".repeat(64));
}
