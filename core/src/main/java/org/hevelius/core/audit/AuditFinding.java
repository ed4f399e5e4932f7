package org.hevelius.core.audit;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What is wrong with a trail. Documents name the kind, since some have the same fields. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AuditFinding.Gap.class, name = "gap"),
  @JsonSubTypes.Type(value = AuditFinding.Altered.class, name = "altered"),
  @JsonSubTypes.Type(value = AuditFinding.Unlinked.class, name = "unlinked"),
  @JsonSubTypes.Type(value = AuditFinding.OutOfOrder.class, name = "out-of-order"),
  @JsonSubTypes.Type(value = AuditFinding.Truncated.class, name = "truncated")
})
public sealed interface AuditFinding {
  /** The finding in a sentence. */
  String text();

  /** Entries are missing from the middle or the beginning. */
  record Gap(long first, long last) implements AuditFinding {
    @Override
    public String text() {
      return first == last
          ? "entry " + first + " is missing"
          : "entries " + first + " to " + last + " are missing";
    }
  }

  /** An entry's content doesn't fit its hash. */
  record Altered(long sequence) implements AuditFinding {
    @Override
    public String text() {
      return "entry " + sequence + " was changed";
    }
  }

  /** An entry doesn't follow from the one before it: one of the two was replaced. */
  record Unlinked(long sequence) implements AuditFinding {
    @Override
    public String text() {
      return "entry " + sequence + " doesn't follow from the entry before it; one was replaced";
    }
  }

  /** An entry stands where a later one is due: it is there twice, or out of order. */
  record OutOfOrder(long sequence) implements AuditFinding {
    @Override
    public String text() {
      return "entry " + sequence + " stands out of order";
    }
  }

  /** The trail ends elsewhere than its recorded end: the last entries are gone or were replaced. */
  record Truncated(AuditHead recorded, AuditHead found) implements AuditFinding {
    @Override
    public String text() {
      return recorded.sequence() == found.sequence()
          ? "the last entry, " + found.sequence() + ", isn't the one on record"
          : "the trail ends at entry %d, but its recorded end is entry %d"
              .formatted(found.sequence(), recorded.sequence());
    }
  }
}
