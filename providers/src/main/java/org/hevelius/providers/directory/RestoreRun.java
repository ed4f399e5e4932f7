package org.hevelius.providers.directory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.tree.Names;
import org.hevelius.repository.ReadSession;
import org.hevelius.repository.StoredSnapshot;
import org.hevelius.repository.format.FileName;
import org.hevelius.repository.format.Id;
import org.hevelius.repository.format.Node;
import org.hevelius.repository.restore.RestoreCounters;
import org.hevelius.repository.restore.RestoreRequest;
import org.jspecify.annotations.Nullable;

/** Carries out one order to restore, or finds what it would do. */
final class RestoreRun {
  private static final int SUGGESTIONS = 3;

  private final RepositoryPool pool;
  private final OwnPlaces own;
  private final RestoreOrder order;

  RestoreRun(RepositoryPool pool, OwnPlaces own, RestoreOrder order) {
    this.pool = pool;
    this.own = own;
    this.order = order;
  }

  void run() {
    String target = target();
    List<List<FileName>> paths = order.paths().stream().map(RestoreRun::parse).toList();
    requireOneRepository();
    requireGuardOf(target);
    try (ReadLease lease = lease()) {
      EngineFailures.translated(() -> restore(lease.session(), target, paths));
    }
  }

  /** A session that lists all that is needed: each may have come since a shared one began. */
  private ReadLease lease() {
    ReadLease lease = pool.read(order.want().repository(), StoredCaptures.id(order.want()));
    return listing(listing(lease, order.base()), order.guard());
  }

  private ReadLease listing(ReadLease lease, @Nullable Capture needed) {
    if (needed == null
        || StoredCaptures.exact(lease.session(), StoredCaptures.id(needed)).isPresent()) {
      return lease;
    }
    lease.close();
    return pool.read(needed.repository(), StoredCaptures.id(needed));
  }

  private String target() {
    String given = order.target();
    String target = given == null ? order.want().source().location() : given;
    if (!target.startsWith("/")) {
      throw new HeveliusException(
          Category.INVALID, "the target " + Names.show(target) + " is not an absolute path");
    }
    own.around(target)
        .ifPresent(
            place -> {
              throw new HeveliusException(
                  Category.REFUSED,
                  "the target %s lies in Hevelius' own directory %s"
                      .formatted(Names.show(target), place),
                  "nothing was changed; restore to another place");
            });
    return target;
  }

  private void requireOneRepository() {
    Capture base = order.base();
    Capture guard = order.guard();
    String repository = order.want().repository();
    String other =
        base != null && !base.repository().equals(repository)
            ? base.repository()
            : guard == null ? repository : guard.repository();
    if (!other.equals(repository)) {
      throw new HeveliusException(
          Category.INVALID,
          "a restore reads one repository, and this one needs \"%s\" and \"%s\""
              .formatted(repository, other),
          "nothing was changed; restore to a new directory with --to");
    }
  }

  /** The guard protects a target only if it is the image of exactly that directory. */
  private void requireGuardOf(String target) {
    Capture guard = order.guard();
    if (guard != null && !guard.source().location().equals(target)) {
      throw new HeveliusException(
          Category.INVALID,
          "the guard is a capture of %s and not of the target %s"
              .formatted(guard.source(), Names.show(target)),
          "nothing was changed");
    }
    if (guard == null && order.overwrite() && !order.dryRun()) {
      throw new HeveliusException(
          Category.INVALID,
          "nothing may be overwritten without a guard snapshot of the target",
          "nothing was changed");
    }
  }

  private void restore(ReadSession session, String target, List<List<FileName>> paths) {
    StoredSnapshot stored = StoredCaptures.snapshot(session, order.want());
    Node want = StoredCaptures.directory(session, stored, order.want().source());
    Node base = directory(session, order.base());
    Node guard = directory(session, order.guard());
    paths.forEach(path -> requireThere(session, path, want, base));
    List<String> keep = new ArrayList<>(stored.file().excludes());
    keep.addAll(own.inside(target));
    RestoreRequest request =
        new RestoreRequest(
            session.state(want),
            base == null ? null : session.state(base),
            target,
            paths,
            order.delete(),
            order.overwrite(),
            guard == null ? null : session.state(guard),
            order.dryRun(),
            order.compareContent(),
            order.verify(),
            OwnPlaces.excludes(keep));
    RestoreCounters counters = new RestoreCounters();
    String phase = order.dryRun() ? "comparing" : "restoring";
    try (Progress.Phase _ = order.progress().begin(phase, () -> state(counters))) {
      session.restore(
          request,
          counters,
          action -> order.actions().act(EngineActions.told(action), action.present()),
          order.canceled());
    }
  }

  private static @Nullable Node directory(ReadSession session, @Nullable Capture capture) {
    return capture == null
        ? null
        : StoredCaptures.directory(
            session, StoredCaptures.snapshot(session, capture), capture.source());
  }

  /** Totals are known for a restore of everything to a new place alone. */
  private Progress.State state(RestoreCounters counters) {
    long files = counters.filesWritten();
    long bytes = counters.bytesWritten() + counters.bytesShared();
    long compared = EngineActions.count(counters);
    boolean whole = order.paths().isEmpty() && order.base() == null;
    boolean fresh = whole && !order.overwrite() && !order.dryRun();
    long entries = order.want().files() + order.want().directories();
    return new Progress.State(
        fresh ? files : compared,
        fresh ? Math.max(files, order.want().files()) : whole ? Math.max(compared, entries) : 0,
        bytes,
        fresh ? Math.max(bytes, order.want().bytes()) : 0,
        null);
  }

  /**
   * The names in a path that a person wrote, relative to the source.
   *
   * @throws HeveliusException INVALID when it would leave the source, or can't be a path
   */
  private static List<FileName> parse(String shown) {
    String text = Names.parse(shown);
    String plain =
        text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    List<FileName> names = new ArrayList<>();
    for (String part : plain.split("/", -1)) {
      FileName name = FileName.ofBytes(Names.raw(part));
      if (!name.isSafe()) {
        throw new HeveliusException(
            Category.INVALID,
            "\"%s\" is no path inside a snapshot".formatted(shown),
            "paths are relative to the source and have no \".\", \"..\" or empty part, such as"
                + " calib/mars.caldb");
      }
      names.add(name);
    }
    return names;
  }

  private static void requireThere(
      ReadSession session, List<FileName> path, Node want, @Nullable Node base) {
    boolean there =
        find(session, want, path).isPresent()
            || (base != null && find(session, base, path).isPresent());
    if (!there) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "the snapshot has no " + shown(path),
          advice(near(session, path, want, base)));
    }
  }

  private static String advice(List<String> near) {
    return near.isEmpty()
        ? "paths are relative to the source; look with hevelius browse"
        : "did you mean  " + String.join("  ", near);
  }

  private static Optional<Node> find(ReadSession session, Node root, List<FileName> path) {
    Id tree = root.subtree();
    return tree == null ? Optional.empty() : session.find(tree, path);
  }

  /** Names like the first one that isn't there, from the directory in which it should be. */
  private static List<String> near(
      ReadSession session, List<FileName> path, Node want, @Nullable Node base) {
    int depth = path.size() - 1;
    while (depth > 0
        && find(session, want, path.subList(0, depth)).isEmpty()
        && (base == null || find(session, base, path.subList(0, depth)).isEmpty())) {
      depth--;
    }
    List<FileName> above = path.subList(0, depth);
    Set<String> names = new LinkedHashSet<>();
    for (Node root : base == null ? List.of(want) : List.of(want, base)) {
      Optional<Node> directory = above.isEmpty() ? Optional.of(root) : find(session, root, above);
      Id tree = directory.map(Node::subtree).orElse(null);
      if (tree != null) {
        session.children(tree).forEach(node -> names.add(Names.text(node.name().bytes())));
      }
    }
    String prefix = above.isEmpty() ? "" : shown(above) + "/";
    return Suggestions.nearest(Names.text(path.get(depth).bytes()), names, SUGGESTIONS).stream()
        .map(name -> prefix + Names.show(name))
        .toList();
  }

  private static String shown(List<FileName> path) {
    return String.join(
        "/", path.stream().map(name -> Names.show(Names.text(name.bytes()))).toList());
  }
}
