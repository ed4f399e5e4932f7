package org.hevelius.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/** Moves databases that can't be used out of the way, without ever removing one. */
final class AsideFiles {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Clock clock;

  AsideFiles(Clock clock) {
    this.clock = clock;
  }

  /** Moves a database and the files of its journal; gives its new name, or null if it isn't there. */
  @Nullable Path move(Path database) {
    Path aside = free(database);
    boolean there = Files.exists(database, LinkOption.NOFOLLOW_LINKS);
    // The journal first: alone beside a new database it would be taken for that one's.
    for (String part : List.of("-wal", "-shm", "")) {
      Path from = database.resolveSibling(database.getFileName() + part);
      if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
        try {
          Files.move(from, aside.resolveSibling(aside.getFileName() + part));
        } catch (IOException e) {
          throw new HeveliusException(
              Category.UNAVAILABLE,
              "can't move " + from + " aside: " + e.getMessage(),
              List.of("no data was lost; move the file away by hand, then run this again"),
              e);
        }
      }
    }
    return there ? aside : null;
  }

  private Path free(Path database) {
    String name = database.getFileName() + ".damaged-" + TIME.format(clock.instant());
    Path aside = database.resolveSibling(name);
    for (int n = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); n++) {
      aside = database.resolveSibling(name + "-" + n);
    }
    return aside;
  }
}
