package org.hevelius.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.dataset.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesAndReferencesTest {
  private static final DatasetName RAW = DatasetName.of("cosmos7/raw");

  @Test
  void generatesTheNameOfTheBrief() {
    Instant time = Instant.parse("2026-11-21T10:30:00.999Z");
    assertThat(SnapshotNames.generate(RAW, time, "Pre calibration change!"))
        .isEqualTo("cosmos7-raw_20261121_103000_pre_calibration_change");
    assertThat(SnapshotNames.numbered("n", 1)).isEqualTo("n");
    assertThat(SnapshotNames.numbered("n", 2)).isEqualTo("n_2");
  }

  @ParameterizedTest
  @CsvSource({
    "Before CF validation (phase 4), before_cf_validation_phase_4",
    "'  a -- b  ', a_b",
    "Größe größer, grosse_grosser",
    "???, snapshot",
    "../../etc, etc",
    "v2.0, v2_0",
    "'ＦＩＴＳ ﬁle', fits_file",
  })
  void slugsHaveOneRule(String text, String slug) {
    assertThat(SnapshotNames.slug(text)).isEqualTo(slug);
  }

  @Test
  void cutsLongSlugsAtAWord() {
    assertThat(SnapshotNames.slug("word ".repeat(40)))
        .hasSizeLessThanOrEqualTo(60)
        .endsWith("word");
    assertThat(SnapshotNames.slug("x".repeat(100))).hasSize(60);
    assertThat(SnapshotNames.slug("a".repeat(59) + " b")).hasSize(59);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "post-cosmos7-processing-complete",
        "pre-mars-calibration-change",
        "asteroid-tracking-phase-1-complete",
        "pre-maintenance-window",
        "v2.0",
        "a",
        "abc123"
      })
  void acceptsTheExampleNamesOfTheBriefAsTheyStand(String name) {
    assertThat(NamingRule.problem(name)).isEmpty();
    assertThat(Reference.parse(RAW + "@" + name)).isEqualTo(new Reference.ShortName(RAW, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12",
        "latest",
        "live",
        "known-good",
        "2026-11-20",
        "2026-11-20t1030",
        "deadbeef",
        "0123abcd99",
        "a/b",
        "a\\b",
        "a..b",
        "a:b",
        "a*",
        "a?",
        "naïve",
        "a\nb",
        "-a",
        "a-",
        "A",
        "a b",
        "d_20261121_103000_x"
      })
  void refusesShortNamesThatCouldMeanSomethingElse(String name) {
    assertThat(NamingRule.problem(name)).isPresent();
    assertThatThrownBy(() -> NamingRule.checked(name)).isInstanceOf(HeveliusException.class);
  }

  @Test
  void parsesEveryFormOfReference() {
    assertThat(Reference.parse("cosmos7/raw@12")).isEqualTo(new Reference.Version(RAW, 12));
    assertThat(Reference.parse("cosmos7/raw@12345678901"))
        .isEqualTo(new Reference.Version(RAW, 12345678901L));
    assertThat(Reference.parse("cosmos7/raw@latest")).isEqualTo(new Reference.Latest(RAW));
    assertThat(Reference.parse("cosmos7-raw_20261121_103000_pre_calibration_change"))
        .isEqualTo(new Reference.FullName("cosmos7-raw_20261121_103000_pre_calibration_change"));
    assertThat(Reference.parse("0a1b2c3d")).isEqualTo(new Reference.IdPrefix("0a1b2c3d"));
    assertThat(Reference.parse("cosmos7/raw@known-good")).isEqualTo(new Reference.KnownGood(RAW));
    for (String text :
        List.of(
            "cosmos7/raw@12",
            "cosmos7/raw@latest",
            "cosmos7/raw@known-good",
            "cosmos7/raw@2026-11-20",
            "cosmos7/raw@x")) {
      assertThat(Reference.parse(text)).hasToString(text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20, 2026-11-21T00:00:00Z",
    "2026-11-20T1030, 2026-11-20T10:31:00Z",
    "2026-11-20t1030Z, 2026-11-20T10:31:00Z",
    "2026-11-20T103059, 2026-11-20T10:31:00Z",
    "2026-12-31, 2027-01-01T00:00:00Z"
  })
  void aMomentCountsWhole(String text, Instant before) {
    assertThat(Reference.parse(RAW + "@" + text)).isEqualTo(new Reference.AsOf(RAW, text, before));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cosmos7/raw",
        "mars",
        "0a1b2c3",
        "d@0",
        "d@live",
        "d@0a1b2c3d",
        "@1",
        "d@",
        "D@1",
        "d@a b",
        "d@1@2",
        "d@9999999999999999999",
        "d@2026-02-30",
        "d@2026-11-20T2500",
        "d@2026-11-20T10:30",
        "../x@1"
      })
  void refusesWhatIsNoReference(String text) {
    assertThatThrownBy(() -> Reference.parse(text))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> {
              assertThat(e.category()).isEqualTo(HeveliusException.Category.INVALID);
              assertThat(e.advice()).isNotEmpty();
            });
  }

  @Test
  void splitsAtTheFirstColon() {
    assertThat(Reference.split("cosmos7/raw@12:a:b/c"))
        .isEqualTo(new Reference.Split("cosmos7/raw@12", Optional.of("a:b/c")));
    assertThat(Reference.split("cosmos7/raw"))
        .isEqualTo(new Reference.Split("cosmos7/raw", Optional.empty()));
  }
}
