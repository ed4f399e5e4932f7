package org.hevelius.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalTest {
  private static final DatasetName RAW = DatasetName.of("cosmos7/raw");
  private static final DatasetName OTHER = DatasetName.of("cosmos70/raw");
  private static final List<Grant> ALL = List.of(new Grant(Role.ADMIN, "**"));

  private static Principal user(Role role, String scope) {
    return new Principal("maya", "session", List.of(new Grant(role, scope)), ALL);
  }

  @ParameterizedTest
  @CsvSource({
    "VIEWER, READ, true",
    "VIEWER, CREATE, false",
    "RESEARCHER, CREATE, true",
    "RESEARCHER, DESCRIBE, true",
    "RESEARCHER, RESTORE_ASIDE, true",
    "RESEARCHER, RESTORE_IN_PLACE, false",
    "RESEARCHER, DELETE, false",
    "RESEARCHER, CONFIGURE, false",
    "OPERATOR, RESTORE_IN_PLACE, true",
    "OPERATOR, DELETE, true",
    "OPERATOR, CONFIGURE, false",
    "OPERATOR, ADMINISTER, false",
    "ADMIN, CONFIGURE, true",
    "ADMIN, ADMINISTER, true"
  })
  void mayDoWhatTheRoleMay(Role role, Action action, boolean allowed) {
    assertThat(user(role, "**").may(action, RAW)).isEqualTo(allowed);
    assertThat(user(role, "**").mayEverywhere(action)).isEqualTo(allowed);
  }

  @Test
  void mayDoNothingOutsideOfTheScope() {
    for (String scope : List.of("cosmos7/**", "cosmos7/raw", "cosmos7/raw/**")) {
      Principal user = user(Role.ADMIN, scope);
      assertThat(user.may(Action.DELETE, RAW)).as(scope).isTrue();
      assertThat(user.may(Action.READ, OTHER)).as(scope).isFalse();
      assertThat(user.mayEverywhere(Action.READ)).as(scope).isFalse();
    }
    assertThat(user(Role.ADMIN, "cosmos7").may(Action.READ, RAW)).isFalse();
  }

  @Test
  void aTokenNarrowsAndNeverWidens() {
    List<Grant> viewer = List.of(new Grant(Role.VIEWER, "**"));
    Principal narrow = new Principal("maya", "token", ALL, viewer);
    Principal wide = new Principal("maya", "token", viewer, ALL);
    for (Principal principal : List.of(narrow, wide)) {
      assertThat(principal.may(Action.READ, RAW)).isTrue();
      assertThat(principal.may(Action.CREATE, RAW)).isFalse();
    }
  }

  @Test
  void doesNotTellWhatMayNotBeSeen() {
    assertThatThrownBy(() -> user(Role.ADMIN, "cosmos7/**").require(Action.READ, OTHER))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND));
    assertThatThrownBy(() -> user(Role.VIEWER, "**").require(Action.DELETE, RAW))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.DENIED))
        .hasMessageContaining("takes the role operator on cosmos7/raw");
    assertThatThrownBy(() -> user(Role.OPERATOR, "cosmos7/**").requireEverywhere(Action.MAINTAIN))
        .hasMessageContaining("on all datasets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "cos*", "cosmos7/*", "/**", "../**", "a b"})
  void refusesScopesThatAreNone(String scope) {
    assertThatThrownBy(() -> new Grant(Role.VIEWER, scope)).isInstanceOf(HeveliusException.class);
  }
}
