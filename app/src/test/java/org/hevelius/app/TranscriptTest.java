package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  @Test
  void readsMarkedBlocksOnly() {
    String page =
        """
        ```console
        $ rm -rf /
        ```
        <!-- tested -->
        ```console
        $ hevelius init
        $ hevelius create a "b"
        Snapshot a@1

          2 files, 18.4 GB in 41 s
        ```
        <!-- tested: exit 4 -->
        ```console
        $ hevelius delete a@1
        refused: ...
        ```
        """;
    assertThat(Transcript.steps(page))
        .containsExactly(
            new Transcript.Step("hevelius init", List.of(), 0),
            new Transcript.Step(
                "hevelius create a \"b\"", List.of("Snapshot a@1", "2 files, 18.4 GB in 41 s"), 0),
            new Transcript.Step("hevelius delete a@1", List.of("refused: ..."), 4));
  }

  @Test
  void allowsOtherNumbersButNoOtherWords() {
    String pattern = Transcript.loosely("1,204 files, 18.4 GB in 41 s;  2026-11-21 10:30 (zstd)");
    assertThat("7 files, 212 kB in 0.4 s; 2030-01-02 00:01 (zstd)").matches(pattern);
    assertThat("7 folders, 212 kB in 0.4 s; 2030-01-02 00:01 (zstd)").doesNotMatch(pattern);
    assertThat("abc of 0badcafe01").matches(Transcript.loosely("... of deadbeef"));
  }
}
