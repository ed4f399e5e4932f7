package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.testkit.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real database is damaged and comes back, with its service stopped and started. */
class RecoverIT {
  private static final String SERVICE =
      """
      #!/bin/sh
      as() { if [ "$(id -u)" = 0 ]; then runuser -u nobody -- "$@"; else "$@"; fi; }
      cd /
      runs() { as BIN/pg_ctl -D DATA status > /dev/null 2>&1; }
      case $1 in
        init) as BIN/initdb -D DATA -U postgres -A trust -E UTF8 --no-locale -N > /dev/null ;;
        stop) ! runs || as BIN/pg_ctl -D DATA -m fast -w stop > /dev/null ;;
        start) runs || as BIN/pg_ctl -D DATA -w -t 120 -l FOLDER/log -o "-p PORT -h 127.0.0.1 -k ''" start > /dev/null ;;
        crash) as BIN/pg_ctl -D DATA -m immediate -w stop > /dev/null ;;
        check) [ ! -e FOLDER/sick ] && [ "$(sh "$0" sql 'SELECT 1')" = 1 ] ;;
        sql) shift; as BIN/psql -h 127.0.0.1 -p PORT -U postgres -tAc "$1" ;;
      esac
      """;
  private static final String POLICY =
      """
      policies:
        - name: dr
          scopes: [raw]
          rto: 10min
          recovery:
            stop: [{run: [sh, SCRIPT, stop]}]
            start: [{run: [sh, SCRIPT, start]}]
            check: [{run: [sh, SCRIPT, check], retries: 2, pause: 1s}]
            compare-content: true
      """;

  @TempDir private Path temporary;

  Path folder;
  private Path data;
  private Path script;
  private RealHome home;

  @BeforeEach
  void aDatabase() throws IOException {
    Path programs = PostgresServer.shared().programDirectory();
    folder = Files.createDirectories(temporary.resolve("a b"));
    for (Path path : List.of(temporary, folder)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    data = place();
    script = folder.resolve("service.sh");
    String quoted = "'" + folder + "'";
    Files.writeString(
        script,
        SERVICE
            .replace("BIN", programs.toString())
            .replace("DATA", "'" + data + "'")
            .replace("FOLDER", quoted)
            .replace("PORT", String.valueOf(freePort())));
    service("init");
    service("start");
    sql("CREATE TABLE star (id int PRIMARY KEY, name text)");
    sql("INSERT INTO star SELECT n, 'star ' || n FROM generate_series(1, 1000) AS n");
    home = new RealHome(folder);
    home.done("init");
  }

  /** Where the database lies. */
  Path place() throws IOException {
    return folder.resolve("data");
  }

  /** How the source is written. */
  String source() {
    return data.toString();
  }

  /** How its data are put back. */
  String way() {
    return "files";
  }

  /** Whether a snapshot has everything as of one moment, so that nothing need be stopped for it. */
  boolean isAtomic() {
    return false;
  }

  @AfterEach
  void stop() {
    if (script != null) {
      new Shell(folder).run("sh", script.toString(), "crash");
    }
  }

  private void service(String word) {
    Shell.Result result = new Shell(folder).run("sh", script.toString(), word);
    assertThat(result.code()).as("%s: %s", word, result).isZero();
  }

  private String sql(String statement) {
    Shell.Result result = new Shell(folder).run("sh", script.toString(), "sql", statement);
    assertThat(result.code()).as("%s: %s", statement, result).isZero();
    return result.out().strip();
  }

  private String stars() {
    return sql("SELECT count(*) || ' ' || md5(string_agg(name, ',' ORDER BY id)) FROM star");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void snapshot() throws IOException {
    if (!isAtomic()) {
      service("stop");
    }
    home.done("create", "raw", "Before the upgrade", "--source", source());
    service("start");
    Path policy = folder.resolve("dr.yaml");
    Files.writeString(policy, POLICY.replace("SCRIPT", "\"" + script + "\""));
    home.done("policy", "apply", policy.toString(), "--yes");
  }

  /** Rows are lost, and then files. */
  private void damage() throws IOException {
    sql("DELETE FROM star WHERE id % 2 = 0");
    sql("CREATE TABLE junk AS SELECT n FROM generate_series(1, 5000) AS n");
    service("crash");
    List<Path> lost = new ArrayList<>();
    try (var files = Files.list(data.resolve("base/1"))) {
      files
          .filter(file -> file.getFileName().toString().matches("[0-9]+"))
          .limit(20)
          .forEach(lost::add);
    }
    for (Path file : lost) {
      Files.delete(file);
    }
  }

  @Test
  void comesBackWithAllRowsAfterDamage() throws IOException {
    String before = stars();
    snapshot();
    damage();
    Shell.Result result = home.run("recover", "raw", "--yes");
    assertThat(result.code()).as("%s", result).isZero();
    assertThat(result.out())
        .contains(
            source() + " (" + way() + ")",
            "raw is as in raw@1, and its services run.",
            "within the 10 min");
    assertThat(stars()).isEqualTo(before);
    assertThat(sql("SELECT count(*) FROM pg_tables WHERE tablename = 'junk'")).isEqualTo("0");
    assertThat(home.json("recover", "list", "raw").get(0).get("state").asString())
        .isEqualTo("succeeded");
  }

  @Test
  void runsOnTheStateBeforeWhenItIsNotWellAfterwards() throws IOException {
    snapshot();
    sql("DELETE FROM star WHERE id > 10");
    String damaged = stars();
    Files.createFile(folder.resolve("sick"));
    Shell.Result result = home.run("recover", "raw", "--yes");
    assertThat(result.code()).as("%s", result).isEqualTo(1);
    assertThat(result.out()).contains("Not recovered: raw is as it was before");
    assertThat(stars()).isEqualTo(damaged);
  }
}
