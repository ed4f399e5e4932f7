package org.hevelius.core.usecase;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.policy.Lengths;
import org.hevelius.core.snapshot.GitState;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.NamingRule;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotNames;
import org.jspecify.annotations.Nullable;

/** What is known of a snapshot before it is taken. */
record SnapshotDraft(Context context) {
  /** Checks everything that the request says before any byte is read. */
  Snapshot of(
      Creation.Request request, Dataset dataset, Creation.@Nullable Origin origin, Instant now) {
    Instant moment = origin == null ? now : origin.moment();
    if (request.shortName() != null) {
      NamingRule.checked(request.shortName());
      context
          .catalog()
          .byShortName(dataset.name(), request.shortName())
          .ifPresent(
              other -> {
                throw new HeveliusException(
                    Category.CONFLICT,
                    "%s is called \"%s\" already".formatted(other.reference(), request.shortName()),
                    "a short name is unique in its dataset; choose another one");
              });
    }
    // The work tree is as it is now, and not as it was at the moment of a copy.
    Optional<GitState> git =
        origin != null
            ? Optional.empty()
            : dataset.sources().stream()
                .map(context.git()::read)
                .flatMap(Optional::stream)
                .findFirst();
    var builder =
        Snapshot.builder(dataset.name(), Long.MAX_VALUE, moment)
            .name(SnapshotNames.generate(dataset.name(), moment, request.description()))
            .shortName(request.shortName())
            .description(request.description())
            .author(context.actor().name())
            .host(context.actor().host())
            .tags(request.tags())
            .milestone(request.milestone())
            .kind(request.kind())
            .takenBy(request.takenBy())
            .derivation(new Lineage(context).derivation(request.lineage()))
            .git(git.orElse(null))
            .expires(expiry(request, now));
    if (request.permanent()) {
      builder.hold(
          new Hold(Hold.Kind.PERMANENT, request.description(), context.actor().name(), now));
    }
    return builder.build();
  }

  private static @Nullable Instant expiry(Creation.Request request, Instant now) {
    if (request.keep() != null && request.expires() != null) {
      throw new HeveliusException(
          Category.INVALID, "both a time to keep and an expiry are given", "give one of them");
    }
    if (request.permanent() && (request.keep() != null || request.expires() != null)) {
      throw new HeveliusException(
          Category.INVALID,
          "it is to be permanent, and to be kept until a time",
          "nothing was taken; give one of them");
    }
    Instant expires =
        request.keep() == null
            ? request.expires()
            : Lengths.span(request.keep()).after(now.atOffset(ZoneOffset.UTC).toInstant());
    if (expires != null && !expires.isAfter(now)) {
      throw new HeveliusException(
          Category.INVALID,
          "the expiry " + expires + " is in the past",
          "nothing was taken; give a later one");
    }
    return expires;
  }
}
