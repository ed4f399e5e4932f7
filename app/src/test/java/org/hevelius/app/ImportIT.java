package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Copies that were imported are versions like all others, also where only storage is left. */
class ImportIT {
  @TempDir private Path folder;

  @Test
  void keepsAllOfItWhenTheCatalogIsRebuiltAndWhenTheImportDiedAtItsEnd() throws Exception {
    Path data = Files.createDirectory(folder.resolve("raw"));
    Files.writeString(data.resolve("flux.csv"), "3.0\n");
    Path first = copy("raw_20250131", "1.0\n");
    Path second = copy("raw_20250228_1430", "2.0\n");
    RealHome home = new RealHome(folder);
    String[] line = {
      "import", "raw", second.toString(), first.toString(), "--source", data.toString()
    };
    home.done(line);
    // As a process leaves it that dies right before it records what it has published.
    try (Connection catalog =
            DriverManager.getConnection("jdbc:sqlite:" + home.root.resolve("catalog.db"));
        Statement statement = catalog.createStatement()) {
      forget(statement);
    }
    assertThat(home.versions()).containsExactly(1L);
    assertThat(home.done(line).out()).contains("imported before");
    assertThat(home.versions()).containsExactly(2L, 1L);
    home.create("by Hevelius");
    JsonNode before = home.json("list", "raw");
    home.done("catalog", "rebuild");
    assertThat(home.json("list", "raw")).isEqualTo(before);
    assertThat(before.get(1).get("createdAt").asString()).isEqualTo("2025-02-28T14:30:00Z");
    assertThat(home.done(line).out()).contains("imported before");
    assertThat(home.done("cat", "raw@1", "flux.csv").out()).isEqualTo("1.0\n");
    home.done("check", "--read-data");
    assertThat(restic(home, "check", "--read-data")).contains("no errors were found");
    assertThat(restic(home, "snapshots")).contains("2025-01-31").contains(data.toString());
  }

  private Path copy(String name, String flux) throws IOException {
    Path directory = Files.createDirectories(folder.resolve("copies").resolve(name));
    Files.writeString(directory.resolve("flux.csv"), flux);
    return directory;
  }

  private static void forget(Statement catalog) throws SQLException {
    catalog.execute("PRAGMA foreign_keys = ON");
    assertThat(catalog.executeUpdate("DELETE FROM snapshot WHERE version = 2")).isPositive();
  }

  private String restic(RealHome home, String... arguments) {
    String[] command = new String[arguments.length + 6];
    command[0] = Counterpart.program("restic").toString();
    command[1] = "--no-cache";
    command[2] = "-r";
    command[3] = home.root.resolve("repository").toString();
    command[4] = "-p";
    command[5] = home.root.resolve("password").toString();
    System.arraycopy(arguments, 0, command, 6, arguments.length);
    Shell.Result result = new Shell(folder).run(command);
    assertThat(result.code()).as(result.toString()).isZero();
    return result.out();
  }
}
