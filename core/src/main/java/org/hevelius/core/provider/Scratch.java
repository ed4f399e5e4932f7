package org.hevelius.core.provider;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.tree.SnapshotTree;
import org.jspecify.annotations.Nullable;

/**
 * The port to places in which something can be tried out. What it removes it has made itself: a
 * place is a new directory with a mark of its own, and nothing else is ever touched.
 */
public interface Scratch {
  /** An installation without such places. */
  Scratch NONE =
      new Scratch() {
        @Override
        public String maker() {
          return "";
        }

        @Override
        public Place open(@Nullable String below, List<String> apart) {
          throw new HeveliusException(Category.INVALID, "nothing is tried out here");
        }

        @Override
        public int sweep(@Nullable String below) {
          return 0;
        }

        @Override
        public boolean reclaim(String place) {
          return false;
        }
      };

  /** A place, for whoever has made it. Closing it gives it back without removing anything. */
  interface Place extends AutoCloseable {
    /** Absolute path of the place itself. */
    String path();

    /** Absolute path of an empty directory in it, for data. */
    String data();

    /** What is in {@link #data} now, read where it lies. */
    SnapshotTree tree();

    /** An empty catalog in it; the caller closes it before the place is removed. */
    Catalog catalog();

    /** Bytes that can still be written there. */
    long freeBytes();

    /** Whether files there can be given to any owner. */
    boolean keepsOwners();

    /**
     * Removes it with all that is in it. Links aren't followed, and what is mounted in it stays.
     *
     * @throws HeveliusException UNAVAILABLE naming what could not be removed
     */
    void remove();

    /** Leaves it to the user for good: no sweep removes it from now on. */
    void keep();

    @Override
    void close();
  }

  /** The program that makes the places, with its version. */
  String maker();

  /**
   * Makes a place.
   *
   * @param below an absolute path of a directory, which is made when it isn't there and must be
   *     empty but for places like this one; null for where things are tried out usually
   * @param apart absolute paths of directories in which it must not lie
   * @throws HeveliusException REFUSED when the directory isn't empty, or lies in one of them or in
   *     Hevelius' own; UNAVAILABLE or FULL when it can't be made
   */
  Place open(@Nullable String below, List<String> apart);

  /**
   * Removes the places below a directory whose users have died.
   *
   * @param below as for {@link #open}
   * @return how many were removed
   */
  int sweep(@Nullable String below);

  /**
   * Removes one place if its user has died.
   *
   * @param place as {@link Place#path} gave it
   * @return whether nobody uses it any more; false while somebody does
   */
  boolean reclaim(String place);
}
