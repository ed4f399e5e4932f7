package org.hevelius.core.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.hevelius.core.report.Sheet.Column;
import org.hevelius.core.report.Sheet.Grid;

/**
 * A sheet as one page that needs nothing else: no script, no font, no picture from elsewhere. It
 * follows the reader's wish for light or dark, and prints. All that comes from data is escaped.
 */
public final class SheetHtml {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String CSS =
      """
      :root{color-scheme:light dark;--ink:#1c2430;--soft:#586274;--line:#d9dee6;--ground:#fff;--band:#f5f7fa;\
      --bar:#3d6fb4;--good:#17693a;--good-bg:#e2f3e8;--bad:#a01d2c;--bad-bg:#fbe5e7;--open:#7a5600;--open-bg:#fbf0d3}
      @media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#a3adbd;--line:#343c49;--ground:#14181f;\
      --band:#1b212a;--bar:#7aa7e6;--good:#8ddba9;--good-bg:#173724;--bad:#ff9aa5;--bad-bg:#45161d;--open:#f0cd7a;--open-bg:#3d300c}}
      *{box-sizing:border-box}
      body{margin:0 auto;padding:2rem clamp(1rem,4vw,3rem) 3rem;max-width:86rem;color:var(--ink);background:var(--ground);\
      font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
      h1{font-size:1.6rem;line-height:1.25;margin:0;overflow-wrap:anywhere}
      h2{font-size:1.1rem;margin:2.2rem 0 .6rem}
      .about{color:var(--soft);margin:.3rem 0 0}
      .wide{overflow-x:auto}
      table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
      th,td{padding:.42rem .8rem .42rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
      thead th{color:var(--soft);font-weight:600;white-space:nowrap;border-bottom:2px solid var(--line)}
      tbody th{font-weight:600;overflow-wrap:anywhere;min-width:9rem}
      tbody th.again{font-weight:400;color:var(--soft);max-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
      td{overflow-wrap:anywhere;min-width:6.5rem}
      td:last-child{min-width:14rem}
      td.n,td.t,td.v,td.n:last-child,td.v:last-child{min-width:0;white-space:nowrap}
      .n{text-align:right}
      .none{color:var(--soft)}
      tr.total>*{border-top:2px solid var(--line);border-bottom:0;font-weight:600}
      span.v{display:inline-block;padding:0 .55em;border-radius:.8em;font-weight:600;white-space:nowrap}
      .good{color:var(--good);background:var(--good-bg)}
      .bad{color:var(--bad);background:var(--bad-bg)}
      .open{color:var(--open);background:var(--open-bg)}
      svg{display:block;width:100%;min-width:32rem;max-width:46rem;height:auto;margin:.2rem 0 1rem}
      svg text{fill:var(--ink);font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
      svg .soft{fill:var(--soft)}
      svg rect{fill:var(--bar)}
      .notes{color:var(--soft);font-size:.9rem;max-width:62rem;padding-left:1.2rem}
      @media print{:root{--ink:#000;--soft:#444;--line:#bbb;--ground:#fff;--band:#fff;--bar:#555;--good:#000;--bad:#000;\
      --open:#000;--good-bg:#fff;--bad-bg:#fff;--open-bg:#fff}
      body{padding:0;max-width:none;font-size:10pt}.wide{overflow:visible}thead{display:table-header-group}\
      tr,svg{break-inside:avoid}span.v{border:1px solid #444}th.again{max-width:none!important;white-space:normal!important}}
      """;

  /** Shorter names stand on one line. */
  private static final int LONG = 24;

  private SheetHtml() {}

  /** What a service must say of the page so that browsers apply its style and nothing else. */
  public static String contentSecurityPolicy() {
    return "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        .formatted(digest(CSS));
  }

  private static String digest(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /**
   * The page.
   *
   * @param generated when the report was made
   */
  public static String of(Sheet sheet, Instant generated) {
    StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
    page.append("<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<title>").append(escaped(sheet.title())).append("</title>\n");
    page.append("<style>").append(CSS).append("</style>\n</head>\n<body>\n<header>\n<h1>");
    page.append(escaped(sheet.title())).append("</h1>\n<p class=\"about\">Made by Hevelius, ");
    page.append(MINUTE.format(generated))
        .append(" UTC. Times are in UTC.</p>\n</header>\n<main>\n");
    sheet.grids().forEach(grid -> section(page, grid));
    if (!sheet.notes().isEmpty()) {
      page.append("<h2>How to read this</h2>\n<ul class=\"notes\">\n");
      sheet.notes().forEach(n -> page.append("<li>").append(escaped(n)).append("</li>\n"));
      page.append("</ul>\n");
    }
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static void section(StringBuilder page, Grid grid) {
    page.append("<section>\n<h2 id=\"").append(escaped(grid.name())).append("\">");
    page.append(escaped(grid.caption())).append("</h2>\n");
    if (grid.rows().isEmpty()) {
      page.append("<p class=\"about\">None.</p>\n</section>\n");
      return;
    }
    SheetBars.draw(page, grid);
    page.append("<div class=\"wide\"><table aria-labelledby=\"").append(escaped(grid.name()));
    page.append("\">\n<thead><tr>");
    for (Column column : grid.columns()) {
      page.append("<th scope=\"col\"").append(column.number() ? " class=\"n\">" : ">");
      page.append(escaped(column.heading())).append("</th>");
    }
    page.append("</tr></thead>\n<tbody>\n");
    for (int i = 0; i < grid.rows().size(); i++) {
      boolean total = grid.total() && i == grid.rows().size() - 1;
      page.append(total ? "<tr class=\"total\">" : "<tr>");
      boolean again =
          i > 0 && grid.rows().get(i).getFirst().equals(grid.rows().get(i - 1).getFirst());
      row(page, grid.columns(), grid.rows().get(i), again);
      page.append("</tr>\n");
    }
    page.append("</tbody>\n</table></div>\n</section>\n");
  }

  private static void row(StringBuilder page, List<Column> columns, List<Cell> row, boolean again) {
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      page.append(i == 0 ? "<th scope=\"row\"" : "<td")
          .append(kind(columns.get(i), cell, i == 0 && again))
          .append('>');
      switch (cell) {
        case Cell.None() -> page.append("<span class=\"none\">–</span>");
        case Cell.Verdict(String word, Cell.Level level) ->
            page.append("<span class=\"v ")
                .append(level.name().toLowerCase(Locale.ROOT))
                .append("\">")
                .append(escaped(word))
                .append("</span>");
        default ->
            page.append(i == 0 && !again ? breakable(escaped(text(cell))) : escaped(text(cell)));
      }
      page.append(i == 0 ? "</th>" : "</td>");
    }
  }

  private static String kind(Column column, Cell cell, boolean again) {
    return column.number()
        ? " class=\"n\""
        : again
            ? " class=\"again\""
            : switch (cell) {
              case Cell.At _ -> " class=\"t\"";
              case Cell.Verdict _ -> " class=\"v\"";
              default -> "";
            };
  }

  /** Long names break where they are joined rather than anywhere. */
  private static String breakable(String escaped) {
    return escaped.length() <= LONG
        ? escaped
        : escaped.replaceAll("([/_@])(?=[^/_@\\s])", "$1<wbr/>");
  }

  /** A cell in words. */
  static String text(Cell cell) {
    return switch (cell) {
      case Cell.None() -> "";
      case Cell.Text(String text) -> text;
      case Cell.Verdict(String word, var _) -> word;
      case Cell.Count(long count) -> Amounts.count(count);
      case Cell.Size(long bytes) -> Amounts.bytes(bytes);
      case Cell.Share(double share) -> Amounts.percent(share);
      case Cell.At(Instant time) -> MINUTE.format(time);
      case Cell.Span(Duration span) -> Amounts.duration(span);
    };
  }

  /**
   * Text that can stand anywhere in a page, in attributes too. What can't be seen or turns the
   * direction of reading becomes a replacement character.
   */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isSafe(point) ? point : 0xfffd);
              }
            });
    return safe.toString();
  }

  private static boolean isSafe(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
