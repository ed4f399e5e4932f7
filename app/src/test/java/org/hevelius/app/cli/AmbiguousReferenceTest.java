package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmbiguousReferenceTest {
  private final MemoryHome home = Samples.home().givingAlikeIds();

  @BeforeEach
  void takeTwoWhoseIdsBeginAlike() {
    home.ok("create", "cosmos7/raw", "third", "--name", "third");
    home.ok("create", "cosmos7/raw", "fourth");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show c0ffee99",
        "browse c0ffee99",
        "cat c0ffee99 run.sh",
        "diff c0ffee99",
        "hold c0ffee99",
        "delete c0ffee99 --yes",
        "restore c0ffee99 --in-place --yes"
      })
  void isRefusedWithTheCandidates(String line) {
    MemoryHome.Run run = home.run(line.split(" "));
    assertThat(run.code()).as(run.toString()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("several snapshots have an id that begins with c0ffee99", "give more digits")
        .contains("cosmos7/raw@3  third", "cosmos7/raw@4")
        .doesNotContain("cosmos7/raw@2");
    assertThat(home.ok("list", "cosmos7/raw")).contains("cosmos7/raw@3", "cosmos7/raw@4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0ffee99c0ffee02", "cosmos7/raw@third"})
  void isResolvedByMoreDigitsOrTheReference(String reference) {
    assertThat(home.ok("show", reference)).contains("cosmos7/raw@3");
  }
}
