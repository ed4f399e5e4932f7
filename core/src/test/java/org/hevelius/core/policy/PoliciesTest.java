package org.hevelius.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.TakenBy;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  private static final DatasetName RAW = DatasetName.of("cosmos7/raw");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void theNearestPolicyWinsOverBroaderOnesTheTemplateAndDefaults() {
    EffectivePolicy effective =
        of(
            """
            policies:
              - {name: all, scopes: ["**"], template: raw, grace: 2h, rpo: 26h}
              - name: mission
                scopes: [cosmos7/**]
                template: tams-db
                rpo: 25h
                zone: Europe/Berlin
              - name: exact
                scopes: [cosmos7/raw]
                rpo: 24h
                schedules: {daily: {keep: 9d}, weekly: off}
            """);
    assertThat(effective.policies()).containsExactly("all", "mission", "exact");
    assertThat(explained(effective))
        .containsExactly(
            "zone = Europe/Berlin (policy mission, p.yaml:7)",
            "catch-up = latest (default)",
            "grace = 2h (policy all, p.yaml:2)",
            "jitter = 0s (default)",
            "rpo = 1d (policy exact, p.yaml:10)",
            "schedules.daily.at = 02:00 (template tams-db)",
            "schedules.daily.keep = 9d (policy exact, p.yaml:11)",
            "schedules.monthly.at = 1st 04:00 (template tams-db)",
            "schedules.monthly.keep = last 12 + 12mo (template tams-db)",
            "schedules.weekly.off = true (policy exact, p.yaml:11)");
    EffectivePolicy.Value rpo =
        java.util.Objects.requireNonNull(effective.values().get(Key.of(Field.RPO)));
    assertThat(rpo.overridden()).extracting(Origin::policyName).containsExactly("mission", "all");
    assertThat(effective.schedules())
        .extracting(EffectiveSchedule::identity)
        .containsExactly(new TakenBy("mission", "daily"), new TakenBy("mission", "monthly"));
  }

  @Test
  void draftsHaveNoEffectAndSimulatedOnesOnlyWhereAskedFor() {
    String text =
        """
        policies:
          - {name: a, scopes: [cosmos7/raw], state: draft, rpo: 1h}
          - {name: b, scopes: [cosmos7/raw], state: simulate, rpo: 2h}
        """;
    Policies policies = new Policies(PolicyReader.read("p.yaml", text, null));
    assertThat(policies.of(RAW, false).isPresent()).isFalse();
    assertThat(policies.of(RAW, true).policies()).containsExactly("b");
    assertThat(policies.of(RAW, true).simulated()).containsExactly("b");
    assertThat(policies.of(RAW, true).drafts()).containsExactly("a");
  }

  @Test
  void twoPoliciesOfOneScopeMayNotContradictEachOther() {
    assertThatThrownBy(
            () ->
                of(
                    """
                    policies:
                      - {name: a, scopes: [cosmos7/**], rpo: 1h, grace: 1h}
                      - {name: b, scopes: [cosmos7/**], rpo: 1h, grace: 2h}
                    """))
        .hasMessage(
            "p.yaml:3:53: the policies a and b are both for cosmos7/** and set grace differently;"
                + " the other one is at p.yaml:2:53");
    assertThatThrownBy(
            () ->
                of(
                    """
                    policies:
                      - {name: a, scopes: [cosmos7/**], template: raw}
                      - {name: b, scopes: [cosmos7/**], template: recent}
                    """))
        .hasMessageContaining("the policies a and b are both for cosmos7/** and set template");
  }

  @Test
  void theTierIsATagThatNoOtherTagContradicts() {
    String text =
        """
        policies:
          - {name: a, scopes: [cosmos7/raw], tier: dr, tags: {%s}, schedules: {s: {at: "02:00"}}}
        """;
    EffectivePolicy policy = of(text.formatted("x: y"));
    assertThat(policy.schedules().getFirst().tags()).containsEntry("tier", "dr");
    assertThatThrownBy(
            () ->
                new Policies(PolicyReader.read("p.yaml", text.formatted("tier: nightly"), null))
                    .check(List.of(), Instant.EPOCH))
        .hasMessageContaining("the tag tier=nightly says another tier than tier: dr");
    assertThatThrownBy(() -> of(text.replace("tier: dr", "tier: disaster").formatted("")))
        .hasMessageContaining("\"disaster\" is no tier");
  }

  @Test
  void theMinimumKeepGrowsOnTheWayToTheDatasetAndNeverShrinks() {
    String text =
        """
        policies:
          - {name: law, scopes: ["**"], minimum-keep: 30d}
          - {name: near, scopes: [cosmos7/raw], minimum-keep: %s}
        """;
    assertThat(of(text.formatted("2mo")).get(Field.MINIMUM_KEEP).map(Lengths::text))
        .contains("2mo");
    assertThatThrownBy(() -> of(text.formatted("29d")))
        .hasMessage(
            "p.yaml:3:55: policy near sets a minimum keep of 29d, shorter than the 30d of policy"
                + " law, p.yaml:2");
  }

  @Test
  void whatCanNeverRunIsRefusedWhenPoliciesAreChecked() {
    Policies never =
        policies(
            """
            policies:
              - name: a
                scopes: ["**"]
                blackout: 01:00-03:00 drop
                schedules: {nightly: "02:00"}
            """);
    assertThatThrownBy(() -> never.check(List.of(), NOW))
        .hasMessage(
            "the schedule a/nightly never runs for x: every run falls into a blackout window");
    Policies half = policies("policies:\n- {name: a, scopes: [b], schedules: {d: {keep: 3d}}}\n");
    assertThatThrownBy(() -> half.check(List.of(), NOW))
        .hasMessage("p.yaml:2:48: the schedule \"d\" of policy a/d doesn't say when it is due");
  }

  @Test
  void namesThatWouldBeNoneAreRefusedWhenPoliciesAreChecked() {
    String text =
        """
        policies:
          - name: a
            scopes: [cosmos7/raw]
            template: raw
            naming: {name: "{prefix}-{schedule}-{time}"%s}
        """;
    policies(text.formatted(", prefix: c7")).check(List.of(), NOW);
    assertThatThrownBy(() -> policies(text.formatted("")).check(List.of(), NOW))
        .hasMessageStartingWith(
            "p.yaml:5:20: \"-daily-20261121t1200\" can't be a snapshot's short name");
  }

  private static EffectivePolicy of(String text) {
    return policies(text).of(RAW, false);
  }

  private static Policies policies(String text) {
    return new Policies(PolicyReader.read("p.yaml", text, null));
  }

  private static List<String> explained(EffectivePolicy effective) {
    return effective.values().values().stream()
        .map(
            v -> "%s = %s (%s)".formatted(v.setting().key(), v.setting().text(), v.origin().text()))
        .toList();
  }
}
