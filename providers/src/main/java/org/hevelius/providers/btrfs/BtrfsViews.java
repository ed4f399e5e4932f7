package org.hevelius.providers.btrfs;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.NewView;
import org.hevelius.core.storage.Performance;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.Space;
import org.hevelius.core.storage.StorageViews;
import org.hevelius.core.storage.View;
import org.hevelius.core.tree.Names;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.providers.process.Machine;
import org.hevelius.repository.fs.Directory;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.fs.RawPath;
import org.jspecify.annotations.Nullable;

/**
 * Btrfs subvolumes as views. A hard limit is that of the subvolume's quota group, where somebody
 * has switched quotas on. Btrfs has no soft limit: it is an attribute of ours, by which people are
 * warned and nobody is stopped.
 */
public final class BtrfsViews implements StorageViews {
  private static final String SCHEME = "btrfs:";

  private final FileSystem files;
  private final Volumes volumes;

  /**
   * The file systems that are mounted here.
   *
   * @param machine this one, asked each time; its commands run as root
   */
  public BtrfsViews(FileSystem files, Supplier<Machine> machine) {
    this(files, machine, Mount::all);
  }

  BtrfsViews(FileSystem files, Supplier<Machine> machine, Supplier<List<Mount>> table) {
    this.files = files;
    this.volumes = new Volumes(new Commands(machine), table);
  }

  @Override
  public SourceSpec.Kind kind() {
    return SourceSpec.Kind.BTRFS;
  }

  @Override
  public List<String> systems() {
    return volumes.fileSystems().stream()
        .filter(mount -> mayList(mount.point()))
        .map(mount -> SCHEME + mount.point())
        .sorted()
        .toList();
  }

  /** Who isn't root sees no subvolumes, and has no use for a system without any. */
  private boolean mayList(String mount) {
    try {
      return !volumes.commands().list(mount).isEmpty();
    } catch (HeveliusException e) {
      return e.category() != Category.DENIED;
    }
  }

  @Override
  public String system(SourceSpec view) {
    return SCHEME + top(view.location()).point();
  }

  /** The mount that stands for the whole file system that a path lies on. */
  private Mount top(String path) {
    Mount mount = path.startsWith("/") ? Mount.around(volumes.mounts(), path) : null;
    if (mount == null || !mount.isBtrfs()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"%s\" is no path on a Btrfs".formatted(Names.show(path)),
          "write btrfs:/PATH, and check that its disk is mounted");
    }
    return volumes.fileSystems().stream()
        .filter(other -> other.device().equals(mount.device()))
        .findFirst()
        .orElse(mount);
  }

  private Mount mount(String system) {
    Mount mount = top(system.substring(SCHEME.length()));
    if (!system.equals(SCHEME + mount.point())) {
      throw new HeveliusException(
          Category.NOT_FOUND, "no Btrfs is mounted at " + system, "see: hevelius view list btrfs");
    }
    return mount;
  }

  @Override
  public List<View> views(String system) {
    Mount mount = mount(system);
    List<View> views = new ArrayList<>();
    for (Subvolume listed : volumes.commands().list(mount.point())) {
      if (!Place.contains(listed.path())) {
        Optional<String> path = volumes.outside(mount, listed).map(Path::toString);
        Optional<Subvolume> subvolume = path.flatMap(volumes.commands()::find);
        if (path.isPresent() && subvolume.isPresent() && !subvolume.get().readOnly()) {
          views.add(shown(path.get(), mount, subvolume.get(), List.of()));
        }
      }
    }
    views.sort(Comparator.comparing(View::view));
    return views;
  }

  @Override
  public View view(SourceSpec view) {
    Mount mount = top(view.location());
    return shown(view.location(), mount, need(view), List.of());
  }

  private Subvolume need(SourceSpec view) {
    return volumes
        .commands()
        .find(view.location())
        .filter(found -> found.id() != Subvolume.TOP)
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.NOT_FOUND,
                    "there is no subvolume at " + view,
                    "see those that there are: hevelius view list btrfs"));
  }

  private View shown(String path, Mount mount, Subvolume found, List<String> notes) {
    String fileSystem = volumes.commands().fileSystem(mount.point());
    Quotas quotas = Quotas.of(fileSystem);
    ViewMarks marks = ViewMarks.of(files, path);
    List<String> said = new ArrayList<>(notes);
    Limits limits = limits(quotas, found, marks);
    if (quotas == Quotas.OFF) {
      said.add("quotas are off: what it takes isn't known, and nothing limits it");
    } else if (Quotas.areInconsistent(fileSystem)) {
      said.add("the numbers of the quotas are wrong until: btrfs quota rescan -w " + mount.point());
    }
    String view = SCHEME + path;
    String system = SCHEME + mount.point();
    String id = new Identity(found.uuid(), fileSystem).text();
    long used = Math.max(0, found.referenced());
    return new View(
        view,
        system,
        id,
        marks.profile(),
        path,
        used,
        Map.of("compression", volumes.commands().compression(path)),
        limits.equals(Limits.NONE)
            ? null
            : new Quota(view, system, id, limits, used, quotas.counts()),
        said);
  }

  private static Limits limits(Quotas quotas, Subvolume found, ViewMarks marks) {
    if (quotas == Quotas.OFF) {
      return Limits.NONE;
    }
    Long hard = found.limit() > 0 ? found.limit() : null;
    Long soft = marks.soft();
    // Where somebody else has lowered the hard limit, ours is no warning any more.
    return new Limits(hard != null && soft != null && soft > hard ? hard : soft, hard);
  }

  @Override
  public View create(NewView wish) {
    String path = wish.view().location();
    Mount mount = top(path);
    if (!wish.protocols().isEmpty() || wish.bucket() != null) {
      throw new HeveliusException(
          Category.INVALID,
          "a Btrfs subvolume is not exported by being made",
          "nothing was changed; leave out protocols and bucket, and share its directory");
    }
    if (Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS)) {
      throw new HeveliusException(
          Category.CONFLICT, Names.show(path) + " is there already", "it was not touched");
    }
    requireQuotas(mount, wish.limits());
    make(wish, Path.of(path), mount);
    return view(wish.view());
  }

  private void requireQuotas(Mount mount, Limits limits) {
    boolean off = Quotas.of(volumes.commands().fileSystem(mount.point())) == Quotas.OFF;
    if (off && !limits.equals(Limits.NONE)) {
      throw Quotas.off(mount.point());
    }
  }

  /** Under another name until it is as it shall be. */
  private void make(NewView wish, Path path, Mount mount) {
    Commands commands = volumes.commands();
    Path making = path.resolveSibling(".hevelius-making-" + path.getFileName());
    commands.create(making.toString());
    try {
      String compression =
          switch (wish.profile()) {
            case BURST -> "lzo";
            case DEEP -> "zstd";
          };
      commands.compress(making.toString(), compression);
      ViewMarks.set(files, making.toString(), wish.profile().text(), wish.limits().soft());
      Long hard = wish.limits().hard();
      if (hard != null) {
        commands.limit(commands.find(making.toString()).orElseThrow().id(), hard, mount.point());
      }
      EngineFailures.translated(
          () -> {
            try (Directory above =
                files.open(RawPath.of(Objects.requireNonNull(path.getParent())))) {
              above.renameNew(Rollback.name(making), Rollback.name(path));
              above.sync();
            }
          });
    } catch (RuntimeException e) {
      try {
        commands.delete(making.toString());
      } catch (RuntimeException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
  }

  @Override
  public Quota setLimits(View expected, Limits wanted) {
    SourceSpec spec = SourceSpec.parse(expected.view());
    Mount mount = top(spec.location());
    Subvolume subvolume = need(spec);
    View now = shown(spec.location(), mount, subvolume, List.of());
    if (!now.id().equals(expected.id()) || !limits(now).equals(limits(expected))) {
      throw new HeveliusException(
          Category.CONFLICT,
          "the limits of %s are not those any more that were looked at".formatted(expected.view()),
          "nothing was changed; look again and repeat it");
    }
    requireQuotas(mount, wanted);
    if (!Objects.equals(limits(now).hard(), wanted.hard())) {
      // By the number, which no other subvolume ever gets, and not by a name.
      volumes.commands().limit(subvolume.id(), wanted.hard(), mount.point());
    }
    ViewMarks.set(files, spec.location(), now.profile(), wanted.soft());
    View after = view(spec);
    if (!after.id().equals(expected.id()) || !limits(after).equals(wanted)) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "%s has other limits than those that were just set".formatted(expected.view()),
          "somebody else changes them too; look: hevelius quota list " + expected.view());
    }
    Quota quota = after.quota();
    return quota != null
        ? quota
        : new Quota(
            after.view(), after.system(), after.id(), Limits.NONE, after.usedBytes(), "no limit");
  }

  private static Limits limits(View view) {
    @Nullable Quota quota = view.quota();
    return quota == null ? Limits.NONE : quota.limits();
  }

  @Override
  public Space space(String system) {
    Mount mount = mount(system);
    Spaces.Whole whole = Spaces.whole(volumes.commands().usage(mount.point()));
    return new Space(system, whole.used() + whole.free(), whole.free());
  }

  @Override
  public List<Finding> health(String system) {
    return new DeviceHealth(volumes.commands()).of(system, mount(system));
  }

  @Override
  public Performance performance(String system, Instant from, Instant to) {
    Space space = space(system);
    return new Performance(
        system,
        from,
        to,
        List.of(
            new Performance.Point(
                to, null, null, null, null, space.usedBytes(), space.totalBytes())),
        List.of("Btrfs counts no operations; see those of its devices: iostat -x"));
  }
}
