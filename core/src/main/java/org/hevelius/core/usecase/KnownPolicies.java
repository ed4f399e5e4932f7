package org.hevelius.core.usecase;

import java.util.List;
import org.hevelius.core.audit.AuditHead;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.core.policy.Policies;
import org.hevelius.core.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * The policies for those who ask every few seconds. They are read and understood again only when
 * the audit trail has grown: whoever changes a policy, on whatever node, adds an entry to it in the
 * same transaction, and its end is one short row.
 */
final class KnownPolicies {
  private record Known(AuditHead head, Policies policies) {}

  private final Catalog catalog;
  private @Nullable Known known;

  KnownPolicies(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Those that hold now. */
  synchronized Policies now() {
    // Before the policies: what changes in between is seen the next time.
    AuditHead head = catalog.auditHead();
    Known before = known;
    if (before != null && before.head().equals(head)) {
      return before.policies();
    }
    List<Policy> present = catalog.policies();
    Policies policies = new Policies(present);
    known = new Known(head, policies);
    return policies;
  }
}
