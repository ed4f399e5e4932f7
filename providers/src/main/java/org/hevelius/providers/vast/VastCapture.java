package org.hevelius.providers.vast;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Manifest;

/**
 * Snapshots that were taken and stand in no document yet. A note names each of them from before it
 * is asked for until it is published or removed.
 */
final class VastCapture implements PendingCapture {
  /**
   * A snapshot that covers some of the sources.
   *
   * @param bytes of each source's data, in the order of the sources
   */
  record Part(
      VastCluster cluster, VastSnapshot snapshot, List<SourceSpec> sources, List<Long> bytes) {}

  private final List<SourceSpec> sources;
  private final List<Part> parts;
  private final NativeKeeping keeping;
  private final Consumer<String> notices;
  private boolean published;

  /**
   * Snapshots of sources.
   *
   * @param sources in the order in which they are wanted
   */
  VastCapture(
      List<SourceSpec> sources, List<Part> parts, NativeKeeping keeping, Consumer<String> notices) {
    this.sources = List.copyOf(sources);
    this.parts = List.copyOf(parts);
    this.keeping = keeping;
    this.notices = notices;
  }

  @Override
  public List<Content> contents() {
    Map<SourceSpec, Content> contents = new HashMap<>();
    for (Part part : parts) {
      for (int i = 0; i < part.sources().size(); i++) {
        SourceSpec source = part.sources().get(i);
        contents.put(
            source,
            new Content(
                source,
                Capture.NOT_COUNTED,
                Capture.NOT_COUNTED,
                part.bytes().get(i),
                0,
                0,
                0,
                0,
                parts.size() == 1 ? List.of() : List.of(apart())));
      }
    }
    return sources.stream().map(contents::get).toList();
  }

  private String apart() {
    return "the %d sources share no path below the root of one cluster: their %d snapshots were"
            .formatted(sources.size(), parts.size())
        + " taken one after the other";
  }

  @Override
  public Guarantee guarantee() {
    return parts.size() == 1 ? Guarantee.ATOMIC : Guarantee.UNVERIFIED;
  }

  @Override
  public List<Capture> publish(Manifest manifest) {
    Map<SourceSpec, Capture> captures = new HashMap<>();
    Map<SourceSpec, Long> numbers = new HashMap<>();
    for (Part part : parts) {
      String id =
          new VastCluster.Identity(part.cluster().psnt(), part.snapshot().guid()).toString();
      for (int i = 0; i < part.sources().size(); i++) {
        captures.put(
            part.sources().get(i), Records.capture(part.sources().get(i), id, part.bytes().get(i)));
        numbers.put(part.sources().get(i), part.snapshot().id());
      }
    }
    List<Capture> all = sources.stream().map(captures::get).toList();
    Records.Version version =
        new Records.Version(
            manifest.withHome(keeping.home()), all, sources.stream().map(numbers::get).toList());
    // A snapshot that the cluster would remove too early must never count as published.
    for (Part part : parts) {
      keeping.apply(part.cluster(), part.snapshot(), manifest.snapshot());
    }
    Map<SourceSpec, Records> records = new HashMap<>();
    parts.forEach(
        part -> part.sources().forEach(of -> records.put(of, keeping.records(part.cluster()))));
    Records.write(version, sources.stream().map(records::get).toList());
    published = true;
    for (Part part : parts) {
      keeping.records(part.cluster()).done(part.snapshot().name());
    }
    return all;
  }

  @Override
  public void close() {
    if (published) {
      return;
    }
    for (Part part : parts) {
      try {
        keeping.remove(part.cluster(), part.snapshot());
        keeping.records(part.cluster()).done(part.snapshot().name());
      } catch (HeveliusException e) {
        notices.accept(
            "snapshot %s of %s is of no use and could not be removed now: %s"
                .formatted(
                    part.snapshot().name(), part.cluster().settings().name(), e.getMessage()));
      }
    }
  }

  /** When a note is so old that whoever wrote it is gone. */
  static boolean isStale(Instant noted, Instant now) {
    return noted.plus(NativeKeeping.ABANDONED).isBefore(now);
  }
}
