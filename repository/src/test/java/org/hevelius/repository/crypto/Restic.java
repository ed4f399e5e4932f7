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
import org.hevelius.repository.format.FileKind;
import org.hevelius.repository.format.Id;
import org.hevelius.testkit.Counterpart;

/** The real restic on a repository in a directory for tests. */
public final class Restic {
  /** The password of the repository. */
  public static final String PASSWORD = "pässword";

  /** Unsafe, but spares each call of restic most of a second. */
  public static final KeyDerivation CHEAP = new KeyDerivation(16, 8, 1);

  private final Path program = Counterpart.program("restic");
  private final Path directory;

  /** A repository that doesn't exist yet, below this directory. */
  public Restic(Path directory) {
    this.directory = directory;
  }

  /** Where the repository is. */
  public Path repository() {
    return directory.resolve("repository");
  }

  /** Makes an empty repository without restic's help. */
  public void make(String config, KeyDerivation derivation) throws IOException {
    for (FileKind kind : FileKind.values()) {
      if (kind != FileKind.CONFIG) {
        Files.createDirectories(repository().resolve(kind.directory()));
      }
    }
    SecureRandom random = new SecureRandom();
    MasterKey master = MasterKey.random(random);
    Password password = Password.of(PASSWORD.toCharArray());
    PasswordKey key = PasswordKey.seal(master, password, derivation, random);
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] file =
        ("{\"created\":\"2026-11-21T10:00:00Z\",\"username\":\"u\",\"hostname\":\"h\","
                + "\"kdf\":\"scrypt\",\"N\":%d,\"r\":%d,\"p\":%d,\"salt\":\"%s\",\"data\":\"%s\"}")
            .formatted(
                derivation.n(),
                derivation.r(),
                derivation.p(),
                base64.encodeToString(key.salt()),
                base64.encodeToString(key.data()))
            .getBytes(StandardCharsets.US_ASCII);
    Files.write(repository().resolve("keys").resolve(Id.of(file).toString()), file);
    Sealer sealer = master.sealer(random);
    Files.write(
        repository().resolve("config"),
        Envelope.sealConfig(sealer, config.getBytes(StandardCharsets.US_ASCII)));
    byte[] index = Envelope.seal(sealer, "{\"packs\":[]}".getBytes(StandardCharsets.US_ASCII));
    Files.write(repository().resolve("index").resolve(Id.of(index).toString()), index);
  }

  /** Runs restic in the directory; it must end well. */
  public String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program.toString(), "-r", repository().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().put("RESTIC_PASSWORD", PASSWORD);
    builder.environment().put("RESTIC_CACHE_DIR", directory.resolve("cache").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
