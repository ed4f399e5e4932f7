package org.hevelius.app.cli;

import java.net.URI;
import java.nio.file.Path;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.usecase.Facade;
import org.jspecify.annotations.Nullable;

/** The port to services that run elsewhere. */
@FunctionalInterface
public interface Remotes {
  /** A program that knows of no services. */
  Remotes NONE =
      wish -> {
        throw new HeveliusException(Category.REFUSED, "this program can't use a service");
      };

  /**
   * Which service, and who asks.
   *
   * @param address with nothing behind its path
   * @param token null to ask as nobody
   * @param authority a file with certificates that are trusted, in PEM; null for those that the
   *     machine trusts
   */
  record Wish(URI address, @Nullable String token, @Nullable Path authority) {
    /** Never tells the token. */
    @Override
    public String toString() {
      return "Wish[" + address + "]";
    }
  }

  /** The use cases of the home behind a service; nothing is asked yet. */
  Facade open(Wish wish);
}
