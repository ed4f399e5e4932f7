package org.hevelius.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.hevelius.repository.backup.Backup;
import org.hevelius.repository.backup.Excludes;
import org.hevelius.repository.crypto.Password;
import org.hevelius.repository.fs.FileSystems;
import org.hevelius.repository.lock.Owner;
import org.hevelius.repository.storage.LocalStorage;
import org.hevelius.repository.storage.Storage;
import org.hevelius.testkit.Counterpart;
import org.jspecify.annotations.Nullable;

/** Repositories, trees and the restic program, for tests of the whole engine. */
public final class Fixture {
  /** The password of all test repositories. */
  public static final String PASSWORD = "correct horse battery staple";

  private Fixture() {}

  /** The environment of this machine. */
  public static Environment environment() {
    return new Environment(
        Clock.system(ZoneOffset.UTC),
        new SecureRandom(),
        Owner.current(),
        FileSystems.local(),
        2,
        Sleeper.real(),
        Duration.ZERO,
        notice -> {});
  }

  /** A new repository. */
  public static Repository create(Storage storage) {
    return Repository.create(storage, Password.of(PASSWORD.toCharArray()), environment());
  }

  /** Opens a repository in a directory. */
  public static Repository open(Path directory) {
    return open(new LocalStorage(directory));
  }

  /** Opens a repository. */
  public static Repository open(Storage storage) {
    return Repository.open(storage, Password.of(PASSWORD.toCharArray()), environment());
  }

  /** Takes a snapshot of a directory. */
  public static StoredSnapshot backup(Repository repository, Path source) {
    try (WriteSession session = repository.write()) {
      StoredSnapshot parent = session.snapshots().isEmpty() ? null : session.snapshots().getLast();
      return backup(session, source, parent);
    }
  }

  /** Takes a snapshot of a directory in a session. */
  public static StoredSnapshot backup(
      WriteSession session, Path source, @Nullable StoredSnapshot parent) {
    Instant now = Clock.systemUTC().instant();
    Backup.Captured captured =
        session.capture(
            new Backup.Source(source.toString(), Excludes.NONE),
            parent,
            counters -> {},
            () -> false);
    return session.publish(
        List.of(captured),
        new WriteSession.Draft(
            now,
            now,
            parent == null ? null : parent.id(),
            List.of(),
            List.of("test"),
            "hevelius test",
            List.of(),
            ""));
  }

  /** Writes a file with random bytes, half of which can be compressed. */
  public static void file(Path path, int size, long seed) {
    try {
      Files.createDirectories(path.getParent());
      byte[] bytes = new byte[size];
      new Random(seed).nextBytes(bytes);
      for (int i = 0; i < size / 2; i++) {
        bytes[i] = (byte) "0123456789abcdef".charAt(i * 7 % 16);
      }
      Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs restic on a repository and gives its output; fails on another exit code than 0. */
  public static String restic(Path repository, String... arguments) {
    return run(repository, Counterpart.program("restic").toString(), arguments);
  }

  private static String run(Path repository, String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program, "-r", repository.toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs a program and gives its output; fails on another exit code than 0. */
  public static String run(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("RESTIC_PASSWORD", PASSWORD);
      builder
          .environment()
          .put("RESTIC_CACHE_DIR", Files.createTempDirectory("restic-cache").toString());
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError(command + " ended with " + process.exitValue() + ":\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
