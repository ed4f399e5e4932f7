package org.hevelius.core.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.tree.MemoryTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CitationsTest {
  private static final ContentId CONTENT = new ContentId("0123456789abcdef".repeat(4));
  private static final Instant TIME = Instant.parse("2026-11-21T10:30:00Z");
  private static final String NAME = "cosmos7-raw_20261121_103000_before_mars";
  private static final Publication FULL =
      publication(
          new About(
              "50 % of {Mars} & \"more\" \\ x_y ~ ^ #1 $",
              List.of(
                  new Creator("Chen, Maya", "0000-0002-1825-0097"),
                  new Creator("Jones and Sons", null)),
              "Orbital Dynamics Inc.",
              2026,
              "CC-BY-4.0",
              "https://doi.org/10.5281/zenodo.1_2",
              List.of("10.1000/paper")));
  private static final Publication LEAST =
      publication(
          new About(
              "t", List.of(new Creator("x", null)), About.UNKNOWN, 2026, null, null, List.of()));

  private static Publication publication(About about) {
    return new Publication(
        DatasetName.of("cosmos7/raw"), 12, NAME, CONTENT, 3, 18, about, TIME, "maya", null);
  }

  private static CitedVersion read(String text) {
    return CitationReader.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "x");
  }

  private static String crate(Publication publication) {
    StringBuilder out = new StringBuilder();
    new RoCrate(publication, out::append)
        .write(
            MemoryTree.builder()
                .file("a b/c%.txt", "one\n")
                .file("n\udcff", "x")
                .symlink("l", "n")
                .build(),
            "why",
            TIME,
            () -> false);
    return out.toString();
  }

  @Test
  void citesForPeople() {
    assertThat(Citations.text(FULL))
        .isEqualTo(
            """
            Chen, Maya; Jones and Sons (2026). 50 % of {Mars} & "more" \\ x_y ~ ^ #1 $ (Version 12) [Data set]. Orbital Dynamics Inc. https://doi.org/10.5281/zenodo.1_2
              version  cosmos7/raw@12, cosmos7-raw_20261121_103000_before_mars
              content  hevelius:1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef (3 files, 18 bytes)
            """);
    assertThat(Citations.text(LEAST)).startsWith("x (2026). t (Version 12) [Data set].\n");
  }

  @Test
  void escapesForBibtexSoThatBracesStayBalanced() {
    String entry = Citations.bibtex(FULL);
    assertThat(entry)
        .startsWith("@misc{cosmos7-raw-12,\n")
        .contains("author       = {Chen, Maya and {Jones and Sons}},\n")
        .contains(
            "title        = {{50 \\% of \\textbraceleft{}Mars\\textbraceright{} \\&"
                + " \\textquotedbl{}more\\textquotedbl{} \\textbackslash{} x\\_y"
                + " \\textasciitilde{} \\textasciicircum{} \\#1 \\$}},\n")
        .contains("doi          = {10.5281/zenodo.1_2},\n");
    int depth = 0;
    for (int i = 0; i < entry.length(); i++) {
      char c = entry.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      assertThat(depth).isNotNegative();
    }
    assertThat(depth).isZero();
  }

  @Test
  void hasWhatDataciteRequires() {
    for (Publication publication : List.of(FULL, LEAST)) {
      JsonNode json = JsonMapper.shared().readTree(Citations.datacite(publication, "why", TIME));
      for (String field :
          List.of("creators", "titles", "publisher", "publicationYear", "types", "schemaVersion")) {
        assertThat(json.has(field)).as(field).isTrue();
      }
      assertThat(json.get("publisher").get("name").isString()).isTrue();
      assertThat(json.get("publicationYear").asString()).matches("[0-9]{4}");
      assertThat(json.get("types").get("resourceTypeGeneral").asString()).isEqualTo("Dataset");
      assertThat(json.get("schemaVersion").asString())
          .isEqualTo("http://datacite.org/schema/kernel-4");
    }
    JsonNode json = JsonMapper.shared().readTree(Citations.datacite(FULL, "why", TIME));
    assertThat(json.get("doi").asString()).isEqualTo("10.5281/zenodo.1_2");
    JsonNode maya = json.get("creators").get(0);
    assertThat(maya.get("familyName").asString()).isEqualTo("Chen");
    assertThat(maya.get("nameIdentifiers").get(0).get("nameIdentifierScheme").asString())
        .isEqualTo("ORCID");
    assertThat(json.get("creators").get(1).get("nameType").asString()).isEqualTo("Organizational");
    assertThat(json.get("relatedIdentifiers").get(0).get("relationType").asString())
        .isEqualTo("IsSupplementTo");
  }

  @Test
  void describesACrateInWhichEverythingThatIsNamedIsThere() {
    JsonNode json = JsonMapper.shared().readTree(crate(FULL));
    JsonNode graph = json.get("@graph");
    assertThat(graph.get(0).get("@id").asString()).isEqualTo("ro-crate-metadata.json");
    assertThat(graph.get(0).get("conformsTo").get("@id").asString())
        .isEqualTo("https://w3id.org/ro/crate/1.1");
    JsonNode root = graph.get(1);
    assertThat(root.get("@id").asString()).isEqualTo("./");
    List<String> ids = graph.valueStream().map(entity -> entity.get("@id").asString()).toList();
    assertThat(ids).doesNotHaveDuplicates().contains("a%20b/", "a%20b/c%25.txt", "n%FF", "l");
    root.get("hasPart")
        .valueStream()
        .forEach(p -> assertThat(ids).contains(p.get("@id").asString()));
    root.get("author")
        .valueStream()
        .forEach(p -> assertThat(ids).contains(p.get("@id").asString()));
    assertThat(ids).contains(root.get("publisher").get("@id").asString());
    assertThat(root.get("datePublished").asString()).isEqualTo("2026-11-21");
    assertThat(JsonMapper.shared().readTree(crate(LEAST)).get("@graph").isArray()).isTrue();
  }

  @Test
  void readsEveryFormBack() {
    CitedVersion plain = new CitedVersion(CONTENT, NAME, null);
    for (Publication publication : List.of(FULL, LEAST)) {
      assertThat(read(Citations.text(publication))).isEqualTo(plain);
      assertThat(read(Citations.bibtex(publication))).isEqualTo(plain);
      assertThat(read("\ufeff " + Citations.datacite(publication, "why", TIME))).isEqualTo(plain);
      CitedVersion crate = read(crate(publication));
      assertThat(crate.content()).isEqualTo(CONTENT);
      assertThat(crate.name()).isEqualTo(NAME);
      assertThat(crate.files())
          .isEqualTo(
              Map.of(
                  "a b/c%.txt",
                  "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806",
                  "n\udcff",
                  "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no citation",
        "{\"a\": 1}",
        "{\"a\": \"hevelius:1:12\"}",
        "{\"a\": [\n  \"x\", }",
        "{\"a\": \"cut o",
        "hevelius:1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            + " hevelius:1:1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void refusesWhatCitesNoOneVersion(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            HeveliusException.class, e -> assertThat(e.category()).isEqualTo(Category.INVALID));
  }

  @Test
  void saysWhereJsonIsMalformed() {
    assertThatThrownBy(() -> read("{\"a\": [\n  \"x\", }"))
        .hasMessageContaining("at line 2, column");
    assertThatThrownBy(() -> read("[".repeat(500))).hasMessageContaining("nesting depth");
  }

  @Test
  void readsAGibibyteWithoutHoldingIt() {
    assertThatThrownBy(() -> CitationReader.read(endless("x", 1L << 30), "x"))
        .hasMessageContaining("more than 1 MiB");
    assertThatThrownBy(() -> CitationReader.read(endless("[", 1L << 30), "x"))
        .hasMessageContaining("nesting depth");
    assertThatThrownBy(() -> CitationReader.read(endless("[\"" + "y".repeat(998), 1L << 30), "x"))
        .isInstanceOf(HeveliusException.class);
  }

  /** The text again and again. */
  private static InputStream endless(String text, long length) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return new InputStream() {
      private long at;

      @Override
      public int read() {
        return at == length ? -1 : bytes[(int) (at++ % bytes.length)];
      }

      @Override
      public int read(byte[] target, int from, int count) {
        int n = (int) Math.min(count, length - at);
        for (int i = 0; i < n; i++) {
          target[from + i] = (byte) read();
        }
        return n == 0 && count > 0 ? -1 : n;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000-0002-1825-0098", "0000-0002-1825", "x", "0000-0002-1825-009X"})
  void refusesAnOrcidWithAWrongCheckDigit(String orcid) {
    assertThatThrownBy(() -> new Creator("a", orcid)).hasMessageContaining("no ORCID");
  }

  @Test
  void takesDoisAsTheyAreWritten() {
    for (String doi : List.of("10.5281/x", "doi:10.5281/x", "https://doi.org/10.5281/x")) {
      About about =
          new About("t", List.of(new Creator("x", null)), "p", 2026, null, doi, List.of(doi));
      assertThat(about.doi()).isEqualTo("10.5281/x");
      assertThat(about.related()).containsExactly("10.5281/x");
    }
    assertThatThrownBy(
            () ->
                new About(
                    "t", List.of(new Creator("x", null)), "p", 2026, null, "11.1/x", List.of()))
        .hasMessageContaining("no DOI");
  }
}
