package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a small project of its own, with stand-ins for Java and Maven that say how they
 * were called.
 */
class LauncherTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private Path project;
  private Path launcher;
  private Path jar;
  private Path tools;
  private Path java;

  @BeforeEach
  void makeProject() throws IOException {
    project = Files.createDirectory(folder.resolve("a project"));
    launcher = Files.copy(Project.ROOT.resolve("hevelius"), project.resolve("hevelius"));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    write(project.resolve("pom.xml"), "<project/>");
    write(project.resolve("app/pom.xml"), "<project/>");
    write(project.resolve("app/src/main/java/Main.java"), "class Main {}");
    makeOld(project);
    jar = project.resolve("app/target/hevelius.jar");
    tools = Files.createDirectory(folder.resolve("tools"));
    program(
        tools.resolve("mvn"),
        "echo \"mvn $* with $JAVA_HOME\" >> \"$LOG\"",
        "echo 'what Maven says'",
        "[ ! -e \"$BROKEN\" ] || exit 1",
        "mkdir -p app/target && echo jar > app/target/hevelius.jar");
    java = java("25", "26.0.1", "Vendor Inc.");
  }

  /** A stand-in for a JDK that prints its arguments, one a line. */
  private Path java(String name, String version, String vendor) throws IOException {
    Path home = folder.resolve("jdk-" + name);
    write(
        home.resolve("release"),
        "IMPLEMENTOR=\"%s\"\nJAVA_RUNTIME_VERSION=\"%s+9\"\nJAVA_VERSION=\"%s\"\n"
            .formatted(vendor, version, version));
    program(home.resolve("bin/javac"), "exit 0");
    program(
        home.resolve("bin/java"),
        "for a; do case $a in -XX:AOTCacheOutput=*) echo cache > \"${a#*=}\"; exit;; esac; done",
        "echo \"started by " + name + "\"",
        "for a; do echo \"[$a]\"; done");
    return home;
  }

  private static void program(Path file, String... lines) throws IOException {
    write(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void makeOld(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
      }
    }
  }

  /** A start-up cache that stands already, so that none is made while a test ends. */
  private Path cache(String content) throws IOException {
    Path cache = project.resolve("app/target/hevelius-26.0.1+9-Vendor.aot");
    write(cache, content);
    Files.setLastModifiedTime(cache, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    return cache;
  }

  private Shell shell() {
    return new Shell(folder)
        .with("HEVELIUS_JAVA", java.toString())
        .with("HEVELIUS_BUILD", "")
        .with("LOG", folder.resolve("log").toString())
        .with("BROKEN", folder.resolve("broken").toString())
        .with("PATH", tools + ":/usr/bin:/bin");
  }

  private List<String> builds() throws IOException {
    Path log = folder.resolve("log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  @Test
  void buildsOnFirstUseAndNotAgain() throws IOException {
    cache("");
    Shell.Result first = shell().run(launcher.toString(), "list");
    assertThat(first.code()).isZero();
    assertThat(first.err()).isEqualTo("building Hevelius (first use) ...\n");
    assertThat(first.out())
        .contains("started by 25\n", "[list]\n")
        .doesNotContain("what Maven says");
    Shell.Result second = shell().run(launcher.toString(), "list");
    assertThat(second.err()).isEmpty();
    assertThat(builds()).containsExactly("mvn -q -B -DskipTests -pl app -am package with " + java);
  }

  @Test
  void buildsAgainWhenASourceHasChangedOrGone() throws IOException {
    cache("");
    shell().run(launcher.toString());
    Files.writeString(project.resolve("app/src/main/java/Main.java"), "class Main { }");
    assertThat(shell().run(launcher.toString()).err())
        .isEqualTo("building Hevelius (sources changed) ...\n");
    Files.delete(project.resolve("app/src/main/java/Main.java"));
    shell().run(launcher.toString());
    shell().run(launcher.toString());
    assertThat(builds()).hasSize(3);
  }

  @Test
  void usesNoStartUpCacheThatIsOlderThanALibrary() throws Exception {
    Path cache = cache("a cache");
    assertThat(shell().run(launcher.toString(), "list").out()).contains("[-XX:AOTCache=");
    Path library = project.resolve("app/target/lib/engine.jar");
    write(library, "");
    Files.setLastModifiedTime(library, FileTime.from(Instant.parse("2101-01-01T00:00:00Z")));
    // Another process makes the cache just now, so this one doesn't.
    Path lock = Files.createDirectory(Path.of(cache + ".lock"));
    Files.writeString(lock.resolve("pid"), ProcessHandle.current().pid() + "\n");
    assertThat(shell().run(launcher.toString(), "list").out()).doesNotContain("[-XX:AOTCache=");
  }

  @Test
  void showsWhatMavenSaysWhenTheBuildFails() throws IOException {
    Files.createFile(folder.resolve("broken"));
    Shell.Result result = shell().run(launcher.toString(), "list");
    assertThat(result.code()).isEqualTo(69);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("what Maven says\n")
        .endsWith("error: Hevelius could not be built; Maven's messages stand above\n");
    Files.delete(folder.resolve("broken"));
    cache("");
    assertThat(shell().run(launcher.toString(), "list").code()).isZero();
  }

  @Test
  void saysThatMavenIsMissing() throws IOException {
    Files.delete(tools.resolve("mvn"));
    for (String name :
        List.of("sh", "find", "mkdir", "rm", "dirname", "readlink", "touch", "cat")) {
      program(tools.resolve(name), "exec /usr/bin/" + name + " \"$@\"");
    }
    Shell.Result result = shell().with("PATH", tools.toString()).run(launcher.toString(), "list");
    assertThat(result.code()).isEqualTo(69);
    assertThat(result.err())
        .isEqualTo(
            """
            error: Hevelius must be built, and Maven (mvn) was not found
              install Maven 3.8 or newer (package: maven)
            """);
  }

  @Test
  void twoFirstUsesAtOnceBuildOnce() throws Exception {
    cache("");
    Path[] files = new Path[4];
    for (int i = 0; i < files.length; i++) {
      files[i] = folder.resolve("file" + i);
    }
    Process one = shell().start(files[0], files[1], launcher.toString(), "list");
    Process two = shell().start(files[2], files[3], launcher.toString(), "list");
    assertThat(one.waitFor()).isZero();
    assertThat(two.waitFor()).isZero();
    assertThat(builds()).hasSize(1);
    assertThat(files[0]).content().contains("[list]");
    assertThat(files[2]).content().contains("[list]");
  }

  @Test
  void takesOverTheLockOfADeadBuild() throws IOException {
    cache("");
    write(project.resolve("app/target/build.lock/pid"), "999999999\n");
    assertThat(shell().run(launcher.toString(), "list").code()).isZero();
    assertThat(builds()).hasSize(1);
    assertThat(project.resolve("app/target/build.lock")).doesNotExist();
  }

  @Test
  void passesOverJavaThatIsTooOld() throws IOException {
    cache("");
    Path old = java("old", "17.0.15", "Debian");
    Shell.Result result =
        shell()
            .with("HEVELIUS_JAVA", old.toString())
            .with("JAVA_HOME", java.toString())
            .run(launcher.toString());
    assertThat(result.out()).contains("started by 25");
  }

  @Test
  void takesJavaAsAFolderOrAsAProgramBehindLinks() throws IOException {
    cache("");
    Path link = Files.createSymbolicLink(folder.resolve("link"), java.resolve("bin/java"));
    Path newer = java("newer", "27", "Vendor Inc.");
    Path onPath = Files.createSymbolicLink(tools.resolve("java"), newer.resolve("bin/java"));
    assertThat(shell().with("HEVELIUS_JAVA", link.toString()).run(launcher.toString()).out())
        .contains("started by 25");
    write(project.resolve("app/target/hevelius-27+9-Vendor.aot"), "");
    assertThat(shell().with("HEVELIUS_JAVA", "").run(launcher.toString()).out())
        .as("started through " + onPath)
        .contains("started by newer");
  }

  @Test
  void startsLightVerbsLightlyAndOthersFully() throws IOException {
    cache("");
    for (String[] line :
        new String[][] {{"help", "x"}, {"--home", "create", "help"}, {"--json", "help"}, {}}) {
      assertThat(shell().run(command(line)).out())
          .as(String.join(" ", line))
          .contains("[-XX:TieredStopAtLevel=1]", "[-XX:+UseSerialGC]");
    }
    for (String[] line : new String[][] {{"create", "x"}, {"--home=/x", "-v", "create", "help"}}) {
      assertThat(shell().run(command(line)).out())
          .as(String.join(" ", line))
          .contains("[-XX:+UseParallelGC]", "[-Xmx352m]")
          .doesNotContain("TieredStopAtLevel");
    }
  }

  private String[] command(String... words) {
    String[] command = new String[words.length + 1];
    command[0] = launcher.toString();
    System.arraycopy(words, 0, command, 1, words.length);
    return command;
  }

  @Test
  void handsArgumentsAndOptionsOnUnchanged() throws IOException {
    cache("");
    Shell.Result result =
        shell()
            .with("HEVELIUS_JAVA_OPTS", "-Xmx1g -Dx=y")
            .run(launcher.toString(), "create", "a b", "", "$HOME *", "--json");
    assertThat(result.out())
        .contains("[-Xmx1g]\n[-Dx=y]\n")
        .endsWith("[-jar]\n[" + jar + "]\n[create]\n[a b]\n[]\n[$HOME *]\n[--json]\n");
  }

  @Test
  void usesTheCacheOfThisJavaWhileItIsNewerThanTheJar() throws IOException {
    Path cache = cache("cache");
    assertThat(shell().run(launcher.toString()).out()).contains("[-XX:AOTCache=" + cache + "]");
    Files.writeString(cache, "");
    assertThat(shell().run(launcher.toString()).out()).doesNotContain("AOTCache");
  }

  @Test
  void makesTheCacheInTheBackground() throws Exception {
    shell().run(launcher.toString());
    Path cache = project.resolve("app/target/hevelius-26.0.1+9-Vendor.aot");
    Path lock = project.resolve("app/target/hevelius-26.0.1+9-Vendor.aot.lock");
    Await.until("the cache is made", () -> Files.exists(cache) && !Files.exists(lock));
    assertThat(cache).hasContent("cache");
    assertThat(shell().run(launcher.toString()).out()).contains("[-XX:AOTCache=" + cache + "]");
  }

  @Test
  void startsThroughLinksFromAnyDirectory() throws IOException {
    cache("");
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("relative"), Path.of("../a project/hevelius"));
    Files.createSymbolicLink(bin.resolve("twice"), Path.of("relative"));
    assertThat(shell().run(bin.resolve("twice").toString()).out()).contains("[" + jar + "]");
    assertThat(shell().with("PATH", bin + ":/usr/bin:/bin:" + tools).run("sh", "-c", "twice").out())
        .contains("[" + jar + "]");
  }

  @Test
  void anInstalledCopyNeedsNoSources() throws IOException {
    Path installed = Files.createDirectory(folder.resolve("installed"));
    Path copy = Files.copy(launcher, installed.resolve("hevelius"));
    assertThat(copy.toFile().setExecutable(true)).isTrue();
    Shell.Result missing = shell().run(copy.toString());
    assertThat(missing.code()).isEqualTo(69);
    assertThat(missing.err()).contains("hevelius.jar is missing");
    write(installed.resolve("hevelius.jar"), "jar");
    makeOld(installed);
    write(installed.resolve("hevelius-26.0.1+9-Vendor.aot"), "");
    assertThat(shell().run(copy.toString()).out())
        .contains("[" + installed.resolve("hevelius.jar") + "]");
    assertThat(builds()).isEmpty();
  }
}
