package org.hevelius.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.hevelius.core.report.Cell.Level;
import org.hevelius.core.report.Sheet.Column;
import org.hevelius.core.report.Sheet.Grid;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class SheetFormsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");
  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(1)>",
          "' onmouseover='alert(1)",
          "</style><svg onload=alert(1)>",
          "&lt;b&gt;",
          "a\u202egnp.exe",
          "nul\u0000 bell\u0007 esc\u001b[31m",
          "lone \ud800 surrogate",
          "=HYPERLINK(\"http://x\")",
          "one\r\ntwo, three");

  private static Sheet hostile() {
    List<List<Cell>> rows =
        HOSTILE.stream()
            .map(
                text ->
                    List.<Cell>of(
                        new Cell.Text(text),
                        new Cell.Size(text.length()),
                        new Cell.Verdict(text, Level.BAD)))
            .toList();
    return new Sheet(
        HOSTILE.getFirst(),
        List.of(
            new Grid(
                "names",
                HOSTILE.get(1),
                List.of(
                    Column.of("name", HOSTILE.get(2)),
                    Column.number("size", HOSTILE.get(3)),
                    Column.of("verdict", "Verdict")),
                rows,
                false,
                1)),
        HOSTILE);
  }

  /** A page that is well-formed XML with these elements alone can't have anything smuggled in. */
  @Test
  void nothingFromDataBecomesMarkup() throws Exception {
    String page = SheetHtml.of(hostile(), NOW);
    String xml =
        page.replaceFirst("<!DOCTYPE html>\n", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    var all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      var element = (org.w3c.dom.Element) all.item(i);
      assertThat(element.getTagName())
          .isIn(
              "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "main",
              "section", "svg", "text", "rect", "div", "table", "thead", "tbody", "tr", "th", "td",
              "span", "ul", "li", "wbr");
      var attributes = element.getAttributes();
      for (int j = 0; j < attributes.getLength(); j++) {
        assertThat(attributes.item(j).getNodeName())
            .doesNotStartWith("on")
            .isNotIn("style", "href", "src");
      }
    }
    assertThat(document.getElementsByTagName("th").item(3).getTextContent())
        .isEqualTo(HOSTILE.getFirst());
    assertThat(page).doesNotContain("\u202e", "\u0000", "\u001b").contains("a\ufffdgnp.exe");
  }

  @Test
  void aPageNeedsNothingElse() {
    String page = SheetHtml.of(hostile(), NOW);
    assertThat(page.replaceAll("http://(<wbr/>)?x", ""))
        .doesNotContain("http:", "https:", "url(", "@import", "<link", "<script")
        .contains("prefers-color-scheme:dark", "@media print", "scope=\"col\"", "scope=\"row\"");
    assertThat(SheetHtml.contentSecurityPolicy()).contains("default-src 'none'", "'sha256-");
  }

  @Test
  void csvIsQuotedAndNeverAFormula() {
    String csv = SheetCsv.of(hostile(), "");
    assertThat(csv)
        .startsWith("name,size,verdict\r\n<script>alert(1)</script>,25,")
        .contains("\r\n\"'=HYPERLINK(\"\"http://x\"\")\",22,")
        .contains("nul\ufffd bell\ufffd esc\ufffd[31m", "lone \ufffd surrogate")
        .contains("\"one\r\ntwo, three\",15,")
        .endsWith("\r\n");
    for (String formula :
        List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", "\u00a0=1")) {
      Sheet sheet =
          new Sheet(
              "t",
              List.of(
                  new Grid(
                      "g",
                      "g",
                      List.of(Column.of("a", "A")),
                      List.of(List.of(new Cell.Text(formula))),
                      false,
                      null)),
              List.of());
      assertThat(SheetCsv.of(sheet, "g").lines().skip(1).findFirst().orElseThrow())
          .matches("\"?'.*");
    }
  }

  @Test
  void numbersAreForProgramsInCsvAndForPeopleOnThePage() {
    Sheet sheet =
        new Sheet(
            "t",
            List.of(
                new Grid(
                    "g",
                    "g",
                    List.of(
                        Column.number("a", "A"),
                        Column.number("b", "B"),
                        Column.number("c", "C"),
                        Column.of("d", "D"),
                        Column.number("e", "E")),
                    List.of(
                        List.of(
                            Cell.size(-1_234_567L),
                            Cell.share(0.0744),
                            new Cell.Span(Duration.ofHours(26)),
                            Cell.at(NOW),
                            Cell.count(1_204))),
                    false,
                    null)),
            List.of());
    assertThat(SheetCsv.of(sheet, ""))
        .isEqualTo("a,b,c,d,e\r\n-1234567,0.074400,93600,2026-11-21T10:30:00Z,1204\r\n");
    assertThat(SheetHtml.of(sheet, NOW))
        .contains(">-1.2 MB<", ">7.4 %<", ">1 d 2 h<", ">2026-11-21 10:30<", ">1,204<");
  }

  @Test
  void sharesHaveADecimalBelowAHundredPercent() {
    assertThat(List.of(0.0, 0.001, 0.0995, 0.5, 0.9999, 1.0, 12.34, -0.25, -0.0001))
        .extracting(Amounts::percent)
        .containsExactly(
            "0 %", "0.1 %", "10 %", "50 %", "100 %", "100 %", "1,234 %", "-25 %", "0 %");
  }
}
