package org.hevelius.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.hevelius.core.dataset.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeFramesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T04:30:00Z");

  private static EffectivePolicy policy(String fields, String schedule) {
    String text =
        """
        policies:
          - name: p
            scopes: [raw]
            %s
            schedules: {s: %s}
        """
            .formatted(fields, schedule);
    return new Policies(PolicyReader.read("p.yaml", text, null)).of(DatasetName.of("raw"), false);
  }

  private static NativeFrames.Share share(String fields, String schedule) {
    return NativeFrames.of(policy(fields, schedule), 1, NOW, _ -> false).getFirst();
  }

  private static List<String> frames(String fields, String schedule) {
    return share(fields, schedule).frames().stream().map(NativeFrames.Frame::text).toList();
  }

  private static List<Instant> due(EffectivePolicy policy, int count) {
    TreeSet<Instant> due = new TreeSet<>();
    policy
        .schedules()
        .forEach(s -> s.after(NOW).limit(count).map(EffectiveSchedule.Due::time).forEach(due::add));
    return due.stream().limit(count).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "every 6h",
        "every 4h from 00:30",
        "every 15m",
        "every 36h since 2026-01-01T00:17Z",
        "\"02:00\"",
        "Sunday 03:00",
        "30 2 * * Mon-Fri",
        "'0 6,18 * * *'",
        "'10 6,9 * * *'",
        "0 0 1-31 * 1",
        "'@weekly'"
      })
  void saysExactlyWhenAScheduleIsDue(String at) {
    for (String fields :
        List.of("zone: UTC", "zone: Asia/Kolkata", "zone: '-03:30'", "jitter: 40min")) {
      String schedule = "{at: %s, keep: 3d}".formatted(at);
      List<String> frames = frames(fields, schedule);
      assertThat(frames).as("%s, %s", at, fields).isNotEmpty();
      String text =
          "frames:\n" + String.join("", frames.stream().map("- %s\n"::formatted).toList());
      EffectivePolicy read =
          new Policies(PolicyReader.read("f.yaml", text, DatasetName.of("raw")))
              .of(DatasetName.of("raw"), false);
      assertThat(due(read, 60))
          .as("%s, %s, %s", at, fields, frames)
          .isEqualTo(due(policy(fields, schedule), 60));
    }
  }

  @Test
  void writesFixedUnits() {
    assertThat(frames("zone: UTC", "{at: every 6h, keep: 1d12h}"))
        .containsExactly("every 6h start-at 2024-01-01 00:00:00 keep-local 36h keep-remote 0s");
    assertThat(frames("zone: UTC", "{at: Sunday 03:00, keep: 2w}"))
        .containsExactly("every 7d start-at 2024-01-07 03:00:00 keep-local 14d keep-remote 0s");
    assertThat(frames("zone: +02:00", "{at: 'every 15m', keep: 6h}"))
        .containsExactly("every 15m start-at 2023-12-31 22:00:00 keep-local 6h keep-remote 0s");
  }

  @Test
  void bringsAFrameThatWasReadBackAsItWas() {
    String frame = "every 6h start-at 2025-01-16 00:00:00 keep-local 3d keep-remote 30d";
    EffectivePolicy read =
        new Policies(PolicyReader.read("f.yaml", "frames:\n- " + frame, DatasetName.of("raw")))
            .of(DatasetName.of("raw"), false);
    NativeFrames.Share share = NativeFrames.of(read, 1, NOW, _ -> false).getFirst();
    assertThat(share.frames().getFirst().keepRemote()).isEqualTo(Duration.ofDays(30));
    assertThat(share.frames().getFirst().text()).isEqualTo(frame);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "zone: Europe/Berlin | {at: '02:00', keep: 3d} | clocks of Europe/Berlin are set",
        "zone: UTC | {at: 1st 04:00, keep: 3d} | days of the month",
        "zone: UTC | {at: '0 0 1,15 * *', keep: 3d} | days of the month",
        "zone: UTC | {at: '0 0 * 1-6 *', keep: 3d} | days of the month",
        "zone: UTC | {at: '1,2,3,5 1,2,3,5 * * *', keep: 3d} | at 16 times that are not evenly",
        "zone: UTC | {at: every 6h, keep: 3mo} | 3mo goes by the calendar",
        "zone: UTC | {at: every 6h, keep: 1y} | 1y goes by the calendar",
        "zone: UTC | {at: every 6h, keep: last 10} | \"last 10\" keeps by number",
        "zone: UTC | {at: every 6h, keep: daily 7} | \"daily 7\" keeps the newest of each period",
        "zone: UTC | {at: every 6h, keep: weekly for 90d} | keeps the newest of each period",
        "zone: UTC | {at: every 6h, keep: within 7d} | counts from the newest snapshot",
        "zone: UTC | {at: every 6h, keep: tag release} | keeps by tags",
        "zone: UTC | {at: every 6h, keep: 3d + 6h} | several lengths of time",
        "zone: UTC | {at: every 6h, keep: 3d + last 2} | \"last 2\" keeps by number",
        "zone: UTC | {at: every 6h} | keeps by number",
        "retention: last 3 | {at: every 6h, keep: 3d} | rules of retention keep",
        "expires: 2d | {at: every 6h, keep: 3d} | may expire earlier, after 2d",
        "minimum-keep: 4d | {at: every 6h, keep: 3d} | before it is 4d old",
        "blackout: 08:00-18:00 | {at: every 6h, keep: 3d} | blackout windows",
        "hold: permanent | {at: every 6h, keep: 3d} | are held",
        "hooks: {before: [{run: [/usr/bin/flush]}]} | {at: every 6h, keep: 3d} | hooks run",
        "replication: second | {at: every 6h, keep: 3d} | copies go to second"
      })
  void namesWhatAFrameCannotSay(String fields, String schedule, String why) {
    NativeFrames.Share share = share(fields, schedule);
    assertThat(share.frames()).isEmpty();
    assertThat(String.join("; ", share.why())).contains(why);
  }

  @Test
  void leavesADatasetWithSeveralSourcesToTheProgram() {
    EffectivePolicy policy = policy("zone: UTC", "{at: every 6h, keep: 3d}");
    assertThat(NativeFrames.of(policy, 2, NOW, _ -> false).getFirst().why())
        .containsExactly("the dataset has 2 sources, which belong together in one snapshot");
    assertThat(NativeFrames.of(policy, 1, NOW, _ -> false).getFirst().why()).isEmpty();
  }

  @Test
  void namesAllThatAFrameCannotSay() {
    assertThat(share("zone: Europe/Berlin", "{at: '02:00', keep: last 7 + 7d}").why()).hasSize(2);
  }
}
