package org.hevelius.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.hevelius.app.cli.Simulators;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.simulator.Simulator;
import org.hevelius.simulator.access.Logins;
import org.hevelius.simulator.s3.S3;

/** Joins the stand-in for a VAST management system. */
final class WiringSimulator implements Simulators {
  private final Clock clock;

  WiringSimulator(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Running start(Wish wish, Consumer<String> log) {
    try {
      Simulator simulator =
          Simulator.start(
              new Simulator.Settings(
                  wish.root(),
                  wish.port(),
                  wish.s3Port(),
                  new Logins.User(wish.user().name(), wish.user().secret()),
                  new S3.Keys(wish.keys().name(), wish.keys().secret())),
              clock,
              log);
      return new Started(simulator);
    } catch (IOException | UncheckedIOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the stand-in in %s could not start: %s".formatted(wish.root(), e.getMessage()),
          List.of("what it knows is as it was; give another directory or port"),
          e);
    } catch (IllegalStateException e) {
      throw new HeveliusException(
          Category.DAMAGED,
          "what the stand-in in %s knows can't be read: %s".formatted(wish.root(), e.getMessage()),
          List.of("nothing was changed; begin anew with another directory"),
          e);
    }
  }

  private record Started(Simulator simulator) implements Running {
    @Override
    public URI address() {
      return simulator.address();
    }

    @Override
    public URI buckets() {
      return simulator.s3Address();
    }

    @Override
    public Path authority() {
      return simulator.authority();
    }

    @Override
    public void close() {
      try {
        simulator.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
