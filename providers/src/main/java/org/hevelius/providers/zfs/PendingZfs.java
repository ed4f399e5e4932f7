package org.hevelius.providers.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.PendingCapture;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.CaptureCounts;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.providers.process.ProgramResult;

/** Snapshots that were taken and aren't published yet. */
final class PendingZfs implements PendingCapture {
  /**
   * What was taken of one source.
   *
   * @param members the snapshots of the source and of all below it, the source's first
   */
  record Taken(
      SourceSpec source,
      List<Snap> members,
      String identity,
      boolean isEmpty,
      long added,
      List<String> findings) {
    Snap root() {
      return members.getFirst();
    }

    long referenced() {
      return members.stream().mapToLong(member -> member.listed().number("referenced")).sum();
    }

    CaptureCounts counts() {
      long counted = isEmpty ? 0 : Capture.NOT_COUNTED;
      return new CaptureCounts(source, counted, counted, referenced(), added, added);
    }
  }

  private final List<Taken> taken;
  private final Guarantee guarantee;
  private final Consumer<String> notices;
  private boolean published;

  PendingZfs(List<Taken> taken, Guarantee guarantee, Consumer<String> notices) {
    this.taken = List.copyOf(taken);
    this.guarantee = guarantee;
    this.notices = notices;
  }

  @Override
  public List<Content> contents() {
    return taken.stream()
        .map(
            one -> {
              CaptureCounts counts = one.counts();
              return new Content(
                  one.source(),
                  counts.files(),
                  counts.directories(),
                  counts.bytes(),
                  0,
                  0,
                  0,
                  0,
                  one.findings());
            })
        .toList();
  }

  @Override
  public Guarantee guarantee() {
    return guarantee;
  }

  @Override
  public List<Capture> publish(Manifest manifest) {
    if (published) {
      throw new HeveliusException(
          Category.CONFLICT, "this capture of " + manifest.dataset().name() + " is published");
    }
    List<CaptureCounts> counts = taken.stream().map(Taken::counts).toList();
    if (manifest.snapshot().isHeld()) {
      taken.forEach(one -> Holds.set(one.members(), true));
    }
    // The head of the first source says that all of it is there.
    for (int i = taken.size() - 1; i >= 0; i--) {
      Taken one = taken.get(i);
      Labels.write(one.root(), manifest.withCounts(counts), i, one.identity());
    }
    published = true;
    List<Capture> captures = new ArrayList<>();
    for (Taken one : taken) {
      captures.add(one.counts().capture(Snaps.PROVIDER, one.root().guid(), ""));
    }
    return captures;
  }

  @Override
  public void close() {
    if (!published) {
      // Without the first source's head the capture counts as unpublished whatever else is left.
      List<Snap> all = new ArrayList<>();
      taken.forEach(one -> all.addAll(one.members().reversed()));
      discard(all.reversed(), notices);
    }
  }

  /**
   * Destroys snapshots that a capture took and that nobody will refer to. What can't be destroyed
   * stays and is known by its properties.
   */
  static void discard(List<Snap> snaps, Consumer<String> notices) {
    for (Snap snap : snaps) {
      try {
        Snap now = Snaps.again(snap).orElse(null);
        if (now == null || !Objects.equals(now.token(), snap.token()) || !now.isOfHevelius()) {
          continue;
        }
        ProgramResult result = Holds.destroy(now);
        if (!result.succeeded() && Snaps.again(now).isPresent()) {
          throw now.zfs().failed("destroy " + now.zfs().shown(now.full()), result);
        }
      } catch (HeveliusException e) {
        notices.accept(
            "the unfinished snapshot %s is left, for it couldn't be destroyed: %s"
                .formatted(snap.zfs().shown(snap.full()), e.getMessage()));
      }
    }
  }
}
