package org.hevelius.core.provider;

/**
 * Whether storage can do something for one source.
 *
 * @param note why it can't, or what there is to know when it can; may be empty then
 */
public record Support(Capability capability, boolean available, String note) {}
