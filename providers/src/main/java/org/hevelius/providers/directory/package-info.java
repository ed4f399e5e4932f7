/**
 * Captures directory trees into embedded repositories, and looks after these and the home that they
 * belong to.
 *
 * <p>{@code HomeSetup} makes a home, {@code HomeConfig} says which repositories it has. {@code
 * RepositoryPool} opens them as they are needed and shares one read session each. {@code
 * DirectoryProvider} and {@code EmbeddedRepositories} stand on the pool and translate the engine's
 * exceptions into those of the domain.
 */
@NullMarked
package org.hevelius.providers.directory;

import org.jspecify.annotations.NullMarked;
