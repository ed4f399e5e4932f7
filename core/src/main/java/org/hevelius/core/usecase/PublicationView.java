package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.publication.About;
import org.hevelius.core.publication.Citations;
import org.hevelius.core.publication.Creator;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.publication.Withdrawal;
import org.jspecify.annotations.Nullable;

/**
 * A publication as programs see it, planned or made.
 *
 * @param plan the name of the plan; null when there is none
 * @param executed whether it is made
 * @param name the generated name of the snapshot
 * @param content names the content; null while it is only planned
 * @param files regular files
 * @param bytes their content
 * @param published null while it is only planned
 * @param citation the citation as text; null while it is only planned
 */
public record PublicationView(
    @Nullable String plan,
    boolean executed,
    String reference,
    String name,
    @Nullable String content,
    @Nullable Long files,
    @Nullable Long bytes,
    String title,
    List<Creator> creators,
    String publisher,
    int year,
    @Nullable String license,
    @Nullable String doi,
    List<String> related,
    @Nullable Instant published,
    @Nullable String by,
    @Nullable Withdrawal withdrawn,
    @Nullable String citation) {
  /** Copies the lists. */
  public PublicationView {
    creators = List.copyOf(creators);
    related = List.copyOf(related);
  }

  /** The document of a plan. */
  public static PublicationView of(Publications.Plan plan) {
    About about = plan.about();
    SnapshotView snapshot = SnapshotView.of(plan.snapshot());
    return new PublicationView(
        plan.id(),
        false,
        snapshot.reference(),
        snapshot.name(),
        null,
        snapshot.files(),
        snapshot.bytes(),
        about.title(),
        about.creators(),
        about.publisher(),
        about.year(),
        about.license(),
        about.doi(),
        about.related(),
        null,
        null,
        null,
        null);
  }

  /** The document of a publication. */
  public static PublicationView of(Publication publication) {
    About about = publication.about();
    return new PublicationView(
        null,
        true,
        publication.reference(),
        publication.name(),
        publication.content().toString(),
        publication.files(),
        publication.bytes(),
        about.title(),
        about.creators(),
        about.publisher(),
        about.year(),
        about.license(),
        about.doi(),
        about.related(),
        publication.published(),
        publication.by(),
        publication.withdrawn(),
        Citations.text(publication));
  }
}
