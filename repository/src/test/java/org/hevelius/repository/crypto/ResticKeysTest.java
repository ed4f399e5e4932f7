package org.hevelius.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys, seals and envelopes in both directions between restic and this program. */
class ResticKeysTest {
  private static final String CONFIG =
      "{\"version\":2,\"id\":\""
          + "ab".repeat(32)
          + "\",\"chunker_polynomial\":\"2f918af0dfaa2f\"}";

  @TempDir Path directory;

  private final SecureRandom random = new SecureRandom();
  private final Password password = Password.of("pässword".toCharArray());

  @Test
  void opensWhatResticMade() throws Exception {
    restic("init", "--repository-version", "2");
    Files.writeString(directory.resolve("file"), "hello");
    restic("backup", directory.resolve("file").toString());
    Path repository = directory.resolve("repository");
    String file = Files.readString(only(repository.resolve(FileKind.KEY.directory())));
    KeyDerivation derivation =
        KeyDerivation.read(number(file, "N"), number(file, "r"), number(file, "p"), "key");
    PasswordKey key = PasswordKey.of(derivation, base64(file, "salt"), base64(file, "data"), "key");
    Sealer sealer = key.open(password).orElseThrow().sealer(random);

    assertThat(open(sealer, repository.resolve("config"))).contains("\"version\":2");
    Path snapshot = only(repository.resolve(FileKind.SNAPSHOT.directory()));
    assertThat(open(sealer, snapshot)).contains(directory.resolve("file").toString());
    Path index = only(repository.resolve(FileKind.INDEX.directory()));
    assertThat(open(sealer, index)).startsWith("{\"packs\":[");
    assertThat(key.open(Password.of("wrong".toCharArray()))).isEmpty();
  }

  @Test
  void makesWhatResticOpens() throws Exception {
    Path repository = directory.resolve("repository");
    for (FileKind kind : FileKind.values()) {
      if (kind != FileKind.CONFIG) {
        Files.createDirectories(repository.resolve(kind.directory()));
      }
    }
    MasterKey master = MasterKey.random(random);
    PasswordKey key = PasswordKey.seal(master, password, KeyDerivation.STANDARD, random);
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] file =
        ("{\"created\":\"2026-11-21T10:00:00Z\",\"username\":\"u\",\"hostname\":\"h\","
                + "\"kdf\":\"scrypt\",\"N\":%d,\"r\":%d,\"p\":%d,\"salt\":\"%s\",\"data\":\"%s\"}")
            .formatted(
                key.derivation().n(),
                key.derivation().r(),
                key.derivation().p(),
                base64.encodeToString(key.salt()),
                base64.encodeToString(key.data()))
            .getBytes(StandardCharsets.US_ASCII);
    Files.write(repository.resolve("keys").resolve(Id.of(file).toString()), file);
    Sealer sealer = master.sealer(random);
    Files.write(
        repository.resolve("config"),
        Envelope.sealConfig(sealer, CONFIG.getBytes(StandardCharsets.US_ASCII)));
    byte[] index = Envelope.seal(sealer, "{\"packs\":[]}".getBytes(StandardCharsets.US_ASCII));
    Files.write(repository.resolve("index").resolve(Id.of(index).toString()), index);

    assertThat(restic("cat", "config").replaceAll("\\s", "")).isEqualTo(CONFIG);
    assertThat(restic("check")).contains("no errors were found");
  }

  private static String open(Sealer sealer, Path file) throws IOException {
    byte[] json = Envelope.open(sealer, Files.readAllBytes(file), file.toString());
    return new String(json, StandardCharsets.UTF_8);
  }

  private String restic(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Counterpart.program("restic").toString());
    command.addAll(List.of("-r", directory.resolve("repository").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("RESTIC_PASSWORD", "pässword");
    builder.environment().put("RESTIC_CACHE_DIR", directory.resolve("cache").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found = files.toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  private static long number(String json, String field) {
    return Long.parseLong(field(json, "\"" + field + "\":\\s*(\\d+)"));
  }

  private static byte[] base64(String json, String field) {
    return Base64.getDecoder().decode(field(json, "\"" + field + "\":\\s*\"([^\"]+)\""));
  }

  private static String field(String json, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(json);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
