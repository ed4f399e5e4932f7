package org.hevelius.core.catalog;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.policy.Policy;

/** The policies of a catalog in memory. */
final class InMemoryPolicies {
  private final Map<String, Policy> policies = new TreeMap<>();

  List<Policy> all() {
    return List.copyOf(policies.values());
  }

  void change(List<PolicyChange> changes) {
    if (changes.stream().anyMatch(c -> !Objects.equals(policies.get(c.name()), c.before()))) {
      throw new HeveliusException(Category.CONFLICT, "a policy was changed meanwhile");
    }
    changes.forEach(change -> policies.remove(change.name()));
    changes.stream()
        .flatMap(change -> Stream.ofNullable(change.after()))
        .forEach(policy -> policies.put(policy.name(), policy));
  }
}
