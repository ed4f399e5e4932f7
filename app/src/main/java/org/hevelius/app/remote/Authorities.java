package org.hevelius.app.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/** Whom TLS trusts. */
public final class Authorities {
  private Authorities() {}

  /**
   * Trusts the certificates of a file and nobody else.
   *
   * @param file in PEM; null for those whom the machine trusts
   * @return null for those whom the machine trusts
   * @throws HeveliusException INVALID when the file has no certificate
   */
  public static @Nullable SSLContext trusting(@Nullable Path file) {
    if (file == null) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw unusable(file, "it has no certificate", null);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : found) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(file, Problems.reason(e), e);
    }
  }

  private static HeveliusException unusable(Path file, String why, @Nullable Exception cause) {
    String message = "the certificates in %s can't be used: %s".formatted(file, why);
    String advice = "nothing was sent; --ca takes certificates in PEM";
    return cause == null
        ? new HeveliusException(Category.INVALID, message, advice)
        : new HeveliusException(Category.INVALID, message, List.of(advice), cause);
  }
}
