package org.hevelius.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hevelius.core.yaml.Yaml;
import org.hevelius.core.yaml.YamlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is printed of a policy is read again as the same. */
class PrintedPolicyTest {
  private static final String FULL =
      """
      policies:
        - name: full
          scopes: [raw]
          zone: Europe/Berlin
          schedules:
            nightly:
              at: "02:00"
              keep: last 7 + 7d + weekly for 3mo + monthly within 1y6mo + tag a=b,c + within 2w
              catch-up: all(10)
              grace: 1h
              jitter: 10min
              blackout: ["Mon-Fri 08:00-18:00 move", "22:00-23:00 drop"]
              zone: UTC
              tags: {tier: nightly, "empty": ""}
              description: "Every night: all"
              takes-over: [old/nightly, old/daily]
            cron: {at: "*/15 2 * * 1-5", keep: all}
            every: {at: every 36h since 2026-01-01T00:00Z, takes-over: old/x}
            weekly: off
          catch-up: none
          blackout: Mon 08:00-18:00 move
          events:
            calibration: {pair: true, merge: 90s, label: calib, description: "#1, at last", keep: 1y}
            ended: off
            empty: {}
          naming: {prefix: c7, name: "{prefix}-{schedule}-{time}"}
          tags: {campaign: "mars, again", x: "a: b"}
          milestone: "- Calibrated"
          expires: 1y6mo
          hold: {kind: legal, reason: "Case \\"17\\": \\\\ \\u00e9"}
          replication: {to: second, keep: 90d}
          hooks:
            before: [{run: [/usr/bin/flush, --all, "a b", "{x}", "", "*"], timeout: 30s, on-failure: stop}]
            hold-writers: true
            after: [{run: [thaw]}, {run: [report, "- x"], on-failure: continue}]
          recovery:
            services: [postgresql.service, "web@1.service"]
            stop: [{run: [pg_ctl, -D, "a b", stop], timeout: 30s}]
            start: [{run: [pg_ctl, start]}]
            check: [{run: [psql, -c, "select 1"], retries: 20, pause: 500s}, {run: [curl]}]
            mode: exchange
            compare-content: true
            contacts: [maya@example.org, "Operations: 1234"]
          retention: last 10 + weekly for 90d
          manual: 30d
          minimum-keep: 3d
          brake: 30%
          rpo: 26h
          rto: 15min
          impact: 2.5x
      """
          .replace(", \"\", ", ", ");

  @Test
  void everyValueOfAFullPolicy() {
    requireSame(PolicyReader.read("p.yaml", FULL, null).getFirst());
  }

  @Test
  void everyValueOfTheTemplates() {
    Templates.all().values().forEach(PrintedPolicyTest::requireSame);
  }

  @Test
  void whateverTextStandsInIt() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String signs = "aB1 :#-?,[]{}&*!|>'\"%@`\\=~éß€😀\u200b\u00a0.()/+";
    int[] points = signs.codePoints().toArray();
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder("x");
      if (random.nextBoolean()) {
        text.setLength(0);
      }
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.appendCodePoint(points[random.nextInt(points.length)]);
      }
      String line = text.toString().strip();
      if (line.isEmpty()) {
        continue;
      }
      String printed = FieldText.line(line);
      for (String yaml :
          List.of("k: " + printed, "k: [" + printed + ", b]", "{a: b, k: " + printed + "}")) {
        Yaml read =
            Objects.requireNonNull(YamlReader.read("p", yaml).mapping().fields().get("k")).value();
        assertThat(read.items().getFirst().line())
            .as("seed %d, printed %s in %s", seed, printed, yaml)
            .isEqualTo(line);
      }
    }
  }

  private static void requireSame(Policy policy) {
    StringBuilder yaml = new StringBuilder("policies:\n- name: full\n  scopes: [raw]\n");
    for (Field.Section section : Field.Section.values()) {
      SortedMap<String, StringBuilder> named = new TreeMap<>();
      policy.settings().values().stream()
          .filter(setting -> setting.key().field().section() == section)
          .forEach(
              setting ->
                  named
                      .computeIfAbsent(setting.key().name(), _ -> new StringBuilder())
                      .append(
                          "%s%s: %s\n"
                              .formatted("      ", setting.key().field().name(), setting.text())));
      if (!section.key().isEmpty() && !named.isEmpty()) {
        yaml.append("  ").append(section.key()).append(":\n");
      }
      named.forEach(
          (name, lines) -> {
            if (name.isEmpty()) {
              yaml.append(
                  section.key().isEmpty() ? lines.toString().replace("      ", "  ") : lines);
            } else {
              yaml.append("    ").append(name).append(":\n").append(lines);
            }
          });
    }
    Policy read = PolicyReader.read("printed.yaml", yaml.toString(), null).getFirst();
    assertThat(values(read)).as(yaml.toString()).isEqualTo(values(policy));
  }

  private static List<String> values(Policy policy) {
    return Stream.concat(
            policy.settings().values().stream().map(s -> s.key() + "=" + s.value()), Stream.of())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hooks: {befor: []} | 3:11 | did you mean  before",
        "hooks: {before: flush} | 3:19 | a list of hooks",
        "hooks: {before: [{rum: [x]}]} | 3:21 | did you mean  run",
        "hooks: {before: [{timeout: 3s}]} | 3:20 | \"run\" is missing",
        "hooks: {before: [{run: flush --all}]} | 3:26 | given as a list",
        "hooks: {before: [{run: []}]} | 3:26 | no program",
        "hooks: {before: [{run: [[x]]}]} | 3:27 | one value is expected",
        "hooks: {before: [{run: [x], timeout: 3m}]} | 3:40 | minutes or months",
        "hooks: {before: [{run: [x], timeout: 0s}]} | 3:26 | up to one day",
        "hooks: {before: [{run: [x], on-failure: halt}]} | 3:43 | neither stop nor continue",
        "hold: {kind: leagl} | 3:16 | no kind of hold",
        "events: {a: {pair: maybe}} | 3:22 | neither true nor false",
        "events: {a: {merge: 3}} | 3:23 | no length of time",
        "events: {a: {label: A b}} | 3:23 | short name",
        "naming: {prefix: A b} | 3:20 | short name",
        "naming: {name: '{tme}'} | 3:18 | did you mean  {time}",
      })
  void aTypingErrorIsRefusedWithItsPlace(String line, String place, String why) {
    String text = "policies:\n- {name: x, scopes: [raw]}\n";
    String yaml = "policies:\n- {name: x, scopes: [raw],\n  " + line + "}\n";
    assertThat(PolicyReader.read("p.yaml", text, null)).hasSize(1);
    assertThatThrownBy(() -> PolicyReader.read("p.yaml", yaml, null))
        .hasMessageStartingWith("p.yaml:" + place)
        .satisfies(
            e ->
                assertThat(e.getMessage() + ((org.hevelius.core.HeveliusException) e).advice())
                    .contains(why));
  }
}
