package org.hevelius.simulator.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Makes certificates for the loopback address; its own is a file that clients are given. */
public final class Authority {
  private static final AlgorithmIdentifier ECDSA =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
  private static final X500Name NAME = new X500Name("CN=Hevelius simulator CA");
  private static final Duration LIFE = Duration.ofDays(3650);

  private final X509Certificate certificate;
  private final PrivateKey key;
  private final Instant now;

  private Authority(X509Certificate certificate, PrivateKey key, Instant now) {
    this.certificate = certificate;
    this.key = key;
    this.now = now;
  }

  /**
   * The authority whose certificate and key are in two files; made when they aren't there.
   *
   * @throws IOException if they can't be read or written
   */
  public static Authority at(Path certificateFile, Path keyFile, Instant now) throws IOException {
    try {
      if (!Files.exists(certificateFile) || !Files.exists(keyFile)) {
        KeyPair pair = pair();
        byte[] made = certificate(NAME, pair.getPublic(), pair, now, forAuthority(pair));
        write(keyFile, "PRIVATE KEY", pair.getPrivate().getEncoded());
        write(certificateFile, "CERTIFICATE", made);
      }
      try (InputStream in = Files.newInputStream(certificateFile)) {
        return new Authority(
            (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in),
            KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(read(keyFile))),
            now);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate in " + certificateFile + " can't be used", e);
    }
  }

  /** A key and a certificate for this machine's loopback address, signed here. */
  public KeyStore issue(String password) throws IOException {
    try {
      KeyPair pair = pair();
      KeyPair signer = new KeyPair(certificate.getPublicKey(), key);
      byte[] made =
          certificate(
              new X500Name("CN=localhost"),
              pair.getPublic(),
              signer,
              now,
              forServer(pair.getPublic(), certificate.getPublicKey()));
      Certificate leaf =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(made));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "simulator",
          pair.getPrivate(),
          password.toCharArray(),
          new Certificate[] {leaf, certificate});
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException("a certificate can't be made", e);
    }
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static Extensions forAuthority(KeyPair pair)
      throws IOException, GeneralSecurityException {
    ExtensionsGenerator all = new ExtensionsGenerator();
    all.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    all.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    all.addExtension(
        Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(id(pair.getPublic())));
    return all.generate();
  }

  private static Extensions forServer(PublicKey own, PublicKey signer)
      throws IOException, GeneralSecurityException {
    ExtensionsGenerator all = new ExtensionsGenerator();
    all.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    all.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    all.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    all.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(id(own)));
    all.addExtension(
        Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(id(signer)));
    all.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
    return all.generate();
  }

  private static byte[] id(PublicKey key) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-1")
        .digest(SubjectPublicKeyInfo.getInstance(key.getEncoded()).getPublicKeyData().getBytes());
  }

  private static byte[] certificate(
      X500Name subject, PublicKey own, KeyPair signer, Instant now, Extensions extensions)
      throws IOException, GeneralSecurityException {
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(new BigInteger(127, new SecureRandom())));
    generator.setIssuer(NAME);
    generator.setSubject(subject);
    generator.setStartDate(new Time(Date.from(now.minus(Duration.ofDays(2)))));
    generator.setEndDate(new Time(Date.from(now.plus(LIFE))));
    generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(own.getEncoded()));
    generator.setSignature(ECDSA);
    generator.setExtensions(extensions);
    TBSCertificate content = generator.generateTBSCertificate();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(signer.getPrivate());
    signature.update(content.getEncoded());
    ASN1EncodableVector whole = new ASN1EncodableVector();
    whole.add(content);
    whole.add(ECDSA);
    whole.add(new DERBitString(signature.sign()));
    return new DERSequence(whole).getEncoded();
  }

  private static void write(Path file, String label, byte[] content) throws IOException {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), label);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    Files.createFile(
        next,
        PosixFilePermissions.asFileAttribute(
            PosixFilePermissions.fromString(
                label.contains("PRIVATE") ? "rw-------" : "rw-r--r--")));
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
  }
}
