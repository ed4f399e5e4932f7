package org.hevelius.core.provider;

/**
 * Who acts, and on which machine.
 *
 * @param name the user's name
 * @param host the machine's name
 */
public record Actor(String name, String host) {}
