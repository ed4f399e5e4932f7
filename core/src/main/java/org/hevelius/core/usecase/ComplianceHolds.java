package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.AuditEvent.Outcome;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.report.Amounts;
import org.hevelius.core.report.ComplianceReport.Held;
import org.hevelius.core.report.ComplianceReport.HeldState;
import org.hevelius.core.report.ComplianceReport.Line;
import org.hevelius.core.report.ComplianceReport.Result;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Proves version by version that what is held or published is still held, in the catalog and in
 * storage, and finds in the trail what was deleted over a hold.
 */
final class ComplianceHolds {
  /** How many a report lists; those that are as they should be give way first. */
  static final int MOST_LISTED = 1_000;

  private static final String FORCED = "forced over the hold";

  private final Context context;
  private final Strays strays;
  private final Instant from;
  private final Instant until;
  private final Map<String, AuditEvent> checked = new HashMap<>();
  private final Map<String, AuditEvent> forced = new LinkedHashMap<>();
  private final Map<String, List<Publication>> publications = new HashMap<>();
  private final List<Held> failed = new ArrayList<>();
  private final List<Held> sound = new ArrayList<>();
  private long unlisted;

  ComplianceHolds(Context context, Instant from, Instant until) {
    this.context = context;
    this.strays = new Strays(context);
    this.from = from;
    this.until = until;
  }

  /** Takes in an entry of the trail, in its order. */
  void add(AuditEvent event) {
    if (event.outcome() != Outcome.OK || event.target().indexOf('@') < 0) {
      return;
    }
    switch (event.action()) {
      case "verify citation" -> checked.put(event.target(), event);
      case "keep" -> forced.remove(event.target());
      default -> {
        if (event.action().endsWith(" begins")
            && event.detail().startsWith(FORCED)
            && !event.time().isBefore(from)
            && event.time().isBefore(until)) {
          forced.put(event.target(), event);
        }
      }
    }
  }

  /** Takes in the publications that hold; tells of which datasets there are any. */
  List<String> read(Reports.Want want) {
    SortedMap<String, List<Publication>> byDataset = new TreeMap<>();
    try (Stream<Publication> all = all(want)) {
      all.filter(publication -> publication.withdrawn() == null)
          .filter(publication -> want.visible().test(publication.dataset()))
          .forEach(
              publication ->
                  byDataset
                      .computeIfAbsent(publication.dataset().text(), _ -> new ArrayList<>())
                      .add(publication));
    }
    publications.putAll(byDataset);
    return List.copyOf(byDataset.keySet());
  }

  private Stream<Publication> all(Reports.Want want) {
    return new Publications(context).list(want.datasets());
  }

  /** The line of a dataset, which may be one that is no longer there. */
  Line line(String dataset) {
    List<Held> found = new ArrayList<>();
    Map<Hold.Kind, Long> kinds = new TreeMap<>();
    SnapshotQuery query = SnapshotQuery.of(DatasetName.of(dataset)).onlyHeld();
    List<HeldState> states = new ArrayList<>();
    long[] present = new long[1];
    try (Stream<Snapshot> snapshots = context.catalog().snapshots(query)) {
      snapshots.forEach(
          snapshot -> {
            snapshot.holds().forEach(hold -> kinds.merge(hold.kind(), 1L, Long::sum));
            Held held = held(snapshot);
            if (held.state() == HeldState.PRESENT) {
              present[0]++;
              keep(held);
            } else {
              found.add(held);
            }
          });
    }
    publications.getOrDefault(dataset, List.of()).stream()
        .flatMap(publication -> lost(publication).stream())
        .forEach(found::add);
    forced.values().stream()
        .filter(event -> ActivityCount.dataset(event).equals(dataset))
        .flatMap(event -> forced(dataset, event).stream())
        .forEach(found::add);
    found.forEach(held -> states.add(held.state()));
    failed.addAll(found.subList(0, Math.min(found.size(), MOST_LISTED)));
    unlisted += Math.max(0, found.size() - MOST_LISTED);
    return new Line(dataset, "holds", result(states), evidence(kinds, present[0], found));
  }

  private void keep(Held held) {
    if (sound.size() < MOST_LISTED) {
      sound.add(held);
    } else {
      unlisted++;
    }
  }

  private static Result result(List<HeldState> states) {
    return states.isEmpty()
        ? Result.PASS
        : states.stream().allMatch(state -> state == HeldState.UNKNOWN)
            ? Result.UNKNOWN
            : Result.FAIL;
  }

  private static String evidence(Map<Hold.Kind, Long> kinds, long present, List<Held> found) {
    if (kinds.isEmpty() && found.isEmpty()) {
      return "none; no version is published or held";
    }
    String held =
        kinds.entrySet().stream()
            .map(
                e -> e.getKey().name().toLowerCase(Locale.ROOT) + " " + Amounts.count(e.getValue()))
            .collect(Collectors.joining(", "));
    String all = held.isEmpty() ? "none is held" : held;
    if (found.isEmpty()) {
      return "%s; %s held and in storage"
          .formatted(all, present == 1 ? "the one version is" : "each of them is");
    }
    return "%s; %s as it should be, %s not, the first: %s %s"
        .formatted(
            all,
            Amounts.count(present),
            Amounts.count(found.size()),
            found.getFirst().reference(),
            found.getFirst().evidence());
  }

  private Held held(Snapshot snapshot) {
    Hold oldest = snapshot.holds().stream().min(Comparator.comparing(Hold::since)).orElseThrow();
    AuditEvent check = checked.get(snapshot.reference());
    List<String> why =
        snapshot.holds().stream()
            .map(
                hold ->
                    hold.kind().name().toLowerCase(Locale.ROOT)
                        + (hold.reason().isEmpty() ? "" : " (" + hold.reason() + ")"))
            .toList();
    Presence presence = presence(snapshot, check);
    return new Held(
        snapshot.dataset().text(),
        snapshot.reference(),
        snapshot.name(),
        why,
        oldest.since(),
        oldest.by(),
        presence.state(),
        presence.evidence(),
        check == null ? null : check.time());
  }

  private record Presence(HeldState state, String evidence) {}

  private Presence presence(Snapshot snapshot, @Nullable AuditEvent check) {
    boolean published = snapshot.hold(Hold.Kind.PUBLISHED).isPresent();
    try {
      boolean there = snapshot.captures().stream().allMatch(strays::isThere);
      if (!there && !strays.hasOtherForm(snapshot)) {
        return new Presence(HeldState.MISSING, "is held, but storage no longer has it");
      }
    } catch (HeveliusException e) {
      return new Presence(HeldState.UNKNOWN, "can't be looked at: " + e.getMessage());
    }
    if (check != null && check.detail().startsWith(CitationChecks.Verdict.DIFFERS.name())) {
      return new Presence(
          HeldState.DIFFERS,
          "was read at %s and is not what is cited".formatted(Compliance.second(check)));
    }
    return new Presence(
        HeldState.PRESENT,
        check != null
            ? "is in storage; all of it was read and is what is cited"
            : published ? "is in storage; hevelius verify-citation reads it" : "is in storage");
  }

  /** A publication that holds, although the version that it names isn't there or isn't held. */
  private Optional<Held> lost(Publication publication) {
    Optional<Snapshot> here = context.catalog().byName(publication.name());
    boolean held = here.flatMap(snapshot -> snapshot.hold(Hold.Kind.PUBLISHED)).isPresent();
    if (held) {
      return Optional.empty();
    }
    return Optional.of(
        new Held(
            publication.dataset().text(),
            here.map(Snapshot::reference).orElse(publication.reference()),
            publication.name(),
            List.of("published (" + publication.about().title() + ")"),
            publication.published(),
            publication.by(),
            here.isPresent() ? HeldState.LOOSE : HeldState.GONE,
            here.isPresent()
                ? "is published and no longer held: withdraw and publish it again"
                : "is published, but the catalog no longer has it",
            null));
  }

  /** What was deleted over its hold in the period; a version number is never given again. */
  private Optional<Held> forced(String dataset, AuditEvent event) {
    String version = event.target().substring(event.target().indexOf('@') + 1);
    boolean there =
        !version.matches("[0-9]{1,18}")
            || context
                .catalog()
                .snapshot(DatasetName.of(dataset), Long.parseLong(version))
                .isPresent();
    return there
        ? Optional.empty()
        : Optional.of(
            new Held(
                dataset,
                event.target(),
                "",
                List.of(event.detail().substring(FORCED.length()).strip()),
                event.time(),
                event.actor(),
                HeldState.FORCED,
                "was deleted over its hold at %s by %s"
                    .formatted(Compliance.second(event), event.actor()),
                null));
  }

  /** What was looked at, what isn't as it should be first. */
  List<Held> listed() {
    List<Held> all = new ArrayList<>(failed);
    all.addAll(sound.subList(0, Math.clamp(MOST_LISTED - failed.size(), 0, sound.size())));
    return all;
  }

  /** How many were looked at and aren't listed. */
  long unlisted() {
    return unlisted + failed.size() + sound.size() - listed().size();
  }
}
