package org.hevelius.repository.restore;

import java.util.List;
import org.hevelius.repository.format.BlobType;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.fs.OpenFile;

/** The content of a file as blobs of a repository. */
record StoredContent(StoredBlobs blobs, List<Id> ids) implements FileContent {
  @Override
  public int pieces() {
    return ids.size();
  }

  @Override
  public long length(int piece) {
    return blobs.reader().index().plainLength(BlobType.DATA, ids.get(piece));
  }

  @Override
  public boolean isIn(RestoreWorker worker, OpenFile file) {
    long position = 0;
    for (int i = 0; i < ids.size(); i++) {
      int length = (int) length(i);
      if (length < 0 || !holds(worker, file, position, ids.get(i), length)) {
        return false;
      }
      position += length;
    }
    return file.read(position, worker.live(1), 0, 1) == 0;
  }

  private boolean holds(RestoreWorker worker, OpenFile file, long position, Id id, int length) {
    byte[] buffer = worker.live(length);
    return file.read(position, buffer, 0, length) == length
        && worker.codec(blobs).hash(buffer, 0, length).equals(id);
  }

  @Override
  public boolean isSameAs(RestoreWorker worker, FileContent other) {
    return switch (other) {
      case StoredContent(_, List<Id> others) -> ids.equals(others);
      case MountedContent mounted -> mounted.isSameAs(worker, this);
      case StreamedContent streamed -> streamed.isSameAs(worker, this);
    };
  }

  /** Where this restore replaces one name of a file, the time of the inode moves for the others. */
  @Override
  public boolean mayHaveMoved(long links) {
    return links > 1;
  }

  @Override
  public boolean share(OpenFile target) {
    return false;
  }
}
