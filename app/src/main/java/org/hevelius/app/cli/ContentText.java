package org.hevelius.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.hevelius.core.compare.BinaryChange;
import org.hevelius.core.compare.ContentChange;
import org.hevelius.core.compare.FitsChange;
import org.hevelius.core.compare.FitsChange.CardChange;
import org.hevelius.core.compare.FitsChange.ImageData;
import org.hevelius.core.compare.FitsChange.OtherData;
import org.hevelius.core.compare.FitsChange.TableData;
import org.hevelius.core.compare.LargeTextChange;
import org.hevelius.core.compare.SameContent;
import org.hevelius.core.compare.TableChange;
import org.hevelius.core.compare.TextChange;
import org.jspecify.annotations.Nullable;

/** What changed in the content of one file, for people. */
final class ContentText {
  private static final int LINES = 40;
  private static final int CELL = 40;

  private final Console console;
  private final int most;

  /**
   * A printer.
   *
   * @param all whether everything that is known is printed, and not only the first of it
   */
  ContentText(Console console, boolean all) {
    this.console = console;
    this.most = all ? Integer.MAX_VALUE : LINES;
  }

  /** Prints a change. */
  void print(String left, String right, String path, ContentChange change) {
    String file = Text.printable(path);
    switch (change) {
      case SameContent same ->
          console.line(
              "%s is the same in %s and %s: %s"
                  .formatted(file, left, right, Humans.bytes(same.size())));
      case TextChange text -> {
        console.line(console.red("--- " + left + ":" + file));
        console.line(console.green("+++ " + right + ":" + file));
        text(text);
      }
      case LargeTextChange text -> {
        head(left, right, file, text);
        console.line(console.red("- " + Text.head(safe(text.lineBefore()), 2 * CELL)));
        console.line(console.green("+ " + Text.head(safe(text.lineAfter()), 2 * CELL)));
      }
      case TableChange table -> {
        head(left, right, file, table);
        table(table);
      }
      case FitsChange fits -> {
        head(left, right, file, fits);
        fits(fits);
      }
      case BinaryChange binary -> {
        head(left, right, file, binary);
        if (binary.note() != null) {
          console.line("  compared as bytes: " + Text.printable(binary.note()));
        }
      }
    }
  }

  private void head(String left, String right, String file, ContentChange change) {
    console.line(console.bold(file) + "  " + left + " -> " + right);
    console.line("  " + Text.printable(change.summaryLine()));
  }

  private void text(TextChange text) {
    for (String line : text.unified()) {
      String shown = safe(line);
      console.line(
          line.startsWith("+")
              ? console.green(shown)
              : line.startsWith("-")
                  ? console.red(shown)
                  : line.startsWith("@@") ? console.dim(shown) : shown);
    }
    if (text.truncated()) {
      console.line("...  cut here");
    }
    console.line(
        "%s added, %s removed"
            .formatted(
                Humans.count(text.linesAdded(), "line", "lines"),
                Humans.count(text.linesRemoved())));
  }

  /** A line of a file; tabs stay, since they don't harm and make columns. */
  private static String safe(String line) {
    return Arrays.stream(line.split("\t", -1))
        .map(Text::printable)
        .collect(Collectors.joining("\t"));
  }

  private static String cell(@Nullable String value) {
    return value == null ? "" : Text.head(Text.printable(value), CELL);
  }

  private void table(TableChange change) {
    named("columns added", change.columnsAdded());
    named("columns removed", change.columnsRemoved());
    if (!change.note().isEmpty()) {
      console.line("  " + Text.printable(change.note()));
    }
    if (!change.cells().isEmpty()) {
      Table table =
          new Table()
              .column(change.keyColumn().isEmpty() ? "ROW" : cell(change.keyColumn()))
              .column("COLUMN")
              .column("BEFORE")
              .column("AFTER");
      change.cells().stream()
          .limit(most)
          .forEach(
              c -> table.row(cell(c.row()), cell(c.column()), cell(c.before()), cell(c.after())));
      table.print(console, "  ");
      more(change.cells().size(), "cell", "cells");
    }
    named("rows added", change.keysAdded());
    named("rows removed", change.keysRemoved());
    if (change.truncated()) {
      console.line("  the lists are cut; the counts above are complete");
    }
  }

  private void named(String what, List<String> names) {
    if (!names.isEmpty()) {
      String shown =
          names.stream().limit(most).map(ContentText::cell).collect(Collectors.joining(", "));
      console.line("  " + what + ": " + shown + (names.size() > most ? ", ..." : ""));
    }
  }

  private void more(int size, String one, String many) {
    if (size > most) {
      console.line(
          "  ...  " + Humans.count(size - most, "more " + one, "more " + many) + ": --all");
    }
  }

  private void fits(FitsChange fits) {
    for (FitsChange.UnitChange unit : fits.units()) {
      console.line("  HDU " + unit.index() + "  " + console.bold(Text.printable(unit.name())));
      if (!unit.cards().isEmpty()) {
        Table table = new Table().column("").column("").column("");
        unit.cards().stream().limit(most).forEach(card -> card(table, card));
        table.print(console, "    ");
        more(unit.cards().size(), "card", "cards");
      }
      if (unit.cardsTruncated()) {
        console.line("    ...  the list of cards is cut");
      }
      data(unit.data());
    }
    named("units added", fits.unitsAdded());
    named("units removed", fits.unitsRemoved());
    if (fits.trailingChanged()) {
      console.line("  bytes behind the last unit differ");
    }
  }

  private static void card(Table table, CardChange card) {
    String sign =
        switch (card.what()) {
          case ADDED -> "+";
          case REMOVED -> "-";
          case CHANGED, COMMENT -> "~";
        };
    String before = card.before();
    String after = card.after();
    String values =
        before == null
            ? cell(after)
            : after == null ? cell(before) : cell(before) + " -> " + cell(after);
    table.row(
        sign,
        cell(card.keyword()),
        (card.what() == CardChange.What.COMMENT ? "comment: " : "") + values);
  }

  private void data(FitsChange.@Nullable DataChange data) {
    switch (data) {
      case null -> console.line("    data  the same");
      case TableData table -> {
        console.line(
            "    data  %s; %s changed"
                .formatted(
                    table.rowsBefore() == table.rowsAfter()
                        ? Humans.count(table.rowsAfter(), "row", "rows")
                        : Humans.count(table.rowsBefore())
                            + " -> "
                            + Humans.count(table.rowsAfter(), "row", "rows"),
                    Humans.count(table.rowsChanged(), "row", "rows")));
        named("  columns rewritten", table.columnsChanged());
        named("  columns added", table.columnsAdded());
        named("  columns removed", table.columnsRemoved());
        if (table.heapChanged()) {
          console.line("    data of variable length differs");
        }
      }
      case ImageData image ->
          console.line(
              "    image "
                  + (image.shapeBefore().equals(image.shapeAfter())
                      ? "%s of %s pixels differ"
                          .formatted(
                              Humans.count(image.pixelsChanged()), Humans.count(image.pixels()))
                      : image.shapeBefore() + " -> " + image.shapeAfter()));
      case OtherData other ->
          console.line(
              "    data  differs: %s -> %s"
                  .formatted(Humans.bytes(other.bytesBefore()), Humans.bytes(other.bytesAfter())));
    }
  }
}
