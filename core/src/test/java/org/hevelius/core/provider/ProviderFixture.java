package org.hevelius.core.provider;

import java.util.SortedMap;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;

/**
 * What a provider is tested with: storage of its own, in which sources can be made and worked on as
 * their owner would. Closing it takes all of it away.
 */
public interface ProviderFixture extends AutoCloseable {
  /** The provider as it is now. */
  SnapshotProvider provider();

  /** Replaces the provider by another one over the same storage, as a new process would. */
  void reopen();

  /**
   * A new source with nothing in it.
   *
   * @param name part of its name: letters, digits, blanks
   */
  SourceSpec source(String name);

  /** A source that isn't there. */
  SourceSpec missing();

  /** Writes a file, with the directories above it. */
  void write(SourceSpec source, String path, String content);

  /** Sets the permission bits of a file or directory. */
  void mode(SourceSpec source, String path, int mode);

  /** Makes a symbolic link. */
  void link(SourceSpec source, String path, String target);

  /** Removes a file, or a directory with all in it. */
  void remove(SourceSpec source, String path);

  /** Gives a file or directory another name; there is nothing of that name. */
  void rename(SourceSpec source, String from, String to);

  /** A place where nothing is, as a target of a restore. */
  String newPlace();

  /** What stands in a place, as {@link TreeStates#of} writes it. */
  SortedMap<String, String> stateOf(String place);

  /**
   * Takes a snapshot of the present state of a source as another program would.
   *
   * @return as Hevelius would record it
   */
  Capture foreign(SourceSpec source, String name);

  @Override
  void close();
}
