package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditChain;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditFinding;
import org.hevelius.core.audit.TrailFilter;
import org.hevelius.core.catalog.RebuildReport;
import org.hevelius.core.catalog.Recovered;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.Repositories;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Looks after what is stored: checks, repairs, and brings a lost catalog back. */
public final class Care implements Facade.CareUses, Oversight.TrailUses {
  private static final int READ_AT_ONCE = 500;

  /** How many entries of the trail are looked at for one page: a moment's work. */
  private static final int LOOKED_AT = 20_000;

  private final Context context;

  /** Use cases over these parts. */
  public Care(Context context) {
    this.context = context;
  }

  /**
   * What a check of one repository found.
   *
   * @param repository its name
   * @param missing references of snapshots that the catalog has and the storage hasn't
   */
  public record CheckResult(
      String repository, Repositories.CheckReport report, List<String> missing) {
    /** Copies the list. */
    public CheckResult {
      missing = List.copyOf(missing);
    }

    /** Whether nothing is damaged or missing. */
    public boolean sound() {
      return report.sound() && missing.isEmpty();
    }
  }

  /**
   * Checks repositories, and that every snapshot of the catalog is in them.
   *
   * @param repository its name; null for all
   * @param readPercent share of the packs whose data is read, 0 to 100
   * @param part {@code n/m}, or null
   */
  public List<CheckResult> check(
      @Nullable String repository,
      double readPercent,
      @Nullable String part,
      Progress progress,
      BooleanSupplier canceled) {
    return context.audited(
        "check",
        repository == null ? "" : repository,
        () -> {
          List<CheckResult> results = new ArrayList<>();
          for (String name :
              repository == null ? context.repositories().names() : List.of(repository)) {
            Repositories.CheckReport report =
                context.repositories().check(name, readPercent, part, progress, canceled);
            results.add(new CheckResult(name, report, missing(name)));
          }
          boolean sound = results.stream().allMatch(CheckResult::sound);
          context.recordReading(
              context.done(
                  "check", repository == null ? "" : repository, sound ? "sound" : "findings"));
          return results;
        });
  }

  /**
   * What a check of everything found.
   *
   * @param sound whether nothing is damaged or missing anywhere
   * @param repositories a result for each repository that was checked
   * @param natives what storage that snapshots by itself has; nothing is looked for there when one
   *     repository is checked
   * @param catalog what is structurally wrong with the catalog, a line each
   * @param trail what the audit trail says of itself
   */
  public record Checkup(
      boolean sound,
      List<CheckResult> repositories,
      NativeCheck natives,
      List<String> catalog,
      TrailCheck trail) {
    /** Copies the lists. */
    public Checkup {
      repositories = List.copyOf(repositories);
      catalog = List.copyOf(catalog);
    }
  }

  /**
   * Checks repositories as {@link #check} does, that native storage has what the catalog lists, and
   * catalog and audit trail as well.
   */
  @Override
  public Checkup checkup(
      @Nullable String repository,
      double readPercent,
      @Nullable String part,
      Progress progress,
      BooleanSupplier canceled) {
    List<CheckResult> repositories = check(repository, readPercent, part, progress, canceled);
    NativeCheck natives = repository == null ? NativeCheck.of(context, canceled) : NativeCheck.NONE;
    List<String> catalog = catalogProblems();
    TrailCheck trail = verifyTrail();
    boolean sound =
        repositories.stream().allMatch(CheckResult::sound)
            && natives.missing().isEmpty()
            && catalog.isEmpty()
            && trail.findings().isEmpty();
    return new Checkup(sound, repositories, natives, catalog, trail);
  }

  /**
   * What the catalog has and storage hasn't. A snapshot that an interrupted removal or change left
   * behind isn't missing: the catalog learns of it now.
   */
  private List<String> missing(String repository) {
    Strays strays = new Strays(context);
    List<Snapshot> notFound;
    try (Stream<Snapshot> all = context.catalog().snapshots(SnapshotQuery.all())) {
      notFound = all.filter(snapshot -> strays.lacks(snapshot, repository)).toList();
    }
    new Forgetting(context).settle();
    return notFound.stream()
        .flatMap(s -> context.catalog().snapshot(s.dataset(), s.version()).stream())
        .filter(snapshot -> strays.lacks(snapshot, repository) && !strays.takeOver(snapshot))
        .map(Snapshot::reference)
        .toList();
  }

  /** See {@link SnapshotRepairs#plan}. */
  public SnapshotRepairs.Plan planSnapshotRepair(String repository, BooleanSupplier canceled) {
    return new SnapshotRepairs(context).plan(repository, canceled);
  }

  /** See {@link SnapshotRepairs#carryOut}. */
  public List<Snapshot> repairSnapshots(SnapshotRepairs.Plan plan, BooleanSupplier canceled) {
    return new SnapshotRepairs(context).carryOut(plan, canceled);
  }

  /** See {@link Adoption#adopt(String)}. */
  public List<Adoption.Adopted> adopt(String repository) {
    return new Adoption(context).adopt(repository);
  }

  /**
   * Brings the catalog back from what is in storage. What was adopted stays if it is still there;
   * if the catalog was lost it must be adopted again. What other homes have in the same storage is
   * counted and left to them.
   */
  public RebuildReport rebuildCatalog() {
    return context.audited(
        "catalog rebuild",
        "",
        () -> {
          Belonging belonging = Belonging.of(context);
          Stream<Recovered> found =
              Stream.concat(
                  Halves.joined(
                      context.providers().values().stream()
                          .flatMap(SnapshotProvider::recover)
                          .filter(belonging::isOurs)),
                  new Adoption(context).stillThere().stream());
          RebuildReport report =
              context.catalog().rebuild(found, context.done("catalog rebuild", "", ""));
          // A version may have become another snapshot; names are indexed again when asked for.
          context.catalog().datasets().forEach(dataset -> context.index().clear(dataset.name()));
          return report.with(belonging.others());
        });
  }

  /**
   * What the audit trail says of itself.
   *
   * @param entries how many entries there are
   * @param findings what is wrong; empty when the chain holds
   */
  public record TrailCheck(long entries, List<AuditFinding> findings) {
    /** Copies the list. */
    public TrailCheck {
      findings = List.copyOf(findings);
    }
  }

  /** The audit trail, oldest first, read as the stream is consumed. */
  public Stream<AuditEntry> trail() {
    return context.catalog().audit();
  }

  /** Computes the chain of hashes again and compares. */
  @Override
  public TrailCheck verifyTrail() {
    List<AuditFinding> findings = new ArrayList<>();
    AtomicLong entries = new AtomicLong();
    try (Stream<AuditEntry> trail = context.catalog().audit()) {
      AuditChain.verify(
          trail.peek(_ -> entries.incrementAndGet()).iterator(),
          context.catalog().auditHead(),
          findings::add);
    }
    return new TrailCheck(entries.get(), findings);
  }

  /** What is structurally wrong with the catalog itself; empty when all is well. */
  public List<String> catalogProblems() {
    return context.catalog().problems();
  }

  /**
   * The bytes that snapshots of all datasets hold.
   *
   * @param content size of the content of all captures
   * @param added what was new in each, summed
   * @param stored what that takes in storage
   */
  public record Usage(long snapshots, long content, long added, long stored) {}

  /** Sums up a dataset's snapshots, or all. */
  public Usage usage(SnapshotQuery query) {
    long[] sums = new long[4];
    try (Stream<Snapshot> snapshots = context.catalog().snapshots(query)) {
      snapshots.forEach(
          snapshot -> {
            sums[0]++;
            for (Capture capture : snapshot.captures()) {
              sums[1] += capture.bytes();
              sums[2] += capture.addedBytes();
              sums[3] += capture.storedBytes();
            }
          });
    }
    return new Usage(sums[0], sums[1], sums[2], sums[3]);
  }

  /**
   * What the catalog has.
   *
   * @param home the id of the home, which its snapshots name; empty when it has none yet
   * @param auditEntries how long the audit trail is
   * @param problems what is structurally wrong with it, a line each
   */
  public record CatalogInfo(
      String home, int datasets, Usage usage, long auditEntries, List<String> problems) {
    /** Copies the list. */
    public CatalogInfo {
      problems = List.copyOf(problems);
    }
  }

  /** Describes the catalog. */
  public CatalogInfo catalogInfo() {
    return new CatalogInfo(
        Belonging.home(context),
        context.catalog().datasets().size(),
        usage(SnapshotQuery.all()),
        context.catalog().auditHead().sequence(),
        catalogProblems());
  }

  /**
   * A part of the audit trail.
   *
   * @param entries newest first
   * @param before where to go on: the sequence before which nothing was looked at yet; null when
   *     all was
   */
  public record TrailPage(List<AuditEntry> entries, @Nullable Long before) {
    /** Copies the list. */
    public TrailPage {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Entries of the audit trail that a filter means, newest first. May give fewer than there are, or
   * none, and where to go on: so many entries are looked at for one page and no more.
   *
   * @param before the sequence before which they stand
   * @param limit how many at most
   */
  public TrailPage trail(TrailFilter filter, long before, int limit) {
    long end = Math.min(before, context.catalog().auditHead().sequence() + 1);
    long enough = end - LOOKED_AT;
    List<AuditEntry> found = new ArrayList<>();
    while (end > 1 && end > enough && found.size() < limit) {
      List<AuditEntry> meant = preceding(end).stream().filter(filter).toList();
      int room = limit - found.size();
      found.addAll(meant.subList(0, Math.min(room, meant.size())));
      end = meant.size() < room ? startOf(end) : found.getLast().sequence();
    }
    return new TrailPage(found, end > 1 ? end : null);
  }

  @Override
  public Stream<AuditEntry> trail(TrailFilter filter) {
    long end = context.catalog().auditHead().sequence() + 1;
    return Stream.iterate(end, at -> at > 1, Care::startOf)
        .flatMap(at -> preceding(at).stream())
        .filter(filter);
  }

  private static long startOf(long end) {
    return Math.max(1, end - READ_AT_ONCE);
  }

  /** The entries from {@link #startOf} on that stand before an end, newest first. */
  private List<AuditEntry> preceding(long end) {
    long from = startOf(end);
    // Where entries are missing those that follow come instead, which aren't meant.
    return context.catalog().auditPage(from, (int) (end - from)).reversed().stream()
        .filter(entry -> entry.sequence() < end)
        .toList();
  }

  /** Adds an existing repository to the home, and writes that to the audit trail. */
  public Repositories.RepositoryInfo addRepository(Repositories.Addition addition) {
    return context.audited(
        "repository add",
        addition.name(),
        () -> {
          Repositories.RepositoryInfo info = context.repositories().add(addition);
          context
              .catalog()
              .append(context.done("repository add", addition.name(), info.location()));
          return info;
        });
  }

  /** The repositories themselves. */
  public Repositories repositories() {
    return context.repositories();
  }

  /** Runs something that changes a repository, and writes it to the audit trail. */
  public <T> T changing(String action, String repository, Supplier<T> work) {
    return context.audited(
        action,
        repository,
        () -> {
          if (!context.repositories().names().contains(repository)) {
            throw new HeveliusException(
                Category.NOT_FOUND,
                "there is no repository called \"" + repository + "\"",
                "there are: " + String.join(", ", context.repositories().names()));
          }
          T result = work.get();
          context.catalog().append(context.done(action, repository, ""));
          return result;
        });
  }
}
