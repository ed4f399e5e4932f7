package org.hevelius.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hevelius.core.catalog.CatalogFixtures.event;

import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.policy.PolicyReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every catalog promises of policies. */
public abstract class PolicyContract {
  private Catalog catalog;
  private final Policy a = policy("a", "rpo: 1h");
  private final Policy b = policy("b", "template: five-tier");

  /** A new, empty catalog. */
  protected abstract Catalog create();

  @BeforeEach
  void open() {
    catalog = create();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void policiesComeBackAsTheyWereSortedByName() {
    change(new PolicyChange(null, b), new PolicyChange(null, a));
    assertThat(catalog.policies()).containsExactly(a, b);
    Policy other = policy("a", "rpo: 2h");
    change(new PolicyChange(a, other), new PolicyChange(b, null));
    assertThat(catalog.policies()).containsExactly(other);
    assertThat(catalog.audit().map(entry -> entry.event().action()))
        .containsExactly("policy apply", "policy apply");
  }

  @Test
  void policiesForADatasetThatWasNamedApartComeBackForIt() {
    String text = "policies:\n- {name: x, rpo: 1h}\n";
    Policy x = PolicyReader.read("x.yaml", text, DatasetName.of("cosmos7/raw")).getFirst();
    change(new PolicyChange(null, x));
    assertThat(catalog.policies()).containsExactly(x);
  }

  @Test
  void allChangesAreMadeOrNone() {
    change(new PolicyChange(null, a));
    for (PolicyChange stale :
        List.of(
            new PolicyChange(null, policy("a", "rpo: 3h")),
            new PolicyChange(policy("a", "rpo: 3h"), null),
            new PolicyChange(policy("c", "rpo: 3h"), null))) {
      assertThatThrownBy(() -> change(new PolicyChange(null, b), stale))
          .isInstanceOfSatisfying(
              HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
      assertThat(catalog.policies()).containsExactly(a);
    }
    assertThat(catalog.audit()).hasSize(1);
  }

  @Test
  void policiesOutliveARebuild() {
    change(new PolicyChange(null, a));
    catalog.rebuild(Stream.empty(), event("rebuild", "x"));
    assertThat(catalog.policies()).containsExactly(a);
  }

  private void change(PolicyChange... changes) {
    catalog.changePolicies(List.of(changes), event("policy apply", "x"));
  }

  private static Policy policy(String name, String field) {
    String text = "policies:\n- {name: %s, scopes: [cosmos7/raw], %s}\n".formatted(name, field);
    return PolicyReader.read("p.yaml", text, null).getFirst();
  }
}
