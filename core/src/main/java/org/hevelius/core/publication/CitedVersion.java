package org.hevelius.core.publication;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a citation says of the version that it cites.
 *
 * @param name the generated name of the snapshot; null when it doesn't say it
 * @param files hashes by path, as the citation lists them; null when it lists none, or too many to
 *     be told apart
 */
public record CitedVersion(
    ContentId content, @Nullable String name, @Nullable Map<String, String> files) {}
