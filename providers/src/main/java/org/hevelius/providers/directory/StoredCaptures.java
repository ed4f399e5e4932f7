package org.hevelius.providers.directory;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.repository.ReadSession;
import org.hevelius.repository.StoredSnapshot;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.format.NodeType;
import org.hevelius.repository.fs.RawPath;

/** Finds captures and manifests in the snapshots of a repository. */
final class StoredCaptures {
  /** The name of this adapter in captures. */
  static final String PROVIDER = "directory";

  /** The tag of every snapshot that Hevelius makes. */
  static final String TAG = "hevelius";

  /** The tag that restic gives to copies it makes without some of the files. */
  static final String REWRITTEN = "rewrite";

  /** Where the manifest stands in the root tree, one name a part. */
  static final List<String> MANIFEST = List.of(".hevelius", "manifest.json");

  private static final List<FileName> MANIFEST_NAMES = MANIFEST.stream().map(FileName::of).toList();
  private static final int MAX_MANIFEST = 16 << 20;

  private StoredCaptures() {}

  /** The id of a capture. */
  static Id id(Capture capture) {
    if (!Id.isId(capture.id())) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + capture.id() + "\" is no id of a snapshot in a repository",
          "rebuild the catalog from the repositories: hevelius catalog rebuild");
    }
    return Id.parse(capture.id());
  }

  /**
   * The snapshot that holds a capture. Where another program has rewritten its record, which then
   * remembers the first id, it is found by that.
   *
   * @throws HeveliusException NOT_FOUND
   */
  static StoredSnapshot snapshot(ReadSession session, Capture capture) {
    Id id = id(capture);
    return exact(session, id).or(() -> rewritten(session, id)).orElseThrow(() -> gone(capture));
  }

  static Optional<StoredSnapshot> exact(ReadSession session, Id id) {
    return session.snapshots().stream().filter(stored -> stored.id().equals(id)).findFirst();
  }

  private static Optional<StoredSnapshot> rewritten(ReadSession session, Id id) {
    List<StoredSnapshot> found =
        session.snapshots().stream().filter(stored -> stored.firstId().equals(id)).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  static HeveliusException gone(Capture capture) {
    return new HeveliusException(
        Category.NOT_FOUND,
        "the repository \"%s\" has no snapshot %s any more"
            .formatted(capture.repository(), brief(capture)),
        "it was removed, or rewritten by another program; to find what there is: hevelius catalog"
            + " rebuild");
  }

  static String brief(Capture capture) {
    return capture.id().substring(0, Math.min(8, capture.id().length()));
  }

  /**
   * The directory of a capture's source inside its snapshot.
   *
   * @throws HeveliusException DAMAGED when the snapshot doesn't have it
   */
  static Node directory(ReadSession session, StoredSnapshot stored, SourceSpec source) {
    Node node =
        find(session, stored, source.location())
            .orElseThrow(
                () ->
                    new HeveliusException(
                        Category.DAMAGED,
                        "snapshot %s has no %s".formatted(stored.id().brief(), source),
                        "nothing was changed; to see what is wrong: hevelius check"));
    if (node.type() != NodeType.DIRECTORY || node.subtree() == null) {
      throw new HeveliusException(
          Category.INVALID,
          "%s is no directory in snapshot %s".formatted(source, stored.id().brief()));
    }
    return node;
  }

  /**
   * The node of a path. A snapshot of another program may have been taken of a relative path; then
   * only the end of the path stands in its tree.
   */
  static Optional<Node> find(ReadSession session, StoredSnapshot stored, String path) {
    List<FileName> names = RawPath.parts(RawPath.ofText(path));
    Id root = stored.file().tree();
    int shortest = manifestBytes(session, stored).isPresent() ? names.size() : 0;
    for (int length = names.size(); length >= shortest; length--) {
      List<FileName> end = names.subList(names.size() - length, names.size());
      Optional<Node> node =
          end.isEmpty()
              ? Optional.of(Node.directory(FileName.of("/"), stored.file().time(), root))
              : session.find(root, end);
      if (node.isPresent()) {
        return node;
      }
    }
    return Optional.empty();
  }

  /**
   * The manifest of a snapshot; nothing when it has none, that is, when it isn't ours.
   *
   * @throws HeveliusException DAMAGED or REFUSED when there is one that can't be read
   */
  static Optional<Manifest> manifest(ReadSession session, StoredSnapshot stored) {
    return manifestBytes(session, stored)
        .map(node -> Manifest.parse(read(session, node), "snapshot " + stored.id().brief()));
  }

  /** Whether Hevelius made a snapshot: it has a manifest, readable or not. */
  static boolean isOurs(ReadSession session, StoredSnapshot stored) {
    return manifestBytes(session, stored).isPresent();
  }

  private static Optional<Node> manifestBytes(ReadSession session, StoredSnapshot stored) {
    return session
        .find(stored.file().tree(), MANIFEST_NAMES)
        .filter(node -> node.type() == NodeType.FILE);
  }

  private static byte[] read(ReadSession session, Node node) {
    try (InputStream in = session.open(node)) {
      return in.readNBytes(MAX_MANIFEST);
    } catch (IOException e) {
      throw new HeveliusException(Category.UNAVAILABLE, "a manifest can't be read", List.of(), e);
    }
  }
}
