package org.hevelius.repository.check;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hevelius.repository.format.Id;

/**
 * What a check found.
 *
 * @param findings worst first, at most 10,000 of them; {@code counters} has the number of all
 * @param snapshots how many there are
 * @param packs how many the storage holds
 * @param packBytes their size
 * @param blobs how many different blobs snapshots need
 */
public record CheckReport(
    List<CheckFinding> findings,
    CheckCounters counters,
    int snapshots,
    long packs,
    long packBytes,
    int blobs) {
  /** Makes the list immutable and sorts it. */
  public CheckReport {
    findings =
        findings.stream()
            .sorted(
                Comparator.comparing(CheckFinding::severity)
                    .reversed()
                    .thenComparing(CheckFinding::sentence))
            .toList();
  }

  /** Whether there is no damage. */
  public boolean isSound() {
    return counters.errors() == 0;
  }

  /** The packs that are damaged, missing or of wrong size: those that a repair takes up. */
  public Set<Id> damagedPacks() {
    return findings.stream()
        .flatMap(
            finding ->
                switch (finding) {
                  case CheckFinding.PackMissing f -> Stream.of(f.pack());
                  case CheckFinding.PackSizeWrong f -> Stream.of(f.pack());
                  case CheckFinding.PackDamaged f -> Stream.of(f.pack());
                  case CheckFinding.PackUnreadable _,
                      CheckFinding.SnapshotUnreadable _,
                      CheckFinding.IndexUnreadable _,
                      CheckFinding.IndexInconsistent _,
                      CheckFinding.PackUnreferenced _,
                      CheckFinding.BlobsMissing _,
                      CheckFinding.TreeUnreadable _,
                      CheckFinding.TreeMalformed _,
                      CheckFinding.FileSizeDiffers _,
                      CheckFinding.Duplicates _ ->
                      Stream.<Id>empty();
                })
        .collect(Collectors.toUnmodifiableSet());
  }
}
