package org.hevelius.repository.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hevelius.repository.format.FileKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys, seals and envelopes in both directions between restic and this program. */
class ResticKeysTest {
  @TempDir Path directory;

  private final SecureRandom random = new SecureRandom();
  private Restic restic;

  @BeforeEach
  void needsRestic() {
    restic = new Restic(directory);
  }

  @Test
  void opensWhatResticMade() throws Exception {
    restic.run("init", "--repository-version", "2");
    Files.writeString(directory.resolve("file"), "hello");
    restic.run("backup", directory.resolve("file").toString());
    Path repository = restic.repository();
    String file = Files.readString(only(repository.resolve(FileKind.KEY.directory())));
    KeyDerivation derivation =
        KeyDerivation.read(number(file, "N"), number(file, "r"), number(file, "p"), "key");
    PasswordKey key = PasswordKey.of(derivation, base64(file, "salt"), base64(file, "data"), "key");
    Sealer sealer =
        key.open(Password.of(Restic.PASSWORD.toCharArray())).orElseThrow().sealer(random);

    assertThat(open(sealer, repository.resolve("config"))).contains("\"version\":2");
    Path snapshot = only(repository.resolve(FileKind.SNAPSHOT.directory()));
    assertThat(open(sealer, snapshot)).contains(directory.resolve("file").toString());
    Path index = only(repository.resolve(FileKind.INDEX.directory()));
    assertThat(open(sealer, index)).startsWith("{\"packs\":[");
    assertThat(key.open(Password.of("wrong".toCharArray()))).isEmpty();
  }

  @Test
  void makesWhatResticOpens() throws Exception {
    String config =
        "{\"version\":2,\"id\":\"%s\",\"chunker_polynomial\":\"2f918af0dfaa2f\"}"
            .formatted("ab".repeat(32));
    restic.make(config, KeyDerivation.STANDARD);
    assertThat(restic.run("cat", "config").replaceAll("\\s", "")).isEqualTo(config);
    assertThat(restic.run("check")).contains("no errors were found");
  }

  private static String open(Sealer sealer, Path file) throws IOException {
    byte[] json = Envelope.open(sealer, Files.readAllBytes(file), file.toString());
    return new String(json, StandardCharsets.UTF_8);
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
