package org.hevelius.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
  private static final List<Dataset> KNOWN =
      Stream.of(
              "cosmos", "cosmos7", "cosmos7/processed", "cosmos7/raw", "cosmos70/raw", "swift/xrt")
          .map(name -> dataset(name, name.equals("swift/xrt") ? List.of("k=v", "x") : List.of("x")))
          .toList();

  private static Dataset dataset(String name, List<String> tags) {
    return new Dataset(
        DatasetName.of(name),
        "",
        List.of(SourceSpec.parse("dir:/" + name)),
        List.of(),
        Instant.EPOCH,
        "default",
        tags);
  }

  private static List<String> chosen(List<String> tags, String... texts) {
    return Selection.of(List.of(texts), tags).among(KNOWN).stream()
        .map(dataset -> dataset.name().text())
        .toList();
  }

  @Test
  void aHierarchyIsItsTopAndAllBelowAndNothingThatOnlyBeginsSo() {
    assertThat(chosen(List.of(), "cosmos7/**"))
        .containsExactly("cosmos7", "cosmos7/processed", "cosmos7/raw");
    assertThat(chosen(List.of(), "**")).hasSize(6);
  }

  @Test
  void eachIsMeantOnceInTheOrderInWhichItWasNamed() {
    assertThat(chosen(List.of(), "swift/xrt", "cosmos7/raw", "cosmos7/**", "swift/xrt"))
        .containsExactly("swift/xrt", "cosmos7/raw", "cosmos7", "cosmos7/processed");
  }

  @Test
  void tagsNarrowWhatIsNamed() {
    assertThat(chosen(List.of("k=v"))).containsExactly("swift/xrt");
    assertThat(chosen(List.of("k", "x"), "**")).containsExactly("swift/xrt");
    fails(Category.NOT_FOUND, List.of("k=w"), "**");
    fails(Category.NOT_FOUND, List.of("k"), "cosmos7/**");
  }

  @Test
  void whatMeansNothingIsAnErrorWhateverElseIsNamed() {
    fails(Category.NOT_FOUND, List.of(), "cosmos7/**", "chandra/**");
    fails(Category.NOT_FOUND, List.of(), "cosmos7/raw", "cosmos7/rw");
    assertThatThrownBy(() -> Selection.of(List.of("**"), List.of()).among(List.of()))
        .hasMessage("there is no dataset yet");
    fails(Category.INVALID, List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "***",
        "**/",
        "/**",
        "//**",
        "cosmos7/*",
        "cosmos7**",
        "*/raw",
        "**/raw",
        "cosmos7/**/raw",
        "cosmos7/**/**",
        "../**",
        "cosmos7/../**",
        "COSMOS7/**",
        "cosmos7 /**",
        "cosmos7\\/**",
        "cosmos7%2f**",
        "cosmos7/?",
        "cosmos7\0/**",
        "cosmos7/**\n",
        "{a,b}/**"
      })
  void hostileTextIsRefused(String text) {
    fails(Category.INVALID, List.of(), text);
  }

  private static void fails(Category category, List<String> tags, String... texts) {
    assertThatThrownBy(() -> chosen(tags, texts))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(category));
  }
}
