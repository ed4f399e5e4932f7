package org.hevelius.repository.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.hevelius.repository.RepositoryException;
import org.hevelius.repository.RepositoryException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockFileTest {
  private static LockFile parse(String text) {
    return LockFile.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static LockFile at(String time) {
    return new LockFile(OffsetDateTime.parse(time), true, "obs3", "anna", 4711, 1000, 100);
  }

  private static String text(LockFile lock) {
    return new String(lock.toJson(), StandardCharsets.UTF_8);
  }

  @Test
  void readsALockOfRestic() {
    LockFile lock =
        parse(
            """
            {
              "time": "2026-11-21T12:55:10.679395111Z",
              "exclusive": false,
              "hostname": "vm",
              "username": "root",
              "pid": 9707
            }\
            """);
    assertThat(lock)
        .isEqualTo(
            new LockFile(
                OffsetDateTime.parse("2026-11-21T12:55:10.679395111Z"),
                false,
                "vm",
                "root",
                9707,
                0,
                0));
  }

  @Test
  void writesFieldsInTheOrderOfResticAndLeavesOutTheNumbersOfRoot() {
    assertThat(text(at("2026-11-21T12:55:10.5+01:00")))
        .isEqualTo(
            "{\"time\":\"2026-11-21T12:55:10.5+01:00\",\"exclusive\":true,\"hostname\":\"obs3\","
                + "\"username\":\"anna\",\"pid\":4711,\"uid\":1000,\"gid\":100}");
    LockFile root =
        new LockFile(OffsetDateTime.parse("2026-11-21T00:00:00Z"), false, "h", "root", 1, 0, 0);
    assertThat(text(root))
        .isEqualTo(
            "{\"time\":\"2026-11-21T00:00:00Z\",\"exclusive\":false,\"hostname\":\"h\","
                + "\"username\":\"root\",\"pid\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T12:55:10.123456789-05:30",
        "2026-11-21T12:55:10.000000001Z",
        "2026-11-21T12:55:00Z",
        "1970-01-01T00:00:00+14:00"
      })
  void keepsTimesWithTheirOffset(String time) {
    assertThat(LockFile.parse(at(time).toJson())).isEqualTo(at(time));
    assertThat(text(at(time))).contains("\"" + time + "\"");
  }

  @Test
  void passesOverUnknownFieldsAndNulls() {
    LockFile lock =
        parse(
            "{\"new\":{\"time\":[1,{}]},\"pid\":null,\"list\":[{}],"
                + "\"time\":\"2026-11-21T12:00:00Z\",\"hostname\":\"ü\\\"\"}");
    assertThat(lock.hostname()).isEqualTo("ü\"");
    assertThat(lock.pid()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "{",
        "{}",
        "{\"time\":\"2026-11-21T12:00:00Z\"",
        "{\"time\":\"2026-11-21T12:00:00Z\"}{}",
        "{\"time\":\"2026-11-21T12:00:00\"}",
        "{\"time\":\"yesterday\"}",
        "{\"time\":5}",
        "{\"time\":\"2026-11-21T12:00:00Z\",\"exclusive\":\"yes\"}",
        "{\"time\":\"2026-11-21T12:00:00Z\",\"pid\":\"4\"}",
        "{\"time\":\"2026-11-21T12:00:00Z\",\"pid\":99999999999999999999}",
        "{\"time\":\"2026-11-21T12:00:00Z\",\"hostname\":[]}"
      })
  void refusesWhatIsNoLock(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(
            RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED));
  }
}
