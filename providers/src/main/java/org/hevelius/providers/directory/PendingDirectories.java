package org.hevelius.providers.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.CaptureCounts;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.providers.files.EngineFailures;
import org.hevelius.repository.StoredSnapshot;
import org.hevelius.repository.WriteSession;
import org.hevelius.repository.backup.Backup;
import org.hevelius.repository.backup.BackupCounters;
import org.hevelius.repository.backup.BackupFinding;
import org.hevelius.repository.format.Id;
import org.jspecify.annotations.Nullable;

/** Directories that are stored in a repository, before a snapshot refers to them. */
final class PendingDirectories implements PendingCapture {
  private static final int MAX_FINDINGS = 100;

  /** What the snapshot says of how it was taken. */
  record Facts(Instant started, @Nullable Id parent, List<String> excludes, String program) {}

  private final WriteSession session;
  private final String repository;
  private final List<SourceSpec> sources;
  private final List<Backup.Captured> captured;
  private final Facts facts;
  private boolean published;

  PendingDirectories(
      WriteSession session,
      String repository,
      List<SourceSpec> sources,
      List<Backup.Captured> captured,
      Facts facts) {
    this.session = session;
    this.repository = repository;
    this.sources = sources;
    this.captured = List.copyOf(captured);
    this.facts = facts;
  }

  @Override
  public List<Content> contents() {
    List<Content> contents = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      BackupCounters counters = captured.get(i).counters();
      contents.add(
          new Content(
              sources.get(i),
              counters.files() + counters.others(),
              counters.directories(),
              counters.bytes(),
              counters.filesNew(),
              counters.filesChanged(),
              counters.filesUnmodified(),
              counters.losses(),
              sentences(captured.get(i).findings())));
    }
    return contents;
  }

  /** The losses first: there may be more findings than are shown. */
  private static List<String> sentences(List<BackupFinding> findings) {
    return findings.stream()
        .sorted((a, b) -> Boolean.compare(b.isLoss(), a.isLoss()))
        .limit(MAX_FINDINGS)
        .map(BackupFinding::sentence)
        .toList();
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.UNVERIFIED;
  }

  @Override
  public List<Capture> publish(Manifest manifest) {
    if (published) {
      throw new HeveliusException(
          Category.CONFLICT, "this capture of " + manifest.dataset().name() + " is published");
    }
    // Before the manifest itself is stored, so that it can say them.
    List<CaptureCounts> counts = counts();
    StoredSnapshot stored =
        EngineFailures.writing(() -> session.publish(captured, draft(manifest.withCounts(counts))));
    published = true;
    return counts.stream()
        .map(count -> count.capture(StoredCaptures.PROVIDER, stored.id().toString(), repository))
        .toList();
  }

  private List<CaptureCounts> counts() {
    List<CaptureCounts> counts = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      BackupCounters counters = captured.get(i).counters();
      counts.add(
          new CaptureCounts(
              sources.get(i),
              counters.files() + counters.others(),
              counters.directories(),
              counters.bytes(),
              counters.added(),
              counters.stored()));
    }
    return counts;
  }

  private WriteSession.Draft draft(Manifest manifest) {
    return new WriteSession.Draft(
        manifest.snapshot().createdAt(),
        facts.started(),
        facts.parent(),
        facts.excludes(),
        SnapshotTags.of(manifest.snapshot()),
        facts.program(),
        StoredCaptures.MANIFEST,
        SnapshotTags.json(manifest));
  }

  @Override
  public void close() {
    session.close();
  }
}
