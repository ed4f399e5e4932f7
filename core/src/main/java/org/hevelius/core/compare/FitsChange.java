package org.hevelius.core.compare;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two versions of a FITS file compared unit by unit.
 *
 * @param units the units of both versions that differ, in the order of the old version
 * @param unitsAdded names of units that only the new version has
 * @param unitsRemoved names of units that only the old version has
 * @param trailingChanged whether bytes behind the last unit differ
 */
public record FitsChange(
    List<UnitChange> units,
    List<String> unitsAdded,
    List<String> unitsRemoved,
    boolean trailingChanged)
    implements ContentChange {
  private static final int MOST_NAMED = 3;
  private static final Set<String> DERIVED =
      Set.of("CHECKSUM", "DATASUM", "DATE", "BITPIX", "NAXIS", "PCOUNT", "ZHECKSUM", "ZDATASUM");

  /** Copies the lists. */
  public FitsChange {
    units = List.copyOf(units);
    unitsAdded = List.copyOf(unitsAdded);
    unitsRemoved = List.copyOf(unitsRemoved);
  }

  /**
   * A unit of which something differs.
   *
   * @param index place in the old version, from 0
   * @param name EXTNAME, or PRIMARY, or the number
   * @param cards header cards that differ
   * @param cardsTruncated whether more cards differ than are listed
   * @param data how the data differs; null when it is the same
   */
  public record UnitChange(
      int index,
      String name,
      List<CardChange> cards,
      boolean cardsTruncated,
      @Nullable DataChange data) {
    /** Copies the list. */
    public UnitChange {
      cards = List.copyOf(cards);
    }
  }

  /**
   * A header card that differs.
   *
   * @param before the value, or the comment when only that differs; null when the card is new
   * @param after likewise; null when the card is gone
   */
  public record CardChange(
      What what, String keyword, @Nullable String before, @Nullable String after) {
    /** What differs. */
    public enum What {
      /** A keyword or a line of commentary is new. */
      ADDED,
      /** A keyword or a line of commentary is gone. */
      REMOVED,
      /** The value differs. */
      CHANGED,
      /** Only the comment behind the value differs. */
      COMMENT
    }

    private String text() {
      return what == What.COMMENT
          ? "comment of " + Phrases.clip(keyword)
          : new ValueChange(keyword, before, after).text();
    }
  }

  /** How the data of a unit differs. */
  public sealed interface DataChange permits TableData, ImageData, OtherData {}

  /**
   * The data of a binary table. Rows are compared by their number.
   *
   * @param rowsChanged of the rows that both versions have
   * @param columnsChanged columns of both versions with bytes or a format that differ
   * @param heapChanged whether the content of columns of variable length differs
   */
  public record TableData(
      long rowsBefore,
      long rowsAfter,
      long rowsChanged,
      List<String> columnsChanged,
      List<String> columnsAdded,
      List<String> columnsRemoved,
      boolean heapChanged)
      implements DataChange {
    /** Copies the lists. */
    public TableData {
      columnsChanged = List.copyOf(columnsChanged);
      columnsAdded = List.copyOf(columnsAdded);
      columnsRemoved = List.copyOf(columnsRemoved);
    }
  }

  /**
   * The data of an image.
   *
   * @param shapeBefore for example {@code 512 x 512, 16 bit}
   * @param shapeAfter likewise
   * @param pixelsChanged how many pixels differ; 0 when the shapes do
   */
  public record ImageData(String shapeBefore, String shapeAfter, long pixelsChanged, long pixels)
      implements DataChange {}

  /** Data that is compared as a whole; sizes in bytes. */
  public record OtherData(long bytesBefore, long bytesAfter) implements DataChange {}

  @Override
  public Kind kind() {
    return Kind.FITS;
  }

  @Override
  public String summaryLine() {
    String line =
        Phrases.join(
            "; ",
            header(),
            columns(),
            rows(),
            other(),
            names(unitsAdded, "new "),
            names(unitsRemoved, "without "));
    return line.isEmpty() ? "same headers and data, packed differently" : line;
  }

  private String header() {
    Set<String> told = new LinkedHashSet<>();
    boolean data = units.stream().anyMatch(unit -> unit.data != null);
    // What only follows from other data is worth a word when there is nothing else to say.
    for (int rank = 0; rank < (data ? 1 : 2) && told.isEmpty(); rank++) {
      for (CardChange card : units.stream().flatMap(unit -> unit.cards.stream()).toList()) {
        if (rank(card) == rank) {
          told.add(card.text());
        }
      }
    }
    return told.isEmpty() ? "" : "header: " + Phrases.list(List.copyOf(told), MOST_NAMED, ", ");
  }

  /** 0 for what a person wrote, 1 for what follows from data, date or other cards. */
  private static int rank(CardChange card) {
    boolean follows =
        card.what == CardChange.What.COMMENT
            || DERIVED.contains(card.keyword)
            || card.keyword.startsWith("NAXIS");
    return follows ? 1 : 0;
  }

  private <T extends DataChange> Stream<T> data(Class<T> type) {
    return units.stream().map(UnitChange::data).filter(type::isInstance).map(type::cast);
  }

  private String columns() {
    List<String> changed = data(TableData.class).flatMap(t -> t.columnsChanged.stream()).toList();
    List<String> added = data(TableData.class).flatMap(t -> t.columnsAdded.stream()).toList();
    List<String> removed = data(TableData.class).flatMap(t -> t.columnsRemoved.stream()).toList();
    String rewritten =
        changed.size() == 1
            ? "column " + Phrases.clip(changed.getFirst()) + " rewritten"
            : Phrases.count(changed.size(), "column", " rewritten");
    return Phrases.join(
        "; ", rewritten, names(added, "new column "), names(removed, "without column "));
  }

  private String rows() {
    long more = data(TableData.class).mapToLong(t -> t.rowsAfter - t.rowsBefore).sum();
    return more < 0 ? Phrases.count(-more, "row", " fewer") : Phrases.count(more, "row", " more");
  }

  private String other() {
    List<String> parts =
        units.stream()
            .flatMap(
                unit ->
                    switch (unit.data) {
                      case ImageData image -> Stream.of(image(image));
                      case OtherData _ ->
                          Stream.of("data of " + Phrases.clip(unit.name) + " differs");
                      case TableData table when table.heapChanged ->
                          Stream.of("variable-length data differs");
                      case TableData _ -> Stream.<String>empty();
                      case null -> Stream.<String>empty();
                    })
            .distinct()
            .toList();
    String trailing = trailingChanged ? "bytes behind the last unit differ" : "";
    return Phrases.join("; ", Phrases.list(parts, MOST_NAMED, "; "), trailing);
  }

  private static String image(ImageData image) {
    return image.shapeBefore.equals(image.shapeAfter)
        ? String.format("%,d of %,d pixels differ", image.pixelsChanged, image.pixels)
        : "image " + image.shapeBefore + " -> " + image.shapeAfter;
  }

  private static String names(List<String> names, String what) {
    return names.isEmpty()
        ? ""
        : what + Phrases.list(names.stream().map(Phrases::clip).toList(), MOST_NAMED, ", ");
  }
}
