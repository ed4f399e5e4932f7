package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong words, hostile names and damaged files, each answered with what to do. */
class BadInputIT {
  @TempDir private static Path folder;
  private static RealHome home;
  private static LiveData data;
  private static Map<String, String> first;

  @BeforeAll
  static void makeHome() throws IOException {
    home = new RealHome(folder);
    data = new LiveData(folder.resolve("raw"), new Random(5));
    home.done(
        "create", "raw", "first", "--name", "pre-calibration", "--source", data.root.toString());
    first = data.state();
    data.change();
    home.create("second");
  }

  @AfterEach
  void nothingWasForgotten() {
    assertThat(home.versions()).contains(1L, 2L);
  }

  @AfterAll
  static void nothingWasDamaged() {
    Shell.Result check = home.run("check", "--read-data");
    assertThat(check.code()).as(check.toString()).isZero();
  }

  private static void fails(int code, List<String> said, String... args) {
    Shell.Result result = home.run(args);
    String line = String.join(" ", args);
    assertThat(result.code()).as("%s%n%s", line, result).isEqualTo(code);
    assertThat(result.err()).as(line).contains(said).doesNotContain("\tat ");
    assertThat(result.err().lines().count()).as("a remedy: " + result.err()).isGreaterThan(1);
  }

  @Test
  void referencesThatMatchNothing() {
    fails(3, List.of("pre-calibration"), "show", "raw@pre-calibratoin");
    fails(3, List.of("no version 99", "raw@2"), "restore", "raw@99", "--in-place", "--yes");
    fails(3, List.of("raw"), "show", "rwa@1");
    fails(2, List.of("raw@"), "show", "raw@");
  }

  @Test
  void pathsThatLeaveTheSnapshot() {
    String target = folder.resolve("escaped").toString();
    for (String path : List.of("../x", "d1/../../x", "/etc/passwd", "..")) {
      Shell.Result result = home.run("restore", "raw@1", "--path", path, "--to", target, "--yes");
      assertThat(result.code()).as("%s: %s", path, result).isIn(2, 3);
      assertThat(result.err()).as(path).startsWith("error: ");
    }
    fails(2, List.of("no path inside"), "restore", "raw@1", "--path", "../x", "--to", target);
    for (String path : List.of("../..", "d1/../..")) {
      Shell.Result result = home.run("browse", "raw@1", path);
      assertThat(result.code()).as("%s: %s", path, result).isIn(2, 3);
      Shell.Result cat = home.run("cat", "raw@1", path);
      assertThat(cat.code()).as("%s: %s", path, cat).isIn(2, 3);
    }
    assertThat(folder.resolve("escaped")).doesNotExist();
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void aWrongPasswordIsRefusedAndNothingIsTouched() throws IOException {
    Path password = passwordFile();
    byte[] right = Files.readAllBytes(password);
    Files.writeString(password, "wrong\n");
    try {
      fails(5, List.of("password"), "create", "raw", "x");
      fails(5, List.of("password"), "browse", "raw@1");
    } finally {
      Files.write(password, right);
    }
    Files.move(password, folder.resolve("aside"));
    try {
      Shell.Result missing = home.run("create", "raw", "x");
      assertThat(missing.code()).as(missing.toString()).isIn(2, 3, 5, 10);
      assertThat(missing.err()).contains(password.toString());
    } finally {
      Files.move(folder.resolve("aside"), password);
    }
  }

  private static Path passwordFile() throws IOException {
    try (Stream<Path> files = Files.list(home.root)) {
      return files
          .filter(f -> f.getFileName().toString().contains("password"))
          .findAny()
          .orElseThrow();
    }
  }

  @Test
  void aSourceThatVanishedIsNoEmptySnapshot() throws IOException {
    List<Long> before = home.versions();
    Files.move(data.root, folder.resolve("elsewhere"));
    try {
      fails(10, List.of(data.root.toString()), "create", "raw", "nothing there");
      assertThat(home.versions()).isEqualTo(before);
    } finally {
      Files.move(folder.resolve("elsewhere"), data.root);
    }
  }

  @Test
  void strangeNamesAndLoopsComeBackAsTheyWere() {
    Path odd = folder.resolve("odd");
    sh(
        "mkdir -p odd/loop && cd odd && printf x > \"$(printf 'new\\nline')\" &&"
            + " printf y > \"$(printf 'bad\\377utf8')\" && printf z > '-rf' && printf q > ' ~*?'"
            + " && ln -s . loop/self && ln -s a b && ln -s b a");
    home.done("create", "odd", "names", "--source", odd.toString());
    String listing = home.done("browse", "odd@1").out();
    assertThat(listing).doesNotContain("new\nline").contains("bad");
    // Names that Java can't say are beyond this process's locale; a launched one has UTF-8.
    Shell.Result back =
        home.launch("restore", "odd@1", "--to", folder.resolve("odd-back").toString(), "--yes");
    assertThat(back.code()).as(back.toString()).isZero();
    assertThat(sh("diff -r --no-dereference odd odd-back && echo same").out()).isEqualTo("same\n");
    home.done("diff", "odd@1", "live");
  }

  private static Shell.Result sh(String script) {
    Shell.Result result = new Shell(folder).run("sh", "-c", script);
    assertThat(result.code()).as(result.toString()).isZero();
    return result;
  }

  @Test
  void aFileThatMayNotBeReadIsNamedAndTheRestIsTaken() throws IOException {
    // Root without its capabilities may read no file of another user, yet still this checkout.
    Counterpart.root();
    String setpriv = Counterpart.program("setpriv").toString();
    Path other = Files.createDirectory(Path.of("/tmp").resolve("hevelius-" + System.nanoTime()));
    try {
      Files.createDirectory(other.resolve("src"));
      Files.writeString(other.resolve("src/good"), "good");
      Files.writeString(other.resolve("src/secret"), "secret");
      Shell shell = new Shell(other);
      assertThat(shell.run("sh", "-c", "chown 65534 src/secret && chmod 600 src/secret").code())
          .isZero();
      Shell.Result result =
          shell.run(
              setpriv,
              "--bounding-set=-all",
              "--inh-caps=-all",
              "--ambient-caps=-all",
              Project.ROOT.resolve("hevelius").toString(),
              "create",
              "raw",
              "some",
              "--source",
              other.resolve("src").toString());
      assertThat(result.code()).as(result.toString()).isEqualTo(1);
      assertThat(result.out() + result.err()).contains("secret").contains("raw@1");
    } finally {
      new Shell(folder).run("rm", "-rf", other.toString());
    }
  }

  @Test
  void damageOfEachKindOfFileIsFoundAndNamed() throws IOException {
    Path repository = home.root.resolve("repository");
    for (String kind : List.of("data", "index", "snapshots", "keys")) {
      List<Path> files = files(repository.resolve(kind));
      Path file = kind.equals("snapshots") ? files.getLast() : largest(files);
      damaged(file, kind + " truncated", bytes -> Arrays.copyOf(bytes, bytes.length / 2));
      damaged(
          file,
          kind + " flipped",
          bytes -> {
            bytes[bytes.length / 3] ^= 0x10;
            return bytes;
          });
      if (kind.equals("data")) {
        damaged(file, "data missing", bytes -> new byte[0]);
      }
    }
  }

  private interface Damage {
    byte[] of(byte[] bytes);
  }

  private static void damaged(Path file, String what, Damage damage) throws IOException {
    Path aside = folder.resolve("whole");
    Files.copy(file, aside, StandardCopyOption.COPY_ATTRIBUTES);
    byte[] bad = damage.of(Files.readAllBytes(file));
    Files.delete(file);
    if (bad.length > 0) {
      Files.write(file, bad, StandardOpenOption.CREATE_NEW);
    }
    try {
      Shell.Result check = home.run("check", "--read-data");
      assertThat(check.code()).as("%s%n%s", what, check).isIn(5, 6);
      assertThat(check.out() + check.err())
          .as(what)
          .contains(file.getFileName().toString().substring(0, 8))
          .doesNotContain("\tat ");
      assertThat(bytesOf(file)).as("%s: check changes nothing", what).isEqualTo(bad);
    } finally {
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static byte[] bytesOf(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Path largest(List<Path> files) {
    return files.stream()
        .max((a, b) -> Long.compare(size(a), size(b)))
        .orElseThrow(() -> new AssertionError("no file"));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theFirstVersionIsStillWhatItWas() throws IOException {
    Path target = folder.resolve("first-back");
    home.done("restore", "raw@pre-calibration", "--to", target.toString(), "--yes");
    assertThat(LiveData.state(target)).isEqualTo(first);
  }
}
