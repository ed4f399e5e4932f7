package org.hevelius.repository.restore;

import java.util.function.Supplier;
import org.hevelius.repository.pack.BlobCodec;
import org.hevelius.repository.pack.BlobReader;
import org.hevelius.repository.storage.Storage;

/**
 * The repository in which a state lies.
 *
 * @param codecs makes what opens blobs, for one worker
 */
record StoredBlobs(Storage storage, BlobReader reader, Supplier<BlobCodec> codecs) {}
