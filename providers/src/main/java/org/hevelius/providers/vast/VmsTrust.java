package org.hevelius.providers.vast;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/** Which certificates of a cluster are accepted. */
final class VmsTrust {
  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;

  private VmsTrust() {}

  /**
   * What a connection needs.
   *
   * @param authority file with the certificates that are trusted; null for the machine's
   * @param serverName the name that must be in the certificate; null for that of the address
   * @param insecure whether any certificate will do
   */
  static SSLContext context(
      @Nullable Path authority, @Nullable String serverName, boolean insecure) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager manager = insecure ? new Anybody() : named(authority(authority), serverName);
      context.init(null, new TrustManager[] {manager}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new HeveliusException(
          Category.INVALID,
          "the certificates in %s can't be used: %s".formatted(authority, e.getMessage()),
          List.of("authority names a file with certificates in PEM"),
          e);
    }
  }

  private static X509ExtendedTrustManager authority(@Nullable Path file)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    if (file == null) {
      factory.init((KeyStore) null);
    } else {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      try (InputStream in = Files.newInputStream(file)) {
        Collection<? extends Certificate> all =
            CertificateFactory.getInstance("X.509").generateCertificates(in);
        if (all.isEmpty()) {
          throw new CertificateException("there is none");
        }
        for (Certificate certificate : all) {
          store.setCertificateEntry("ca-" + store.size(), certificate);
        }
      }
      factory.init(store);
    }
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("there is no PKIX");
  }

  private static X509ExtendedTrustManager named(
      X509ExtendedTrustManager authority, @Nullable String name) {
    return name == null ? authority : new Named(authority, name);
  }

  /** Trusts who bears a name that isn't the address. */
  private static final class Named extends ServerTrust {
    private final X509ExtendedTrustManager authority;
    private final String name;

    Named(X509ExtendedTrustManager authority, String name) {
      this.authority = authority;
      this.name = name;
    }

    @Override
    void check(X509Certificate[] chain, String type) throws CertificateException {
      // Without the connection it looks at the chain alone, and not at the address.
      authority.checkServerTrusted(chain, type);
      if (!bears(chain[0], name)) {
        throw new CertificateException("the certificate isn't made out to " + name);
      }
    }
  }

  /** Whether a certificate is made out to a name or address. */
  static boolean bears(X509Certificate certificate, String name) throws CertificateException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names == null) {
      return false;
    }
    String wanted = name.toLowerCase(Locale.ROOT);
    for (List<?> entry : names) {
      String value = Objects.toString(entry.get(1)).toLowerCase(Locale.ROOT);
      boolean isName = entry.get(0).equals(DNS_NAME) && matches(value, wanted);
      if (isName || (entry.get(0).equals(ADDRESS) && value.equals(wanted))) {
        return true;
      }
    }
    return false;
  }

  /** A star stands for the first part of a name alone. */
  private static boolean matches(String pattern, String name) {
    int dot = name.indexOf('.');
    return pattern.equals(name)
        || (pattern.startsWith("*.")
            && dot > 0
            && pattern.substring(1).equals(name.substring(dot)));
  }

  /** Trusts whoever answers. */
  private static final class Anybody extends ServerTrust {
    @Override
    void check(X509Certificate[] chain, String type) {
      // That is what insecure says.
    }
  }

  /** Judges servers alone. */
  private abstract static class ServerTrust extends X509ExtendedTrustManager {
    abstract void check(X509Certificate[] chain, String type) throws CertificateException;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("there are no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
