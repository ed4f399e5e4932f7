package org.hevelius.app.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** The port to stand-ins for storage systems. */
@FunctionalInterface
public interface Simulators {
  /** This program has none. */
  Simulators NONE =
      (wish, log) -> {
        throw new HeveliusException(Category.REFUSED, "this program has no simulator");
      };

  /**
   * What a stand-in is given.
   *
   * @param root the directory that holds all that it knows
   * @param port 0 for a free one
   * @param s3Port of its buckets; 0 for a free one
   */
  record Wish(Path root, int port, int s3Port, Login user, Login keys) {}

  /** A name and what proves it. */
  record Login(String name, String secret) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A stand-in that listens. */
  interface Running extends AutoCloseable {
    /** The management address. */
    URI address();

    /** The address of its buckets. */
    URI buckets();

    /** The file with the certificate by which clients trust it. */
    Path authority();

    @Override
    void close();
  }

  /**
   * Starts to listen.
   *
   * @param log told in lines of faults of the stand-in itself
   * @throws HeveliusException UNAVAILABLE when the directory or a port can't be used, DAMAGED when
   *     what the directory holds can't be read
   */
  Running start(Wish wish, Consumer<String> log);
}
