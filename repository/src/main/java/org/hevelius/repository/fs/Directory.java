package org.hevelius.repository.fs;

import java.util.List;
import org.hevelius.repository.format.Attribute;
import org.hevelius.repository.format.FileName;

/**
 * An open directory. All calls are relative to it and never follow a link in the name given, so
 * that what happens to the path outside can't lead them astray. Safe for use by several threads;
 * closing waits for no one.
 */
public interface Directory extends AutoCloseable {
  /** The names, without {@code .} and {@code ..}, in no order. */
  List<FileName> list();

  /** What {@code lstat} says of an entry. */
  Stat stat(FileName name);

  /** What {@code fstat} says of this directory itself. */
  Stat stat();

  /** Opens a directory in it; {@code LOOP} or {@code NOT_A_DIRECTORY} when the name is a link. */
  Directory openDirectory(FileName name);

  /**
   * Opens a regular file for reading, without following a link and without changing its access time
   * if possible.
   */
  OpenFile openFile(FileName name);

  /**
   * Opens a regular file for reading and writing, without following a link.
   *
   * @param create whether to make it, readable by the owner alone; {@code EXISTS} if something is
   *     there already
   */
  OpenFile openForWriting(FileName name, boolean create);

  /** Makes a directory that only the owner may enter. */
  void makeDirectory(FileName name);

  /** Makes a symbolic link. */
  void makeSymlink(FileName name, byte[] target);

  /**
   * Makes another name {@code name} for the file {@code existing} of the directory {@code from}.
   */
  void makeHardLink(FileName name, Directory from, FileName existing);

  /** Makes a fifo or a device file. {@code mode} holds the type bits of {@code st_mode}. */
  void makeSpecial(FileName name, int mode, long device);

  /** Renames an entry within this directory, replacing what was there, atomically. */
  void rename(FileName from, FileName to);

  /** Removes an entry that is not a directory. */
  void removeFile(FileName name);

  /** Removes an empty directory. */
  void removeDirectory(FileName name);

  /** The target of a symbolic link. */
  byte[] readLink(FileName name);

  /**
   * The extended attributes, access-control lists among them, sorted by name. Empty where there are
   * none.
   */
  List<Attribute> attributes(FileName name);

  /** The extended attributes of this directory itself. */
  List<Attribute> attributes();

  /** Sets an extended attribute of an entry (of a link itself if it is one). */
  void setAttribute(FileName name, Attribute attribute);

  /** Removes an extended attribute. */
  void removeAttribute(FileName name, String attribute);

  /** Sets owner and group of an entry (of a link itself if it is one). */
  void setOwner(FileName name, int uid, int gid);

  /** Sets the permission bits (07777); not for links. */
  void setMode(FileName name, int mode);

  /** Sets access and modification time of an entry (of a link itself if it is one). */
  void setTimes(
      FileName name, long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos);

  /** Flushes the directory itself to the disk. */
  void sync();

  @Override
  void close();
}
