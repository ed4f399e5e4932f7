package org.hevelius.repository.fs;

import java.util.List;
import java.util.Optional;
import org.hevelius.repository.format.Attribute;
import org.hevelius.repository.format.FileName;

/**
 * An open directory. All calls are relative to it and never follow a link in the name given, so
 * that what happens to the path outside can't lead them astray. Safe for use by several threads.
 *
 * <p>Closing waits for no one: calls under way end as if it were open, and later ones are an {@link
 * IllegalStateException}. Closing twice does no harm. A name that is not {@link FileName#isSafe
 * safe} is an {@link IllegalArgumentException}. {@code toString} shows the path to people.
 */
public interface Directory extends AutoCloseable {
  /** The names, without {@code .} and {@code ..}, in no order. */
  List<FileName> list();

  /** What {@code lstat} says of an entry. */
  Stat stat(FileName name);

  /** As {@link #stat(FileName)}, but empty when there is no such entry. */
  Optional<Stat> find(FileName name);

  /** What {@code fstat} says of this directory itself. */
  Stat stat();

  /** Opens a directory in it; {@code LOOP} or {@code NOT_A_DIRECTORY} when the name is a link. */
  Directory openDirectory(FileName name);

  /**
   * Opens a regular file for reading, without following a link and without changing its access time
   * if possible. {@code LOOP} for a link, {@code IS_A_DIRECTORY} or {@code NOT_A_FILE} for other
   * things; never waits for the other end of a fifo.
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

  /**
   * Makes a fifo, a socket or a device file.
   *
   * @param mode the type bits of {@code st_mode}, and permissions that the umask still narrows
   * @param device {@code st_rdev} of a device file, else 0
   */
  void makeSpecial(FileName name, int mode, long device);

  /** Renames an entry within this directory, replacing what was there, atomically. */
  void rename(FileName from, FileName to);

  /**
   * Renames an entry within this directory to a name that must be free: {@code EXISTS} otherwise,
   * with nothing changed. Atomic for regular files on every file system that has hard links.
   */
  void renameNew(FileName from, FileName to);

  /** Removes an entry that is not a directory. */
  void removeFile(FileName name);

  /** Removes an empty directory. */
  void removeDirectory(FileName name);

  /** The target of a symbolic link. */
  byte[] readLink(FileName name);

  /** The extended attributes of this directory itself, as {@link #attributes(FileName)}. */
  List<Attribute> attributes();

  /**
   * The extended attributes, access-control lists among them, sorted by name. Empty where there are
   * none.
   */
  List<Attribute> attributes(FileName name);

  /** Sets an extended attribute of an entry (of a link itself if it is one). */
  void setAttribute(FileName name, Attribute attribute);

  /** Removes an extended attribute. */
  void removeAttribute(FileName name, String attribute);

  /**
   * Sets owner and group of an entry (of a link itself if it is one); -1 leaves one as it is. The
   * system may clear the setuid and setgid bits, so set the mode afterwards.
   */
  void setOwner(FileName name, int uid, int gid);

  /** Sets the permission bits (07777); {@code NOT_SUPPORTED} for links, which have none. */
  void setMode(FileName name, int mode);

  /** Sets access and modification time of an entry (of a link itself if it is one). */
  void setTimes(
      FileName name, long atimeSeconds, int atimeNanos, long mtimeSeconds, int mtimeNanos);

  /** Flushes the directory itself, that is its names, to the disk. */
  void sync();

  /**
   * Flushes all that was written to the file system of this directory, by anyone, to the disk: one
   * call in place of many {@link OpenFile#sync} after writing many small files.
   */
  void syncFileSystem();

  @Override
  void close();
}
