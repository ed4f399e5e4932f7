package org.hevelius.providers.vast;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.storage.Clusters;
import org.hevelius.providers.files.PrivateFiles;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The clusters that {@code clusters.yaml} in a home names; none when there is no such file. */
public final class ClustersFile implements Clusters {
  /** The name of the file. */
  public static final String FILE = "clusters.yaml";

  private final Path home;
  private final Path file;
  private final Function<Cluster, VmsClient> clients;

  /**
   * The clusters of a home.
   *
   * @param clients makes a client, which is closed after use
   */
  public ClustersFile(Path home, Function<Cluster, VmsClient> clients) {
    this.home = home;
    this.file = home.resolve(FILE);
    this.clients = clients;
  }

  @Override
  public List<Cluster> list() {
    return read().stream().map(ClustersReader.Entry::cluster).toList();
  }

  private List<ClustersReader.Entry> read() {
    return ClustersReader.read(file.toString(), text());
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't read " + file + ": " + e.getMessage(),
          List.of("nothing was changed; check that it is readable and text in UTF-8"),
          e);
    }
  }

  /** The cluster of a name. */
  static Cluster named(List<Cluster> clusters, String name, Path file) {
    return clusters.stream()
        .filter(cluster -> cluster.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "there is no cluster called \"%s\" in %s".formatted(name, file),
                    clusters.isEmpty()
                        ? "add it: hevelius cluster add " + name + " --address HOST"
                        : "known: "
                            + String.join(", ", clusters.stream().map(Cluster::name).toList())));
  }

  @Override
  public Answer probe(String name) {
    return asked(named(list(), name, file));
  }

  private Answer asked(Cluster cluster) {
    try (VmsClient client = clients.apply(cluster)) {
      JsonNode known = VastCluster.itself(client);
      List<String> notes = new ArrayList<>();
      if (cluster.insecure()) {
        notes.add(
            "its certificate is not looked at (insecure: true): whoever stands between can read"
                + " the login");
      }
      String software =
          client.list("versions", java.util.Map.of("status", "success")).stream()
              .map(node -> node.path("sys_version").asString(""))
              .filter(version -> !version.isEmpty())
              .reduce((_, last) -> last)
              .orElse(known.path("sw_version").asString(""));
      return new Answer(
          known.path("name").asString(""),
          known.path("psnt").asString(""),
          software,
          known.path("state").asString(""),
          notes);
    }
  }

  @Override
  public Answer add(Cluster cluster, Brought brought) {
    requireFree(list(), cluster);
    if (brought.equals(Brought.NOTHING)) {
      return add(cluster);
    }
    Kept kept = new Kept(home);
    try {
      return add(kept.with(cluster, brought));
    } catch (RuntimeException e) {
      kept.remove();
      throw e;
    }
  }

  private Answer add(Cluster cluster) {
    Answer answer = asked(cluster);
    change(
        text -> {
          requireFree(list(), cluster);
          String start = text.isBlank() || read().isEmpty() ? withoutList(text) : text;
          return (start.isEmpty() || start.endsWith("\n") ? start : start + "\n")
              + ClustersWriter.entry(cluster);
        },
        cluster,
        null);
    return answer;
  }

  private static String withoutList(String text) {
    return text.replaceAll("(?m)^clusters:.*\\R?", "") + "clusters:\n";
  }

  private void requireFree(List<Cluster> all, Cluster cluster) {
    if (all.stream().anyMatch(other -> other.name().equals(cluster.name()))) {
      throw new HeveliusException(
          Category.CONFLICT,
          "there is a cluster called \"%s\" in %s already".formatted(cluster.name(), file),
          "nothing was changed; remove it first, or edit the file");
    }
  }

  @Override
  public void remove(String name) {
    Cluster gone = named(list(), name, file);
    change(
        text -> {
          List<ClustersReader.Entry> entries = read();
          List<String> lines = text.lines().toList();
          int at = entries.stream().map(entry -> entry.cluster().name()).toList().indexOf(name);
          if (at < 0) {
            return text;
          }
          int from = entries.get(at).line() - 1;
          int to = at + 1 < entries.size() ? entries.get(at + 1).line() - 1 : lines.size();
          List<String> kept = new ArrayList<>(lines.subList(0, from));
          kept.addAll(lines.subList(to, lines.size()));
          return String.join("\n", kept) + "\n";
        },
        null,
        gone);
    Kept.removeOf(home, gone);
  }

  /** Replaces the file by a text that says exactly what it should, or leaves it as it is. */
  private void change(
      UnaryOperator<String> edit, @Nullable Cluster added, @Nullable Cluster removed) {
    try {
      PrivateFiles.makeDirectory(home);
      try (FileChannel channel = PrivateFiles.openLock(file.resolveSibling("." + FILE + ".lock"));
          FileLock _ = channel.lock()) {
        List<Cluster> wanted = new ArrayList<>(list());
        String text = edit.apply(text());
        if (added != null) {
          wanted.add(added);
        }
        if (removed != null) {
          wanted.removeIf(cluster -> cluster.name().equals(removed.name()));
        }
        requireSays(text, wanted);
        PrivateFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't write " + file + ": " + e.getMessage(),
          List.of("it is as it was"),
          e);
    }
  }

  private void requireSays(String text, List<Cluster> wanted) {
    List<Cluster> said;
    try {
      said =
          ClustersReader.read(file.toString(), text).stream()
              .map(ClustersReader.Entry::cluster)
              .toList();
    } catch (HeveliusException e) {
      said = List.of();
    }
    if (!said.equals(wanted)) {
      throw new HeveliusException(
          Category.CONFLICT,
          file + " is written in a way that can't be changed without losing something",
          "it is as it was; write it as docs/vast.md shows, one \"- name:\" for each cluster, or"
              + " edit it by hand");
    }
  }
}
