package org.hevelius.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.compare.TableChange.CellChange;
import org.hevelius.core.compare.TableChange.ColumnChange;
import org.junit.jupiter.api.Test;

class TableDiffTest {
  @Test
  void findsCellsRowsAndColumnsByTheKeyOfTheRow() {
    TableChange change =
        table(
            "star,mag,err\nA,1.0,0.1\nB,2.0,0.1\nC,3.0,0.1\n",
            "star,err,mag,band\nC,0.1,3.5,V\nA,0.1,1.0,V\nD,0.2,4.0,V\n");

    assertThat(change.columnsAdded()).containsExactly("band");
    assertThat(change.columnsRemoved()).isEmpty();
    assertThat(change.columnsMoved()).isTrue();
    assertThat(change.cells()).containsExactly(new CellChange("C", "mag", "3.0", "3.5"));
    assertThat(change.columnsChanged()).containsExactly(new ColumnChange("mag", 1));
    assertThat(change.keysAdded()).containsExactly("D");
    assertThat(change.keysRemoved()).containsExactly("B");
    assertThat(change.rowsChanged()).isEqualTo(1);
    assertThat(change.truncated()).isFalse();
    assertThat(change.summaryLine())
        .isEqualTo(
            "new column band; columns moved; 1 row changed (mag), 1 row added, 1 row removed");
  }

  @Test
  void sumsUpATinyTableByItsValue() {
    assertThat(table("key,value\ngain,1.0021\nbias,3\n", "key,value\ngain,1.2100\nbias,3\n"))
        .extracting(TableChange::summaryLine)
        .isEqualTo("gain 1.0021 -> 1.2100");
    assertThat(table("star,mag,err\nA,1.0,2\n", "star,mag,err\nA,1.1,2\n").summaryLine())
        .isEqualTo("A: mag 1.0 -> 1.1");
  }

  @Test
  void usesTheKeyColumnThatIsAskedFor() {
    String before = "time,id,v\n1,a,x\n2,b,y\n";
    String after = "time,id,v\n9,a,x\n2,b,z\n";
    ContentOptions byId = ContentOptions.standard().withKeyColumn("id");

    TableChange change = (TableChange) Bytes.compare("t.csv", before, after, byId);

    assertThat(change.cells())
        .containsExactly(new CellChange("a", "time", "1", "9"), new CellChange("b", "v", "y", "z"));
    assertThatThrownBy(
            () ->
                Bytes.compare(
                    "t.csv", before, after, ContentOptions.standard().withKeyColumn("nope")))
        .isInstanceOf(HeveliusException.class)
        .hasMessageContaining("nope");
  }

  @Test
  void pairsRowsOfTheSameKeyInTheirOrder() {
    TableChange change = table("k,v\na,1\na,2\na,3\nb,1\n", "k,v\na,1\na,7\na,3\na,4\nb,1\n");
    assertThat(change.cells()).containsExactly(new CellChange("a", "v", "2", "7"));
    assertThat(change.rowsAdded()).isEqualTo(1);
    assertThat(change.rowsRemoved()).isZero();
    TableChange fewer = table("k,v\na,1\na,2\na,3\nb,1\n", "k,v\na,1\nb,1\n");
    assertThat(fewer.rowsRemoved()).isEqualTo(2);
    assertThat(fewer.keysRemoved()).containsExactly("a", "a");
  }

  @Test
  void readsQuotesOtherDelimitersCommentsAndMissingHeaders() {
    assertThat(table("# c\nk,v\na,\"1,\"\"x\"\"\n2\"\n", "k,v\na,\"1,\"\"y\"\"\n2\"\n").cells())
        .containsExactly(new CellChange("a", "v", "1,\"x\"\n2", "1,\"y\"\n2"));
    assertThat(((TableChange) Bytes.compare("t.tsv", "k\tv,w\na\t1\n", "k\tv,w\na\t2\n")).cells())
        .containsExactly(new CellChange("a", "v,w", "1", "2"));
    assertThat(
            ((TableChange)
                    Bytes.compare("t.psv", "| 7 | 0x1 |\n| 8 | 0x2 |\n", "|7|0x1|\n|8|0x3|\n"))
                .cells())
        .containsExactly(new CellChange("8", "column 2", "0x2", "0x3"));
    assertThat(table("k;v\r\na;1\r\n", "k;v\r\na;2\r\n").cells())
        .containsExactly(new CellChange("a", "v", "1", "2"));
  }

  @Test
  void comparesAsTextWhatIsNoTable() {
    assertThat(Bytes.compare("t.csv", "one\ntwo\n", "one\n2\n")).isInstanceOf(TextChange.class);
    assertThat(Bytes.compare("t.csv", "k,v\na,\"open\n", "k,v\na,\"opened\n"))
        .isInstanceOf(TextChange.class);
  }

  @Test
  void countsOnlyWhenThereAreMoreRowsThanItMayRemember() {
    ContentOptions two = new ContentOptions(1000, 10, 2, 10, null);
    TableChange change =
        (TableChange) Bytes.compare("t.csv", "k,v\na,1\nb,2\nc,3\n", "k,v\na,1\n", two);
    assertThat(change.note()).contains("more than 2 rows");
    assertThat(change.truncated()).isTrue();
    assertThat(change.rowsBefore()).isEqualTo(3);
    assertThat(change.rowsAfter()).isEqualTo(1);
    assertThat(change.summaryLine()).isEqualTo("3 -> 1 rows");
  }

  @Test
  void listsNoMoreThanItMayAndCountsTheRest() {
    ContentOptions one = new ContentOptions(1000, 10, 100, 1, null);
    TableChange change =
        (TableChange)
            Bytes.compare("t.csv", "k,v\na,1\nb,2\nc,3\n", "k,v\na,9\nb,9\nd,1\ne,1\n", one);
    assertThat(change.cells()).hasSize(1);
    assertThat(change.keysAdded()).containsExactly("d");
    assertThat(List.of(change.rowsChanged(), change.rowsAdded(), change.rowsRemoved()))
        .containsExactly(2L, 2L, 1L);
    assertThat(change.truncated()).isTrue();
  }

  @Test
  void countsRightOnManyShuffledRows() {
    Random random = new Random(5);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add("id" + i + "," + random.nextInt(1000) + "\n");
    }
    List<String> edited = new ArrayList<>(rows.subList(100, rows.size()));
    for (int i = 0; i < 50; i++) {
      edited.set(i * 7, edited.get(i * 7).replace("\n", "9\n"));
    }
    edited.add("new,1\n");
    Collections.shuffle(edited, random);

    TableChange change =
        table("id,v\n" + String.join("", rows), "id,v\n" + String.join("", edited));

    assertThat(List.of(change.rowsChanged(), change.rowsAdded(), change.rowsRemoved()))
        .containsExactly(50L, 1L, 100L);
    assertThat(change.cells()).hasSize(50);
  }

  private static TableChange table(String before, String after) {
    return (TableChange) Bytes.compare("t.csv", before, after);
  }
}
