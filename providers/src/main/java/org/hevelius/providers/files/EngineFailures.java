package org.hevelius.providers.files;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.fs.FileSystemException;

/** Translates the engine's exceptions into those of the domain. */
public final class EngineFailures {
  private static final List<String> FULL_ADVICE =
      List.of(
          "nothing was published; all earlier snapshots are intact;"
              + " run `hevelius cleanup --dry-run` to see what retention would free");

  private EngineFailures() {}

  /** What the work gives. */
  public static <T> T translate(Supplier<T> work) {
    try {
      return work.get();
    } catch (RepositoryException e) {
      throw of(e);
    } catch (FileSystemException e) {
      throw of(e);
    }
  }

  /** Does the work. */
  public static void translated(Runnable work) {
    EngineFailures.<Boolean>translate(
        () -> {
          work.run();
          return true;
        });
  }

  /** As {@link #translate}, for what writes to a repository: a full disk is the repository's. */
  public static <T> T writing(Supplier<T> work) {
    try {
      return translate(work);
    } catch (HeveliusException e) {
      if (e.category() == Category.FULL) {
        throw new HeveliusException(Category.FULL, String.valueOf(e.getMessage()), FULL_ADVICE, e);
      }
      throw e;
    }
  }

  /** The domain's exception for a failure of a repository. */
  public static HeveliusException of(RepositoryException e) {
    return new HeveliusException(
        category(e.kind()), String.valueOf(e.getMessage()), lines(e.advice()), e);
  }

  private static Category category(RepositoryException.Kind kind) {
    return switch (kind) {
      case NOT_FOUND -> Category.NOT_FOUND;
      case EXISTS, LOCKED -> Category.CONFLICT;
      case DAMAGED -> Category.DAMAGED;
      case WRONG_PASSWORD -> Category.DENIED;
      case FULL -> Category.FULL;
      case READ_ONLY, UNAVAILABLE, SOURCE, TARGET -> Category.UNAVAILABLE;
      case UNSUPPORTED -> Category.REFUSED;
      case INVALID -> Category.INVALID;
      case CANCELED -> Category.CANCELED;
    };
  }

  /** The domain's exception for a failure of a file system. */
  public static HeveliusException of(FileSystemException e) {
    Category category =
        switch (e.reason()) {
          case NOT_FOUND -> Category.NOT_FOUND;
          case DENIED -> Category.DENIED;
          case FULL -> Category.FULL;
          case NOT_A_DIRECTORY, IS_A_DIRECTORY, NOT_A_FILE, LOOP, NAME_TOO_LONG -> Category.INVALID;
          case EXISTS -> Category.CONFLICT;
          case NOT_SUPPORTED, NO_DATA, OTHER -> Category.UNAVAILABLE;
        };
    return new HeveliusException(category, String.valueOf(e.getMessage()), List.of(), e);
  }

  private static List<String> lines(String advice) {
    return Arrays.stream(advice.split("\n", -1)).filter(line -> !line.isBlank()).toList();
  }
}
