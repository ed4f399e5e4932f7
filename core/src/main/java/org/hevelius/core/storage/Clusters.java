package org.hevelius.core.storage;

import java.util.List;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Texts;
import org.hevelius.core.secret.SecretRef;
import org.jspecify.annotations.Nullable;

/**
 * The port to the clusters that a home knows, in which sources such as {@code vast:NAME/path} lie.
 * Where a secret stands is known here, and never the secret.
 */
public interface Clusters {
  /** How a home logs in to a cluster. */
  sealed interface Login {
    /** A user whose name and password are sent with each request. */
    record Basic(String user, SecretRef password) implements Login {}

    /** A user who is given tokens that expire. */
    record Jwt(String user, SecretRef password) implements Login {}

    /** A token that was made for a program. */
    record Token(SecretRef token) implements Login {}

    /** How it is shown, such as {@code jwt admin}. */
    default String text() {
      return switch (this) {
        case Basic(String user, SecretRef _) -> "basic " + user;
        case Jwt(String user, SecretRef _) -> "jwt " + user;
        case Token _ -> "token";
      };
    }
  }

  /**
   * Where something of a cluster is mounted on this machine.
   *
   * @param path on the cluster, such as {@code /prod/obs}
   * @param directory an absolute path of this machine
   */
  record Mount(String path, String directory) {}

  /**
   * How buckets are read.
   *
   * @param endpoint such as {@code https://s3.lab.example}
   */
  record Buckets(String endpoint, SecretRef accessKey, SecretRef secretKey) {}

  /**
   * What a home knows of a cluster.
   *
   * @param name what it is called here, as in {@code vast:NAME/path}
   * @param address {@code host} or {@code host:port} of its management system
   * @param version of the interface, {@code latest} or such as {@code v5}
   * @param tenant whose paths are meant; null for the login's own
   * @param authority file with the certificates that are trusted in place of the machine's; null
   *     for these
   * @param serverName the name that its certificate must bear, if it is another than the address;
   *     or null
   * @param insecure whether any certificate is accepted: then anybody in between could read the
   *     login and change what is asked for
   * @param records a directory for what is known of snapshots, such as one on another machine's
   *     disk; null for the home
   * @param expires whether the storage removes a snapshot at its time by itself, also when nobody
   *     asks Hevelius whether it is the last one that is good
   */
  record Cluster(
      String name,
      String address,
      String version,
      @Nullable String tenant,
      Login login,
      @Nullable String authority,
      @Nullable String serverName,
      boolean insecure,
      List<Mount> mounts,
      @Nullable Buckets buckets,
      @Nullable String records,
      boolean expires) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern ADDRESS =
        Pattern.compile(
            "([A-Za-z0-9][A-Za-z0-9.-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?");
    private static final Pattern VERSION = Pattern.compile("latest|v[1-9][0-9]?");

    /**
     * Checks the values.
     *
     * @throws HeveliusException INVALID with the one that doesn't fit
     */
    public Cluster {
      fits(NAME, name, "name of a cluster", "lower-case letters, digits, . _ - (64)");
      fits(ADDRESS, address, "address", "host or host:port, without https://");
      fits(VERSION, version, "version of the interface", "latest, or such as v5");
      tenant = tenant == null ? null : Texts.line("tenant", tenant);
      if (insecure && (authority != null || serverName != null)) {
        throw new HeveliusException(
            Category.INVALID,
            "with insecure no certificate is looked at, so none can be expected",
            "leave out either insecure, or authority and serverName");
      }
      mounts = List.copyOf(mounts);
    }

    private static void fits(Pattern pattern, String text, String what, String advice) {
      if (!pattern.matcher(text).matches()) {
        throw new HeveliusException(Category.INVALID, "\"" + text + "\" is no " + what, advice);
      }
    }
  }

  /**
   * How a cluster answered.
   *
   * @param cluster as it calls itself
   * @param psnt its serial number, by which it is known again
   * @param software the version that it runs
   * @param state such as {@code ONLINE}
   * @param notes what there is to know, a sentence each
   */
  record Answer(String cluster, String psnt, String software, String state, List<String> notes) {
    /** Copies the list. */
    public Answer {
      notes = List.copyOf(notes);
    }
  }

  /** The clusters, in the order of the settings. */
  List<Cluster> list();

  /**
   * Logs in to a cluster and asks what it is.
   *
   * @throws HeveliusException NOT_FOUND when no cluster has that name; DENIED or UNAVAILABLE when
   *     it can't be asked
   */
  Answer probe(String name);

  /**
   * What comes along with a cluster that is added from another machine, where its files lie.
   *
   * @param secret the password or token itself; null when the login says where it stands
   * @param authority the certificates that are trusted, PEM; null when the cluster says where they
   *     stand, or the machine's are meant
   */
  record Brought(@Nullable String secret, @Nullable String authority) {
    /** Nothing. */
    public static final Brought NOTHING = new Brought(null, null);

    /** What a login names as the place of a secret that is brought along. */
    public static final SecretRef PLACE = new SecretRef.OfFile("clusters");

    /** Never tells the secret. */
    @Override
    public String toString() {
      return "Brought[]";
    }
  }

  /**
   * Adds a cluster after it has answered.
   *
   * @param brought is kept in the home, readable by its owner alone, until the cluster is removed;
   *     the login and the authority then name these places
   * @throws HeveliusException CONFLICT when the name is taken; DENIED or UNAVAILABLE when it can't
   *     be asked; then nothing was added
   */
  Answer add(Cluster cluster, Brought brought);

  /**
   * Takes a cluster out of the settings. Nothing on it is changed; datasets whose sources lie there
   * can't be reached until it is added again.
   *
   * @throws HeveliusException NOT_FOUND when no cluster has that name
   */
  void remove(String name);
}
