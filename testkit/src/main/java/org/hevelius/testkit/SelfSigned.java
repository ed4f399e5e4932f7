package org.hevelius.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A key of this machine, known as 127.0.0.1 and {@code localhost}, and its certificate, which
 * nobody else has signed.
 *
 * @param store a key store of the form PKCS#12
 */
public record SelfSigned(Path store) {
  /** The password of the store. */
  public static final String PASSWORD = "changeit";

  private static final String ALIAS = "service";

  /** Makes one in a directory. */
  public static SelfSigned in(Path directory) {
    return in(directory, "ip:127.0.0.1,dns:localhost");
  }

  /**
   * Makes one for other names.
   *
   * @param names such as {@code dns:db.example.org}
   */
  public static SelfSigned in(Path directory, String names) {
    Path store = directory.resolve("service.p12");
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=test",
                  "-ext",
                  "SAN=" + names,
                  "-ext",
                  "bc=ca:true",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  PASSWORD,
                  "-keystore",
                  store.toString(),
                  "-alias",
                  ALIAS)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return new SelfSigned(store);
  }

  /** The store, read. */
  public KeyStore keys() {
    try {
      return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A store that trusts the certificate alone. */
  public KeyStore trusted() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(ALIAS, keys().getCertificate(ALIAS));
      return trusted;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate as PEM. */
  public String certificate() {
    try {
      return pem("CERTIFICATE", keys().getCertificate(ALIAS).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate as PEM in a file beside the store. */
  public Path certificateFile() {
    try {
      return Files.writeString(store.resolveSibling("ca.pem"), certificate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The key as PEM. */
  public String privateKey() {
    try {
      return pem("PRIVATE KEY", keys().getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            what,
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded),
            what);
  }
}
