package org.hevelius.app;

import java.time.Duration;
import org.hevelius.app.cli.Remotes;
import org.hevelius.app.remote.Authorities;
import org.hevelius.app.remote.RemoteHome;
import org.hevelius.core.usecase.Facade;

/** Joins the client of a service. */
final class WiringRemote {
  /** A plan over many files, or an index of names that is behind, may take a while. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private WiringRemote() {}

  static Facade open(Remotes.Wish wish) {
    return open(wish, PATIENCE);
  }

  static Facade open(Remotes.Wish wish, Duration patience) {
    return new RemoteHome(
        wish.address(), wish.token(), Authorities.trusting(wish.authority()), patience);
  }
}
