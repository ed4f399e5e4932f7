package org.hevelius.core.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hashes and verifies a trail.
 *
 * <p>An entry's hash is SHA-256, in lower-case hex, over these fields in this order: the word
 * {@code hevelius-audit-1}, the sequence in decimal, the time as seconds since 1970 and nanoseconds
 * with a dot between them in decimal, actor, host, action, target, outcome, detail, and the
 * previous hash. Each field is written as the number of its bytes in decimal, a colon, its bytes in
 * UTF-8, and a comma (a netstring), so that no two entries have the same bytes.
 */
public final class AuditChain {
  private static final String FORM = "hevelius-audit-1";

  private AuditChain() {}

  /** The entry for an event that follows the given end of a trail. */
  public static AuditEntry next(AuditHead head, AuditEvent event) {
    long sequence = head.sequence() + 1;
    return new AuditEntry(sequence, event, head.hash(), hash(sequence, event, head.hash()));
  }

  /** The end of a trail whose last entry is the given one. */
  public static AuditHead head(AuditEntry last) {
    return new AuditHead(last.sequence(), last.hash());
  }

  /**
   * Checks a whole trail in the order of its sequence.
   *
   * @param recorded the end that was kept apart from the trail
   * @param findings is told everything that is wrong, as it is found; nothing when all is well
   * @return the end of the trail as it was found
   */
  public static AuditHead verify(
      Iterator<AuditEntry> entries, AuditHead recorded, Consumer<AuditFinding> findings) {
    AuditHead last = AuditHead.EMPTY;
    while (entries.hasNext()) {
      AuditEntry entry = entries.next();
      if (entry.sequence() <= last.sequence()) {
        findings.accept(new AuditFinding.OutOfOrder(entry.sequence()));
        continue;
      }
      if (entry.sequence() > last.sequence() + 1) {
        findings.accept(new AuditFinding.Gap(last.sequence() + 1, entry.sequence() - 1));
      } else if (!entry.previous().equals(last.hash())) {
        findings.accept(new AuditFinding.Unlinked(entry.sequence()));
      }
      if (!entry.hash().equals(hash(entry.sequence(), entry.event(), entry.previous()))) {
        findings.accept(new AuditFinding.Altered(entry.sequence()));
      }
      last = head(entry);
    }
    if (!last.equals(recorded)) {
      findings.accept(new AuditFinding.Truncated(recorded, last));
    }
    return last;
  }

  static String hash(long sequence, AuditEvent event, String previous) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    Instant time = event.time();
    List.of(
            FORM,
            Long.toString(sequence),
            time.getEpochSecond() + "." + time.getNano(),
            event.actor(),
            event.host(),
            event.action(),
            event.target(),
            event.outcome().name(),
            event.detail(),
            previous)
        .forEach(field -> write(bytes, field));
    return HexFormat.of().formatHex(sha256().digest(bytes.toByteArray()));
  }

  private static void write(ByteArrayOutputStream bytes, String field) {
    byte[] utf8 = field.getBytes(StandardCharsets.UTF_8);
    bytes.writeBytes((utf8.length + ":").getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(utf8);
    bytes.write(',');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
