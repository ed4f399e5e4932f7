package org.hevelius.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hevelius.core.catalog.CatalogFixtures.RAW;
import static org.hevelius.core.catalog.CatalogFixtures.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.hevelius.core.audit.AuditChain;
import org.hevelius.core.audit.AuditFinding;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.catalog.CatalogFixtures;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.testkit.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
  @Nested
  class InAFile extends Processes {
    @TempDir Path directory;

    @Override
    String make() {
      return directory.resolve("catalog.sqlite").toString();
    }
  }

  @Nested
  class InAServer extends Processes {
    @Override
    String make() {
      return PostgresServer.shared().freshSchema();
    }
  }

  abstract static class Processes {
    private String place = "";

    /** Where a new catalog is to stand. */
    abstract String make();

    @BeforeEach
    void addDataset() {
      place = make();
      try (Catalog catalog = CommitLoop.open(place)) {
        catalog.addDataset(CatalogFixtures.dataset(RAW.text()), event("dataset add", RAW.text()));
      }
    }

    @Test
    void whatWasAcknowledgedSurvivesKillingAtRandomMoments() throws Exception {
      long seed = Long.getLong("property.seed", 20261121L);
      Random random = new Random(seed);
      Set<Long> acknowledged = new HashSet<>();
      for (int round = 0; round < 4; round++) {
        Process child = start(Integer.MAX_VALUE);
        try (BufferedReader lines = child.inputReader()) {
          for (int i = random.nextInt(60); i >= 0; i--) {
            acknowledged.add(Long.parseLong(lines.readLine()));
          }
          // By its handle: the process itself would close the stream that is still to be read.
          assertThat(child.toHandle().destroyForcibly()).isTrue();
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isEmpty()) {
              acknowledged.add(Long.parseLong(line));
            }
          }
        }
        assertThat(child.waitFor()).isEqualTo(128 + 9);
        assertThat(recorded()).as("seed %d, round %d", seed, round).containsAll(acknowledged);
      }
      assertThat(recorded().size() - acknowledged.size())
          .as("at most one a round was recorded but not yet acknowledged")
          .isBetween(0, 4);
    }

    @Test
    void severalProcessesWriteAtOnceWithoutLosingOrDoublingAnything() throws Exception {
      List<Process> children = List.of(start(40), start(40), start(40));
      List<Long> acknowledged = new ArrayList<>();
      for (Process child : children) {
        try (BufferedReader lines = child.inputReader()) {
          lines.lines().forEach(line -> acknowledged.add(Long.parseLong(line)));
        }
        assertThat(child.waitFor()).isZero();
      }
      assertThat(acknowledged).doesNotHaveDuplicates().hasSize(120);
      assertThat(recorded()).containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    private Set<Long> recorded() {
      try (Catalog catalog = CommitLoop.open(place)) {
        assertThat(catalog.problems()).isEmpty();
        List<AuditFinding> findings = new ArrayList<>();
        AuditChain.verify(catalog.audit().iterator(), catalog.auditHead(), findings::add);
        assertThat(findings).isEmpty();
        Set<Long> versions = new HashSet<>();
        catalog.snapshots(SnapshotQuery.all()).map(Snapshot::version).forEach(versions::add);
        assertThat(catalog.audit()).as("one entry for each").hasSize(versions.size() + 1);
        return versions;
      }
    }

    private Process start(int count) throws IOException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "--enable-native-access=ALL-UNNAMED",
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              CommitLoop.class.getName(),
              place,
              Integer.toString(count))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    }
  }
}
