package org.hevelius.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
  static final String FULL =
      """
      policies:
        - name: cosmos7
          description: All of the mission
          scopes: [cosmos7/**, mars]
          state: simulate
          template: tams-db
          zone: Europe/Berlin
          catch-up: all(3)
          grace: 30min
          jitter: 10min
          blackout: [Mon-Fri 08:00-18:00 move, "22:00-23:00 drop"]
          schedules:
            nightly:
              at: "02:00"
              keep: [last 7 + 7d, weekly for 3mo]
              catch-up: none
              tags: {tier: nightly}
              description: Every night
              takes-over: [old/nightly]
            daily: off
            hourly: every 1h
          events:
            calibration-change: {pair: true, merge: 10min, label: calibration, keep: 1y}
          naming: {prefix: c7, name: "{prefix}-{schedule}-{time}"}
          tags: {campaign: mars}
          milestone: Calibrated
          expires: 1y6mo
          hold: {kind: legal, reason: Case 17}
          replication: {to: second, keep: 90d}
          hooks:
            before: [{run: [/usr/bin/flush, --all], timeout: 30s}]
            after: [{run: [/usr/bin/thaw], on-failure: continue}]
          retention: last 10 + weekly for 90d
          manual: 30d
          minimum-keep: 3d
          brake: 30%
          rpo: 26h
      """;

  @Test
  void readsEveryField() {
    Policy policy = one(FULL);
    assertThat(policy.name()).isEqualTo("cosmos7");
    assertThat(policy.scopes()).containsExactly(new Scope("cosmos7/**"), new Scope("mars"));
    assertThat(policy.state()).isEqualTo(Policy.State.SIMULATE);
    assertThat(policy.template()).isEqualTo("tams-db");
    assertThat(texts(policy))
        .containsExactly(
            "zone = Europe/Berlin",
            "catch-up = all(3)",
            "grace = 30min",
            "jitter = 10min",
            "blackout = [\"Mon,Tue,Wed,Thu,Fri 08:00-18:00 move\", 22:00-23:00 drop]",
            "retention = last 10 + weekly for 90d",
            "manual = 30d",
            "minimum-keep = 3d",
            "brake = 30%",
            "rpo = 26h",
            "tags = {campaign: mars}",
            "milestone = Calibrated",
            "expires = 1y6mo",
            "hold = {kind: legal, reason: Case 17}",
            "replication = {to: second, keep: 90d}",
            "naming.prefix = c7",
            "naming.name = \"{prefix}-{schedule}-{time}\"",
            "hooks.before = [{run: [/usr/bin/flush, --all], timeout: 30s, on-failure: stop}]",
            "hooks.after = [{run: [/usr/bin/thaw], timeout: 1min, on-failure: continue}]",
            "schedules.daily.off = true",
            "schedules.hourly.at = every 1h",
            "schedules.nightly.at = 02:00",
            "schedules.nightly.keep = last 7 + 7d + weekly for 3mo",
            "schedules.nightly.catch-up = none",
            "schedules.nightly.tags = {tier: nightly}",
            "schedules.nightly.description = Every night",
            "schedules.nightly.takes-over = old/nightly",
            "events.calibration-change.pair = true",
            "events.calibration-change.merge = 10min",
            "events.calibration-change.label = calibration",
            "events.calibration-change.keep = 1y");
    assertThat(policy.notes())
        .containsExactly(
            "replication to second, keep 90d is kept with the policy; this version copies nothing");
    assertThat(
            java.util.Objects.requireNonNull(policy.settings().get(Key.of(Field.ZONE))).position())
        .hasToString("p.yaml:7:11");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grase: 1h | p.yaml:3:5: \"grase\" is not known here | did you mean  grace",
        "grace: 10m | p.yaml:3:12: \"10m\" is no length of time: m may mean minutes or months |"
            + " 10min",
        "grace: 1fortnight | p.yaml:3:12: \"1fortnight\" is no length of time | unit",
        "manual: weakly 4 | p.yaml:3:13: \"weakly 4\" is no rule | did you mean  weekly 4",
        "manual: {daily: 7, weekly: 4} | p.yaml:3:13: what is kept is one line | daily 7 + weekly"
            + " 4",
        "manual: last 0 | p.yaml:3:13: a rule can't keep 0 snapshots | at least 1",
        "manual: last -3 | p.yaml:3:13: \"last -3\" keeps no number of | from 1 to 9,999,999",
        "manual: last 99999999999999 | p.yaml:3:13: \"last 99999999999999\" keeps | from 1 to"
            + " 9,999,999",
        "manual: weekly -3 | p.yaml:3:13: \"weekly -3\" keeps | to keep all, write all",
        "manual: 3m | p.yaml:3:13: \"3m\" is no length of time: m may mean | 3mo",
        "zone: Europe/Berln | p.yaml:3:11: there is no time zone | did you mean  Europe/Berlin",
        "zone: | p.yaml:3:10: a value is missing | ''",
        "brake: 300% | p.yaml:3:12: \"300%\" is no share | 30%",
        "template: proccessed | p.yaml:3:15: there is no template | did you mean  processed",
        "state: activ | p.yaml:3:12: \"activ\" is no state | did you mean  active",
        "scopes: [a*b] | p.yaml:3:14: \"a*b\" is no scope | ''",
        "catch-up: all | p.yaml:3:15: \"all\" is no way to catch up | all(10)",
        "blackout: Mo 1-2 | p.yaml:3:15: \"Mo 1-2\" is no blackout window | Mon-Fri",
        "blackout: 08:00-08:00 | p.yaml:3:15: \"08:00-08:00\" is no blackout window | ''",
        "blackout: 08:00-25:00 | p.yaml:3:15: \"08:00-25:00\" is no blackout window | ''",
        "naming: {name: '{shedule}-{time}'} | p.yaml:3:20: \"{shedule}\" is not known | {schedule}",
        "naming: {name: '{schedule}'} | p.yaml:3:20: the name \"{schedule}\" has no {time} | ''",
        "naming: {prefix: 'A b'} | p.yaml:3:22: | short names",
        "hooks: {before: [{run: sync}]} | p.yaml:3:28: a program and its arguments | [program",
        "hooks: {before: [{run: [sync], timeout: 9d}]} | p.yaml:3:28: a hook may take up to | 30s",
        "schedules: {d: {at: '25:00'}} | p.yaml:3:25: \"25:00\" is no schedule | write",
        "schedules: {d: {at: 0 0 31 2 *}} | p.yaml:3:25: \"0 0 31 2 *\" is no schedule: it never |"
            + " ''",
        "schedules: {D: {at: '01:00'}} | p.yaml:3:17: \"D\" is no name for a schedule | ''",
        "schedules: {d: {at: '01:00', kep: 3d}} | p.yaml:3:34: \"kep\" is not known | keep",
        "schedules: {d: every 6h keep-locl 3d} | p.yaml:3:20: | ''",
        "tags: {'a b': c} | p.yaml:3:12: \"a b\" is no key for a tag | ''",
        "hold: forever | p.yaml:3:11: \"forever\" is no kind of hold | permanent",
        "name: y | p.yaml:3:5: \"name\" stands twice; the first is on line 2 | ''",
        "tags: &a {x: y} | p.yaml:3:11: anchors and aliases | write out",
        "tags: !!map {x: y} | p.yaml:3:11: the type | leave it out",
        "tags: {x: y | p.yaml:4:11: this is no YAML | ''",
      })
  void refusesWhatItCantUnderstandWithItsPlace(String line, String message, String advice) {
    String scopes = line.startsWith("scopes") ? "" : "    scopes: [raw]\n";
    String text = "policies:\n  - name: x\n    " + line + "\n" + scopes;
    refused(text, message, advice);
  }

  @Test
  void refusesDocumentsThatAreNone() {
    refused("", "p.yaml:1:1: there is no policy in it", "policies:");
    refused("policies: []\n---\nx: y\n", "p.yaml:2:1: a second document begins", "");
    refused("polices: []\n", "p.yaml:1:1: \"polices\" is not known here", "did you mean  policies");
    refused("policies:\n  - name: x\n", "p.yaml:2:5: the policy doesn't say", "--dataset");
    refused(
        "policies:\n- {name: x, scops: [a]}\n",
        "p.yaml:2:13: \"scops\" is not known here",
        "did you mean  scopes");
    refused("[".repeat(5000), "p.yaml:1:14: this is nested more than 12", "");
    refused("x".repeat(300_000), "p.yaml:1:1: the text has 300,000 characters", "");
    refused(
        "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\n", "p.yaml:1:4: anchors", "write out");
    refused(
        "policies:\n- {name: x, scopes: [a]}\n- {name: x, scopes: [b]}\n",
        "p.yaml:3:3: there is a policy \"x\" already, at p.yaml:2:3",
        "");
  }

  @Test
  void acceptsTheBlocksOfTamsAsTheyStand() {
    String blocks =
        """
        # VAST database snapshot configuration
        snapshots:
          retention:
            daily: 7      # Keep daily snapshots for 7 days
            weekly: 4     # Keep weekly snapshots for 4 weeks
            monthly: 12   # Keep monthly snapshots for 12 months
          compression: true
          encryption: true
          schedule:
            daily: "02:00"    # Daily at 2 AM
            weekly: "Sunday 03:00"  # Weekly on Sunday at 3 AM
            monthly: "1st 04:00"    # Monthly on 1st at 4 AM
        # VAST S3 snapshot configuration
        s3_snapshots:
          buckets:
            - name: "tams-media-bucket"
              retention: 30  # days
              compression: true
              encryption: true
              cross_region_replication:
                enabled: true
                destination: "us-west-2"
          schedule:
            frequency: "6h"  # Every 6 hours
            start_time: "00:00"
        """;
    List<Policy> policies = PolicyReader.read("p.yaml", blocks, DatasetName.of("tams"));
    assertThat(policies)
        .extracting(Policy::name)
        .containsExactly("tams-db-tams", "tams-s3-tams-media-bucket");
    assertThat(texts(policies.getFirst()))
        .containsExactly(
            "schedules.daily.at = 02:00",
            "schedules.daily.keep = last 7 + 7d",
            "schedules.monthly.at = 1st 04:00",
            "schedules.monthly.keep = last 12 + 12mo",
            "schedules.weekly.at = Sunday 03:00",
            "schedules.weekly.keep = last 4 + 28d");
    assertThat(texts(policies.getLast()))
        .containsExactly(
            "replication = us-west-2",
            "schedules.bucket.at = every 6h from 00:00",
            "schedules.bucket.keep = 30d");
    assertThat(policies.getLast().notes())
        .containsExactly(
            "compression and encryption: the repository does both, whatever a policy says",
            "replication to us-west-2 is kept with the policy; this version copies nothing");
    assertThat(PolicyReader.read("p.yaml", blocks, DatasetName.of("cosmos7/db")))
        .as("with both blocks the dataset is that of the database, a bucket has its own")
        .extracting(policy -> policy.scopes().getFirst())
        .containsExactly(new Scope("cosmos7/db"), new Scope("tams-media-bucket"));
    String buckets = blocks.substring(blocks.indexOf("s3_snapshots"));
    assertThat(PolicyReader.read("p.yaml", buckets, null).getFirst().scopes())
        .containsExactly(new Scope("tams-media-bucket"));
    refused(blocks, "p.yaml:2:1: the block \"snapshots\" doesn't say", "--dataset");
    refused(
        buckets.replace("encryption: true", "encryption: false"),
        "p.yaml:6:19: encryption can't be switched off",
        "leave it out");
    refused(
        buckets.replace("start_time", "start_tme"),
        "p.yaml:12:5: \"start_tme\" is not known here",
        "did you mean  start_time");
  }

  @Test
  void acceptsFramesOutsideOfAPolicyForTheDatasetNamedBesideThem() {
    String frame = "every 6h start-at 2026-01-01T00:00Z keep-local 3d keep-remote 30d";
    for (String text : List.of(frame + "\n", "frames: " + frame + "\n", "frames:\n- " + frame)) {
      Policy policy = PolicyReader.read("p.yaml", text, DatasetName.of("cosmos7/raw")).getFirst();
      assertThat(policy.name()).isEqualTo("frames-" + DatasetName.of("cosmos7/raw").flat());
      assertThat(policy.scopes()).containsExactly(new Scope("cosmos7/raw"));
      assertThat(texts(policy)).contains("schedules.every-6h.keep = 3d");
      assertThat(policy.notes()).hasSize(1);
      refused(text, "p.yaml:", "--dataset");
    }
  }

  @Test
  void acceptsFramesOfProtectionPolicies() {
    Policy policy =
        one(
            """
            policies:
              - name: vast
                scopes: [raw]
                schedules:
                  six: every 6h start-at 2026-01-01T00:00Z keep-local 3d
                frames:
                  - every 1D start-at 2025-01-16 01:00:00 keep-local 2W keep-remote 1M
                  - {every: 90m, start-at: "2025-01-16 00:00:00", keep-local: 6h, keep-remote: 0s}
            """);
    assertThat(texts(policy))
        .containsExactly(
            "replication = {to: the target of the frame, keep: 1M}",
            "schedules.every-1d.at = every 1d since 2025-01-16T01:00Z",
            "schedules.every-1d.keep = 14d",
            "schedules.every-90m.at = every 90min since 2025-01-16T00:00Z",
            "schedules.every-90m.keep = 6h",
            "schedules.six.at = every 6h since 2026-01-01T00:00Z",
            "schedules.six.keep = 3d");
    refused(
        "policies:\n- {name: x, scopes: [a], frames: [{every: 6q}]}\n",
        "p.yaml:2:43: \"6q\" is no length of time in a frame",
        "6h or 3d");
  }

  static Policy one(String text) {
    return PolicyReader.read("p.yaml", text, null).getFirst();
  }

  static List<String> texts(Policy policy) {
    return policy.settings().values().stream().map(s -> s.key() + " = " + s.text()).toList();
  }

  private static void refused(String text, String message, String advice) {
    assertThatThrownBy(() -> PolicyReader.read("p.yaml", text, null))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.INVALID);
              assertThat(e).hasMessageStartingWith(message);
              assertThat(String.join("\n", e.advice())).contains(advice);
            });
  }
}
