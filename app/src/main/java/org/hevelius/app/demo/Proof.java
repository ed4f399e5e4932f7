package org.hevelius.app.demo;

/**
 * Something that the demo has shown, or failed to show.
 *
 * @param claim what was claimed
 * @param holds whether it is so
 */
public record Proof(String claim, boolean holds) {}
