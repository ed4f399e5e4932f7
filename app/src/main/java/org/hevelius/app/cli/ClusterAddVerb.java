package org.hevelius.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.secret.SecretRef;
import org.hevelius.core.storage.Clusters.Brought;
import org.hevelius.core.storage.Clusters.Cluster;
import org.hevelius.core.storage.Clusters.Login;
import org.hevelius.core.storage.Clusters.Mount;
import org.hevelius.core.usecase.KnownClusters.ClusterView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = {
      "add a VAST cluster, after it has answered",
      "",
      "The password or token is read from its file each time that it is needed, and is kept nowhere"
          + " else. Through a service it is sent there, and kept in a file of its home that only"
          + " its user can read, until the cluster is removed."
    },
    footer = {
      "",
      "hevelius cluster add lab --address vms.lab.example --user hevelius --password-file"
          + " ~/.vms-password --mount /swift=/mnt/swift"
    })
final class ClusterAddVerb implements Runnable {
  private static final int LONGEST = 512 << 10;

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "what it is called here")
  String name = "";

  @Option(
      names = "--address",
      paramLabel = "HOST[:PORT]",
      required = true,
      description = "its management system")
  String address = "";

  @Option(names = "--user", paramLabel = "U", description = "who logs in with a password")
  @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "the password stands in its first line")
  @Nullable Path passwordFile;

  @Option(
      names = "--api-token-file",
      paramLabel = "FILE",
      description = "an API token stands in its first line, in place of user and password")
  @Nullable Path tokenFile;

  @Option(
      names = "--authority",
      paramLabel = "FILE",
      description = "the certificates that are trusted (else those that the machine trusts)")
  @Nullable Path authority;

  @Option(
      names = "--tenant",
      paramLabel = "T",
      description = "the tenant whose paths are meant (else the login's own)")
  @Nullable String tenant;

  @Option(
      names = "--mount",
      paramLabel = "VASTPATH=DIR",
      description = "where a path of it is mounted on this machine; may be given again")
  List<String> mounts = List.of();

  ClusterAddVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Cluster cluster =
        new Cluster(
            name,
            address,
            "latest",
            tenant,
            login(),
            authority == null ? null : full(authority),
            null,
            false,
            mounts.stream().map(this::mount).toList(),
            null,
            null,
            false);
    ClusterView added = session.withFacade(home -> home.clusters().add(cluster, brought()));
    session.result(
        added,
        () -> {
          session.console().line("Cluster " + added.name() + " added");
          ClusterShowVerb.print(session, added);
          session.hint("Its views:  hevelius view list vast:" + added.name());
        });
  }

  /** A service doesn't see the files of this machine, so their content goes along. */
  private Brought brought() {
    if (session.service().isEmpty()) {
      return Brought.NOTHING;
    }
    Path secret = tokenFile == null ? passwordFile : tokenFile;
    return new Brought(
        secret == null ? null : read(secret).lines().findFirst().orElse("").strip(),
        authority == null ? null : read(authority));
  }

  private String read(Path file) {
    Path path = session.workingDirectory().resolve(file).normalize();
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "the file " + path + " can't be read: " + e.getMessage(),
          List.of("nothing was changed"),
          e);
    }
  }

  private String full(Path file) {
    return session.workingDirectory().resolve(file).normalize().toString();
  }

  private Login login() {
    if (tokenFile != null && user == null && passwordFile == null) {
      return new Login.Token(new SecretRef.OfFile(full(tokenFile)));
    }
    if (tokenFile == null && user != null && passwordFile != null) {
      return new Login.Jwt(user, new SecretRef.OfFile(full(passwordFile)));
    }
    throw new HeveliusException(
        Category.INVALID,
        "how to log in isn't said",
        "give --user and --password-file, or --api-token-file");
  }

  private Mount mount(String text) {
    int at = text.indexOf('=');
    if (at <= 0 || at == text.length() - 1 || !text.startsWith("/")) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + text + "\" doesn't say what is mounted where",
          "write it as --mount /swift=/mnt/swift");
    }
    Path directory = Path.of(text.substring(at + 1));
    if (session.service().isPresent() && !directory.isAbsolute()) {
      throw SourceArguments.elsewhere("the directory " + directory);
    }
    return new Mount(text.substring(0, at), full(directory));
  }
}
