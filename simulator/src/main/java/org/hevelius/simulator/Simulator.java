package org.hevelius.simulator;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.hevelius.simulator.access.Logins;
import org.hevelius.simulator.access.Secrets;
import org.hevelius.simulator.files.Places;
import org.hevelius.simulator.http.Door;
import org.hevelius.simulator.s3.S3;
import org.hevelius.simulator.state.Store;
import org.hevelius.simulator.tls.Authority;
import org.hevelius.simulator.vms.Vms;
import org.jspecify.annotations.Nullable;

/**
 * A management system that listens on the loopback address. All that it knows and holds lies below
 * one directory, and a new one on the same directory goes on where the last one ended, however it
 * ended.
 */
public final class Simulator implements AutoCloseable {
  private final FileChannel lock;
  private final Vms vms;
  private final Door door;
  private final Path authority;

  /**
   * How it is started.
   *
   * @param root the directory that holds everything
   * @param port of the management address; 0 for a free one
   * @param s3Port of the buckets; 0 for a free one
   * @param user who may log in
   * @param keys who may read buckets
   */
  public record Settings(Path root, int port, int s3Port, Logins.User user, S3.Keys keys) {
    /** Free ports and the credentials for tests. */
    public static Settings forTests(Path root) {
      return new Settings(
          root,
          0,
          0,
          new Logins.User("admin", "123456"),
          new S3.Keys("simulator", "simulator-secret"));
    }
  }

  private Simulator(FileChannel lock, Vms vms, Door door, Path authority) {
    this.lock = lock;
    this.vms = vms;
    this.door = door;
    this.authority = authority;
  }

  /**
   * Starts to listen.
   *
   * @param machine the time of the machine
   * @param log told of faults of the stand-in itself
   * @throws IOException if the directory can't be used, another uses it, or a port is taken
   * @throws IllegalStateException if what the directory holds is damaged
   */
  public static Simulator start(Settings settings, Clock machine, Consumer<String> log)
      throws IOException {
    Path root = settings.root().toAbsolutePath().normalize();
    Files.createDirectories(root);
    Places places = new Places(root.toRealPath());
    FileChannel lock = lock(places.state("lock"));
    Vms vms = null;
    try {
      Path certificate = root.resolve("ca.pem");
      Authority authority =
          Authority.at(certificate, places.state("ca-key.pem"), machine.instant());
      Store store = Store.open(places.state("journal"));
      vms = new Vms(places, store, settings.user(), machine, log);
      String password = Secrets.random(16);
      KeyStore own = authority.issue(password);
      S3 s3 = new S3(settings.keys(), store, places, machine);
      Vms answering = vms;
      Door door =
          Door.open(
              own,
              password,
              List.of(
                  new Door.Listener(settings.port(), answering::answer),
                  new Door.Listener(
                      settings.s3Port(), call -> answering.faulty(call, s3::answer))));
      return new Simulator(lock, vms, door, certificate);
    } catch (IOException | RuntimeException e) {
      closeQuietly(vms, lock);
      throw e;
    }
  }

  private static void closeQuietly(@Nullable Vms vms, FileChannel lock) throws IOException {
    try (lock) {
      if (vms != null) {
        vms.close();
      }
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock taken = channel.tryLock();
      if (taken != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // Another one of this process.
    }
    channel.close();
    throw new IOException("another simulator uses this directory");
  }

  /** The management address. */
  public URI address() {
    return URI.create("https://127.0.0.1:" + door.port(0));
  }

  /** The address of the buckets. */
  public URI s3Address() {
    return URI.create("https://127.0.0.1:" + door.port(1));
  }

  /** The file with the certificate that clients need in order to trust both addresses. */
  public Path authority() {
    return authority;
  }

  /** All that is served, as {@code METHOD /path/} with {@code {id}} for numbers. */
  public Set<String> served() {
    return vms.served();
  }

  /** Stops to listen, and waits for what is happening. */
  @Override
  public void close() throws IOException {
    try (lock) {
      door.close();
      vms.close();
    }
  }
}
