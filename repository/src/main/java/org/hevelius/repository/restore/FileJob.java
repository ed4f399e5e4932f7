package org.hevelius.repository.restore;

import org.hevelius.repository.format.Node;

/**
 * A file to write.
 *
 * @param path relative to the target
 * @param kind whether it is made or replaced
 * @param note what is told of it when it is done
 */
record FileJob(Node node, FileContent content, byte[] path, RestoreAction.Kind kind, String note) {}
