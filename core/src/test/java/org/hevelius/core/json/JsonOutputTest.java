package org.hevelius.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
  enum Guarantee {
    ATOMIC
  }

  record Capture(String source, long bytes) {}

  record Snapshot(
      String reference,
      int version,
      Instant createdAt,
      Duration took,
      Optional<String> shortName,
      Optional<String> milestone,
      @Nullable String author,
      Map<String, String> tags,
      boolean permanent,
      Guarantee guarantee,
      Path home,
      List<Capture> captures) {}

  @Test
  void keepsTheOrderOfTheRecord() {
    Snapshot snapshot =
        new Snapshot(
            "cosmos7/raw@12",
            12,
            Instant.parse("2026-11-21T10:30:00.5Z"),
            Duration.ofSeconds(41),
            Optional.of("pre-mars"),
            Optional.empty(),
            null,
            Map.of("campaign", "mars"),
            false,
            Guarantee.ATOMIC,
            Path.of("/srv/é"),
            List.of(new Capture("dir:/data/raw", 18_400_000_000L)));
    assertThat(JsonOutput.document(snapshot))
        .isEqualTo(
            """
            {
              "reference" : "cosmos7/raw@12",
              "version" : 12,
              "createdAt" : "2026-11-21T10:30:00.500Z",
              "took" : "PT41S",
              "shortName" : "pre-mars",
              "milestone" : null,
              "author" : null,
              "tags" : {
                "campaign" : "mars"
              },
              "permanent" : false,
              "guarantee" : "ATOMIC",
              "home" : "/srv/é",
              "captures" : [ {
                "source" : "dir:/data/raw",
                "bytes" : 18400000000
              } ]
            }
            """);
  }

  @Test
  void escapesBytesThatAreNotUtf8LikePython() {
    assertThat(JsonOutput.line(List.of("caf\udce9", "星😀")))
        .isEqualTo("[\"caf\\udce9\",\"星😀\"]\n");
  }
}
