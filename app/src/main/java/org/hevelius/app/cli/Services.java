package org.hevelius.app.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.log.Log;
import org.hevelius.core.usecase.Hevelius;
import org.jspecify.annotations.Nullable;

/** The port to the service over HTTP. */
@FunctionalInterface
public interface Services {
  /** This program has none. */
  Services NONE =
      (home, wish, log) -> {
        throw new HeveliusException(Category.REFUSED, "this program has no service");
      };

  /**
   * Where it listens.
   *
   * @param port 0 for a free one
   * @param keystore a PKCS#12 file with key and certificate; null for plain HTTP
   * @param keystorePassword the file whose first line is its password; null when there is none
   * @param proxy the https address at which browsers reach a proxy in front; null without one
   * @param restoreTo the directories below which callers may restore beside the data
   * @param schedules whether what is due by policy is taken
   * @param eventsFrom the directory into which other programs drop events; null for none
   */
  record Wish(
      String host,
      int port,
      @Nullable Path keystore,
      @Nullable Path keystorePassword,
      @Nullable URI proxy,
      List<Path> restoreTo,
      boolean schedules,
      @Nullable Path eventsFrom) {
    /** Copies the list. */
    public Wish {
      restoreTo = List.copyOf(restoreTo);
    }
  }

  /** A service that listens. Closing it cancels what runs and waits for its clean end. */
  interface Running extends AutoCloseable {
    /** Where it can be reached. */
    URI address();

    /** Whether nobody has asked for anything since this was asked last. */
    boolean idle();

    @Override
    void close();
  }

  /**
   * Starts to listen.
   *
   * @param home stays open for as long as the service runs; the caller closes it
   * @param log told what operators should know
   */
  Running start(Hevelius home, Wish wish, Log log);
}
