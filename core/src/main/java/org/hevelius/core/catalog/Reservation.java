package org.hevelius.core.catalog;

/**
 * What a snapshot that is about to be made may use.
 *
 * @param version its version number
 * @param name its generated name, unlike any other in the catalog
 */
public record Reservation(long version, String name) {}
