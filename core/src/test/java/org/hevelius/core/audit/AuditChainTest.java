package org.hevelius.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditChainTest {
  private static final Instant TIME = Instant.parse("2026-11-21T10:30:00.5Z");

  @Test
  void acceptsAnUntouchedTrail() {
    List<AuditEntry> trail = trail(5);
    assertThat(findings(trail, head(trail))).isEmpty();
    assertThat(findings(List.of(), AuditHead.EMPTY)).isEmpty();
  }

  @Test
  void theHashIsWhatTheDocumentationSays() {
    AuditEvent event = new AuditEvent(TIME, "ü", "vm", "create", "d@1", AuditEvent.Outcome.OK, "");
    // printf '16:hevelius-audit-1,1:1,...' | sha256sum
    assertThat(AuditChain.next(AuditHead.EMPTY, event).hash())
        .isEqualTo("5e112103b1b83d22eebaa1366519bb6ecfd270cd33fb3eaa139fad330804a85e");
  }

  @Test
  void showsAChangedEntry() {
    List<AuditEntry> trail = trail(5);
    AuditEntry third = trail.get(2);
    trail.set(2, new AuditEntry(3, event("forged"), third.previous(), third.hash()));
    assertThat(findings(trail, head(trail))).containsExactly(new AuditFinding.Altered(3));
  }

  @Test
  void showsAnEntryThatWasReplacedWithItsHash() {
    List<AuditEntry> trail = trail(5);
    AuditHead end = head(trail);
    trail.set(2, AuditChain.next(AuditChain.head(trail.get(1)), event("forged")));
    assertThat(findings(trail, end)).containsExactly(new AuditFinding.Unlinked(4));
  }

  @Test
  void showsGapsAndMissingEnds() {
    List<AuditEntry> trail = trail(6);
    AuditHead end = head(trail);
    assertThat(findings(trail.subList(2, 6), end)).containsExactly(new AuditFinding.Gap(1, 2));
    assertThat(findings(trail.subList(0, 4), end))
        .containsExactly(new AuditFinding.Truncated(end, head(trail.subList(0, 4))));
    List<AuditEntry> holed = new ArrayList<>(trail);
    holed.remove(3);
    assertThat(findings(holed, end)).containsExactly(new AuditFinding.Gap(4, 4));
  }

  @Test
  void showsEntriesOutOfOrder() {
    List<AuditEntry> trail = trail(4);
    AuditHead end = head(trail);
    Collections.swap(trail, 1, 2);
    assertThat(findings(trail, end))
        .contains(new AuditFinding.Gap(2, 2), new AuditFinding.OutOfOrder(2));
  }

  @Test
  void keepsTextThatCannotBeStored() {
    AuditEvent odd =
        new AuditEvent(TIME, "a\0", "\ud800", "x", "\udcff", AuditEvent.Outcome.FAILED, "é");
    assertThat(odd.actor()).isEqualTo("a\ufffd");
    assertThat(odd.host()).isEqualTo("?");
    assertThat(odd.detail()).isEqualTo("é");
  }

  private static List<AuditFinding> findings(List<AuditEntry> trail, AuditHead recorded) {
    List<AuditFinding> findings = new ArrayList<>();
    AuditChain.verify(trail.iterator(), recorded, findings::add);
    return findings;
  }

  private static AuditHead head(List<AuditEntry> trail) {
    return AuditChain.head(trail.getLast());
  }

  private static List<AuditEntry> trail(int length) {
    List<AuditEntry> trail = new ArrayList<>();
    AuditHead head = AuditHead.EMPTY;
    for (int i = 1; i <= length; i++) {
      AuditEntry entry = AuditChain.next(head, event("d@" + i));
      trail.add(entry);
      head = AuditChain.head(entry);
    }
    return trail;
  }

  private static AuditEvent event(String target) {
    return new AuditEvent(TIME, "maya", "vm", "create", target, AuditEvent.Outcome.OK, "");
  }
}
