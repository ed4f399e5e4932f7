package org.hevelius.core.usecase;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.ReferenceResolver;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Selection;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.publication.About;
import org.hevelius.core.publication.CitationFormat;
import org.hevelius.core.publication.Citations;
import org.hevelius.core.publication.ContentListing;
import org.hevelius.core.publication.Creator;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.publication.PublicationStore;
import org.hevelius.core.publication.RoCrate;
import org.hevelius.core.publication.Withdrawal;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.tree.SnapshotTree;
import org.jspecify.annotations.Nullable;

/**
 * Publishes versions, withdraws them and cites them. A published version is held and keeps its
 * words; it can't be deleted, not even by force, until it is withdrawn.
 */
public final class Publications implements Facade.PublicationUses {
  private static final int PAGE = 100;

  private final Context context;

  /** Use cases over these parts. */
  public Publications(Context context) {
    this.context = context;
  }

  /**
   * What publishing would record.
   *
   * @param id names exactly this plan
   */
  public record Plan(String id, Snapshot snapshot, About about) {}

  /**
   * Plans to publish a version. Reads no content.
   *
   * @throws HeveliusException CONFLICT if it is published already; REFUSED if it is known bad;
   *     INVALID with what of the wish doesn't fit
   */
  @Override
  public Plan plan(String reference, PublicationWish wish) {
    return context.audited("publish", reference, () -> planned(reference, wish));
  }

  private Plan planned(String reference, PublicationWish wish) {
    Snapshot snapshot = new Strays(context).current(show(reference));
    Optional<Publication> present = current(snapshot);
    if (present.isPresent()) {
      throw new HeveliusException(
          Category.CONFLICT,
          "%s is published already, since %s"
              .formatted(snapshot.reference(), present.orElseThrow().published()),
          "cite it: hevelius cite " + snapshot.reference(),
          "to publish it otherwise, withdraw it first: hevelius publish "
              + snapshot.reference()
              + " --withdraw WHY");
    }
    if (snapshot.knownBad() != null) {
      throw new HeveliusException(
          Category.REFUSED,
          snapshot.reference() + " is known bad, and what is published is to be relied on",
          "if it is good after all: hevelius known-bad " + snapshot.reference() + " --remove");
    }
    String title = wish.title();
    String publisher = wish.publisher();
    Integer year = wish.year();
    About about =
        new About(
            title == null ? snapshot.dataset().text() : title,
            wish.creators().isEmpty()
                ? List.of(new Creator(snapshot.author(), null))
                : wish.creators(),
            publisher == null ? About.UNKNOWN : publisher,
            year == null ? context.clock().instant().atOffset(ZoneOffset.UTC).getYear() : year,
            wish.license(),
            wish.doi(),
            wish.related());
    return new Plan(PlanIds.of("publish", snapshot, about), snapshot, about);
  }

  private Snapshot show(String reference) {
    return new ReferenceResolver(context.catalog()).resolve(reference);
  }

  /**
   * Publishes as planned: holds the version, finds the name of its content, and records both. When
   * it is interrupted the version may stay held; publishing it again completes it, and withdrawing
   * it lets it go.
   *
   * @throws HeveliusException CONFLICT if the version has changed since
   */
  @Override
  public Publication execute(Plan plan, Progress progress, BooleanSupplier canceled) {
    String reference = plan.snapshot().reference();
    return context.audited(
        "publish",
        reference,
        () -> {
          if (!show(reference).equals(plan.snapshot())) {
            throw new HeveliusException(
                Category.CONFLICT,
                reference + " has changed since this was planned",
                "nothing was published; plan again and look at it");
          }
          boolean wasHeld = plan.snapshot().hold(Hold.Kind.PUBLISHED).isPresent();
          Snapshots snapshots = new Snapshots(context);
          Snapshot held = snapshots.hold(reference, Hold.Kind.PUBLISHED, plan.about().title());
          ContentListing.Sum sum;
          try {
            sum = listed(held, progress, canceled);
          } catch (RuntimeException e) {
            if (!wasHeld) {
              letGo(reference, e);
            }
            throw e;
          }
          Publication publication =
              new Publication(
                  held.dataset(),
                  held.version(),
                  held.name(),
                  sum.content(),
                  sum.files(),
                  sum.bytes(),
                  plan.about(),
                  context.clock().instant(),
                  context.actor().name(),
                  null);
          context
              .catalog()
              .publications()
              .add(publication, context.done("publish", reference, sum.content().toString()));
          return publication;
        });
  }

  private void letGo(String reference, RuntimeException because) {
    try {
      Snapshot _ = new Snapshots(context).release(reference, Hold.Kind.PUBLISHED);
    } catch (RuntimeException e) {
      because.addSuppressed(e);
    }
  }

  private ContentListing.Sum listed(
      Snapshot snapshot, Progress progress, BooleanSupplier canceled) {
    try (SnapshotTree tree = new Trees(context).open(snapshot)) {
      ContentListing listing = new ContentListing(tree, false, _ -> false, canceled);
      try (Progress.Phase _ =
          progress.begin(
              "hashing",
              () ->
                  new Progress.State(
                      listing.files(),
                      snapshot.files().orElse(0),
                      listing.bytes(),
                      snapshot.bytes().orElse(0),
                      null))) {
        return listing.run(ContentListing.Sink.NONE);
      }
    }
  }

  /** The publication of a snapshot that holds. */
  public Optional<Publication> current(Snapshot snapshot) {
    return newest(snapshot).filter(publication -> publication.withdrawn() == null);
  }

  /** The newest publication of a snapshot, withdrawn or not. */
  public Optional<Publication> newest(Snapshot snapshot) {
    return context.catalog().publications().of(snapshot.name()).stream().findFirst();
  }

  /**
   * Withdraws a publication; the record stays with the reason. From then on the rules of retention
   * hold for the version again.
   *
   * @throws HeveliusException NOT_FOUND if it isn't published
   */
  @Override
  public Snapshot withdraw(String reference, String reason) {
    return context.audited(
        "withdraw",
        reference,
        () -> {
          Snapshot snapshot = new Strays(context).current(show(reference));
          Withdrawal withdrawal =
              new Withdrawal(context.clock().instant(), context.actor().name(), reason);
          Optional<Publication> present = current(snapshot);
          boolean held = snapshot.hold(Hold.Kind.PUBLISHED).isPresent();
          if (present.isEmpty() && !held) {
            throw notPublished(snapshot);
          }
          if (present.isPresent()) {
            context
                .catalog()
                .publications()
                .withdraw(
                    present.orElseThrow(),
                    withdrawal,
                    context.done("withdraw", snapshot.reference(), withdrawal.reason()));
          }
          return held
              ? new Snapshots(context).release(snapshot.reference(), Hold.Kind.PUBLISHED)
              : snapshot;
        });
  }

  /**
   * The publication to cite.
   *
   * @throws HeveliusException REFUSED if the version isn't published or was withdrawn: it may be
   *     gone tomorrow, and nobody should cite it
   */
  @Override
  public Publication cited(Snapshot snapshot) {
    return citable(snapshot, newest(snapshot));
  }

  /**
   * The publication to cite.
   *
   * @param newest the newest publication of the snapshot, withdrawn or not
   * @throws HeveliusException REFUSED if the version isn't published or was withdrawn
   */
  public static Publication citable(Snapshot snapshot, Optional<Publication> newest) {
    Publication publication = newest.orElseThrow(() -> notPublished(snapshot));
    Withdrawal withdrawn = publication.withdrawn();
    if (withdrawn != null) {
      throw new HeveliusException(
          Category.REFUSED,
          "%s was withdrawn by %s on %s: %s"
              .formatted(
                  snapshot.reference(),
                  withdrawn.by(),
                  withdrawn.at().toString().substring(0, 10),
                  withdrawn.reason()),
          "to publish it again: hevelius publish " + snapshot.reference());
    }
    return publication;
  }

  private static HeveliusException notPublished(Snapshot snapshot) {
    return new HeveliusException(
        Category.REFUSED,
        snapshot.reference()
            + " isn't published: it may be forgotten one day, and a citation would lead nowhere",
        "publish it: hevelius publish " + snapshot.reference());
  }

  /**
   * Writes a citation.
   *
   * @param out told the text bit by bit
   */
  @Override
  public void cite(
      Snapshot snapshot,
      Publication publication,
      CitationFormat format,
      Consumer<String> out,
      BooleanSupplier canceled) {
    switch (format) {
      case TEXT -> out.accept(Citations.text(publication));
      case BIBTEX -> out.accept(Citations.bibtex(publication));
      case DATACITE ->
          out.accept(Citations.datacite(publication, snapshot.description(), snapshot.createdAt()));
      case RO_CRATE -> {
        try (SnapshotTree tree = new Trees(context).open(snapshot)) {
          new RoCrate(publication, out)
              .write(tree, snapshot.description(), snapshot.createdAt(), canceled);
        }
      }
    }
  }

  /**
   * All publications, the newest first, those that were withdrawn and those of snapshots and
   * datasets that are gone, too.
   *
   * @param datasets a dataset; {@code cosmos7/**} for it and all below it; null or {@code **} for
   *     all
   * @throws HeveliusException NOT_FOUND when there neither is nor was such a dataset
   */
  @Override
  public Stream<Publication> list(@Nullable String datasets) {
    return entries(datasets, null).map(PublicationStore.Entry::publication);
  }

  /**
   * The same with their places.
   *
   * @param after only what comes behind it; null for the beginning
   */
  public Stream<PublicationStore.Entry> entries(
      @Nullable String datasets, PublicationStore.@Nullable Position after) {
    Selection.Term term = Selection.Term.parse(datasets == null ? "**" : datasets);
    @Nullable DatasetName top =
        switch (term) {
          case Selection.All() -> null;
          case Selection.One(DatasetName name) -> name;
          case Selection.Below(DatasetName name) -> name;
        };
    boolean below = term instanceof Selection.Below;
    List<PublicationStore.Entry> first = page(top, below, after);
    if (first.isEmpty() && after == null) {
      SnapshotQuery _ = new Snapshots(context).query(datasets);
    }
    return Stream.iterate(
            first, page -> !page.isEmpty(), page -> page(top, below, page.getLast().position()))
        .flatMap(List::stream);
  }

  private List<PublicationStore.Entry> page(
      @Nullable DatasetName top, boolean below, PublicationStore.@Nullable Position after) {
    return context
        .catalog()
        .publications()
        .page(new PublicationStore.Query(top, below, after, PAGE));
  }

  /** Refuses to change what is published, naming what was asked. */
  static void refuse(Snapshot snapshot, String what) {
    @Nullable Hold hold = snapshot.hold(Hold.Kind.PUBLISHED).orElse(null);
    if (hold != null) {
      throw new HeveliusException(
          Category.REFUSED,
          "%s is published (by %s since %s), and can't be %s"
              .formatted(
                  snapshot.reference(), hold.by(), hold.since().toString().substring(0, 10), what),
          "if it must be: hevelius publish " + snapshot.reference() + " --withdraw WHY");
    }
  }
}
