package org.hevelius.core.usecase;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.core.policy.Policy;

/** What a policy says, as it is compared. */
final class PolicyWords {
  private PolicyWords() {}

  static SortedMap<String, String> said(Policy policy) {
    SortedMap<String, String> said = new TreeMap<>(PolicyView.of(policy, List.of()).settings());
    said.put("scopes", policy.scopes().toString());
    said.put("state", policy.state().text());
    if (policy.template() != null) {
      said.put("template", policy.template());
    }
    if (!policy.description().isEmpty()) {
      said.put("description", policy.description());
    }
    return said;
  }
}
