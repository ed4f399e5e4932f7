package org.hevelius.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "cosmos7", "cosmos7/raw", "0/1-x/y_z.w", "a..b"})
  void acceptsPathsOfPlainParts(String name) {
    assertThat(DatasetName.of(name).toString()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | it is empty",
        "/a | before the slash at position 1 is empty",
        "a//b | before the slash at position 3 is empty",
        "a/ | ends with a slash",
        "../x | can't begin with \".\" at position 1",
        "a/-b | can't begin with \"-\" at position 3",
        "Cosmos | \"C\" at position 1 doesn't fit",
        "a b | \" \" at position 2 doesn't fit",
        "a@1 | \"@\" at position 2",
        "a:b | \":\" at position 2",
        "aü | \"ü\" at position 2",
      })
  void saysWhereANameGoesWrong(String name, String message) {
    assertThatThrownBy(() -> DatasetName.of(name))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining(message);
  }

  @Test
  void knowsTheHierarchy() {
    DatasetName raw = DatasetName.of("cosmos7/raw");
    assertThat(raw.isWithin(DatasetName.of("cosmos7"))).isTrue();
    assertThat(raw.isWithin(raw)).isTrue();
    assertThat(raw.isWithin(DatasetName.of("cosmos"))).isFalse();
    assertThat(raw.parts()).containsExactly("cosmos7", "raw");
  }

  @ParameterizedTest
  @CsvSource({
    "dir:/data/raw, dir:/data/raw",
    "dir:/data//raw/, dir:/data/raw",
    "dir:/, dir:/",
    "zfs:tank/raw, zfs:tank/raw",
    "s3:media, s3:media",
    "dir:/a:b, dir:/a:b",
  })
  void parsesSources(String text, String written) {
    assertThat(SourceSpec.parse(text)).hasToString(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/data | the kind is missing: dir:/data",
        "data | there is no colon",
        "nfs:/x | \"nfs\" is no kind",
        "dir: | nothing follows the colon at position 4",
        "dir:data | needs an absolute path",
        "dir:/a/../b | \"..\"",
      })
  void saysWhatIsWrongWithASource(String text, String message) {
    assertThatThrownBy(() -> SourceSpec.parse(text))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesADatasetWithoutSourcesOrWithOneTwice() {
    assertThatThrownBy(() -> dataset()).hasMessageContaining("has no source");
    assertThatThrownBy(() -> dataset("dir:/a", "dir:/a/")).hasMessageContaining("twice");
    assertThat(dataset("dir:/a", "dir:/b").sources()).hasSize(2);
  }

  @Test
  void refusesTextThatCannotBeShown() {
    assertThatThrownBy(() -> Texts.line("milestone", "a\nb")).hasMessageContaining("U+000A");
    assertThatThrownBy(() -> Texts.text("note", "x\ud800")).hasMessageContaining("U+D800");
    assertThatThrownBy(() -> Texts.line("author", "  ")).hasMessageContaining("author is empty");
    assertThat(Texts.text("note", " two\nlines 😀 ")).isEqualTo("two\nlines 😀");
  }

  @Test
  void suggestsWhatIsNear() {
    List<String> known = List.of("cosmos7/raw", "cosmos7/calib", "swift", "pre-mars-calibration");
    assertThat(Suggestions.nearest("cosmos7/rwa", known, 3)).containsExactly("cosmos7/raw");
    assertThat(Suggestions.nearest("mars", known, 3)).containsExactly("pre-mars-calibration");
    assertThat(Suggestions.nearest("Swft", known, 3)).containsExactly("swift");
    assertThat(Suggestions.nearest("xyz", known, 3)).isEmpty();
  }

  private static Dataset dataset(String... sources) {
    return new Dataset(
        DatasetName.of("d"),
        "",
        List.of(sources).stream().map(SourceSpec::parse).toList(),
        List.of(),
        Instant.EPOCH,
        Dataset.DEFAULT_REPOSITORY);
  }
}
