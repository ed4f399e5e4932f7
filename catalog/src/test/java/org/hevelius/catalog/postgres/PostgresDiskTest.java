package org.hevelius.catalog.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hevelius.core.catalog.CatalogFixtures.event;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.testkit.Counterpart;
import org.hevelius.testkit.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose disk really is full. */
class PostgresDiskTest {
  @TempDir private Path disk;

  @BeforeEach
  void mount() throws Exception {
    Counterpart.root();
    Counterpart.program("mount");
    int code = run("mount", "-t", "tmpfs", "-o", "size=160m", "none", disk.toString());
    Counterpart.need(code == 0, "no tmpfs can be mounted");
    Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(disk.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void unmount() throws Exception {
    int _ = run("umount", "-l", disk.toString());
  }

  @Test
  void whatWasAcknowledgedIsThereAfterItsDiskWasFull() throws IOException {
    PostgresServer server = PostgresServer.start(disk);
    List<String> acknowledged = new ArrayList<>();
    HeveliusException failure = null;
    try (Catalog catalog = PostgresNode.open(PostgresAddress.parse(server.address("full")))) {
      fill();
      Random random = new Random(7);
      for (int i = 0; i < 3000 && failure == null; i++) {
        String detail = i + " " + noise(random);
        try {
          catalog.append(event("write", detail));
          acknowledged.add(detail);
        } catch (HeveliusException e) {
          failure = e;
        }
      }
      assertThat(failure).as("after %d", acknowledged.size()).isNotNull();
      HeveliusException full = Objects.requireNonNull(failure);
      assertThat(full.category()).isIn(Category.FULL, Category.UNAVAILABLE);
      assertThat(full.advice()).isNotEmpty();
      Files.delete(disk.resolve("filler"));
      // Where its log had no room left the server has ended itself.
      try {
        server.crash();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("pg_ctl");
      }
      server.resume();
      List<String> there = catalog.audit().map(entry -> entry.event().target()).toList();
      assertThat(there).startsWith(acknowledged.toArray(String[]::new));
      assertThat(there.size() - acknowledged.size()).as("the one in between").isBetween(0, 1);
      catalog.append(event("write", "again"));
      assertThat(catalog.problems()).isEmpty();
    }
  }

  /** Text that can't be compressed much. */
  private static String noise(Random random) {
    byte[] bytes = new byte[20_000];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Takes all room but for a little. */
  private void fill() throws IOException {
    byte[] block = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
      while (Files.getFileStore(disk).getUsableSpace() > 6L << 20) {
        out.write(block);
      }
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
