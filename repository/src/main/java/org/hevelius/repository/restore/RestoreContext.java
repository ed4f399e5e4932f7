package org.hevelius.repository.restore;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.work.WorkStack;

/**
 * What all parts of one restore share.
 *
 * @param owners whether this process may set owners; asked once, because asking is a system call
 * @param links the files with several names
 * @param unfinished the files that are begun and not complete
 */
record RestoreContext(
    FileSystem files,
    RestoreRequest request,
    WorkStack<RestoreWorker> stack,
    RestoreCounters counters,
    Consumer<RestoreAction> sink,
    HardLinks links,
    Set<TargetFile> unfinished,
    boolean owners) {

  RestoreContext(
      FileSystem files,
      RestoreRequest request,
      WorkStack<RestoreWorker> stack,
      RestoreCounters counters,
      Consumer<RestoreAction> sink) {
    this(
        files,
        request,
        stack,
        counters,
        sink,
        new HardLinks(),
        ConcurrentHashMap.newKeySet(),
        files.maySetOwner());
  }

  void act(RestoreAction action) {
    counters.count(action);
    sink.accept(action);
  }
}
