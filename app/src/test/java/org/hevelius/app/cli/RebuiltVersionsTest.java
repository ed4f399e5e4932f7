package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RebuiltVersionsTest extends ThreeVersionsTest {
  @Test
  void aRebuiltCatalogKnowsLineageMarksAndWhatIsPublished() {
    assertThat(
            home.ok(
                "create",
                "cosmos7/raw",
                "Derived",
                "--derived-from=cosmos7/raw@1",
                "--calibrated-with=cosmos7/raw@base",
                "--derived-by=x 1.0"))
        .contains("  made from  cosmos7/raw@1");
    home.ok("known-bad", "cosmos7/raw@1", "--note=wrong gain");
    home.ok("publish", "cosmos7/raw@2", "--yes");
    String cited = home.ok("cite", "cosmos7/raw@2");
    String lineage = home.ok("lineage", "cosmos7/raw@4");
    assertThat(lineage)
        .isEqualTo(
            """
            cosmos7/raw@4  Derived
              made from, by x 1.0:
                cosmos7/raw@1  known bad
                cosmos7/raw@1  (calibration)  known bad  (see above)
              made from it:  nothing that is known
            """);
    home.ok("catalog", "rebuild");
    assertThat(home.ok("lineage", "cosmos7/raw@4")).isEqualTo(lineage);
    assertThat(home.ok("lineage", "cosmos7/raw@1", "--impact")).contains("cosmos7/raw@4");
    assertThat(home.ok("cite", "cosmos7/raw@2")).isEqualTo(cited);
    assertThat(home.run("delete", "cosmos7/raw@2", "--force", "--yes").code()).isEqualTo(4);
  }
}
