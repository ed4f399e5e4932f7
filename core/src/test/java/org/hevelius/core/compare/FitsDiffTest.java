package org.hevelius.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.hevelius.core.compare.FitsChange.CardChange;
import org.hevelius.core.compare.FitsChange.CardChange.What;
import org.hevelius.core.compare.FitsChange.ImageData;
import org.hevelius.core.compare.FitsChange.TableData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FitsDiffTest {
  private static final ContentOptions STANDARD = ContentOptions.standard();
  private static final int ROW = 14;

  private final byte[] rows = rows(100);

  @Test
  void namesHeaderCardsAndRewrittenColumns() {
    byte[] changed = rows.clone();
    for (int row = 0; row < 100; row++) {
      changed[row * ROW + 10]++;
    }
    FitsChange change =
        fits(
            new FitsBytes().primary().events("EVENTS", 100, rows, "CALDBVER= '2.1'").bytes(),
            new FitsBytes().primary().events("EVENTS", 100, changed, "CALDBVER= '2.2'").bytes());

    assertThat(change.units()).hasSize(1);
    assertThat(change.units().getFirst().cards())
        .containsExactly(new CardChange(What.CHANGED, "CALDBVER", "2.1", "2.2"));
    assertThat(change.units().getFirst().data())
        .isEqualTo(new TableData(100, 100, 100, List.of("PI"), List.of(), List.of(), false));
    assertThat(change.summaryLine()).isEqualTo("header: CALDBVER 2.1 -> 2.2; column PI rewritten");
  }

  @Test
  void countsRowsThatWereAppended() {
    FitsChange change =
        fits(
            new FitsBytes().primary().events("EVENTS", 100, rows).bytes(),
            new FitsBytes().primary().events("EVENTS", 120, rows(120)).bytes());
    assertThat(change.units().getFirst().data())
        .isEqualTo(new TableData(100, 120, 0, List.of(), List.of(), List.of(), false));
    assertThat(change.summaryLine()).isEqualTo("20 rows more");
  }

  @Test
  void comparesHeadersKeywordByKeyword() {
    FitsChange change =
        fits(
            new FitsBytes()
                .primary(
                    "OBJECT  = 'O''Neill  '         / target",
                    "GAIN    =                  1.5 / electrons",
                    "HIERARCH ESO DET ID = 'one / two' / the detector",
                    "LONG    = 'first &'",
                    "CONTINUE  'second' / the end",
                    "HISTORY made",
                    "OLD     =                    1",
                    "EQUAL   = '1'")
                .bytes(),
            new FitsBytes()
                .primary(
                    "OBJECT  = 'O''Neill'           / the target",
                    "GAIN    =                  1.6 / electrons",
                    "HIERARCH ESO DET ID = 'one / three' / the detector",
                    "LONG    = 'first &'",
                    "CONTINUE  'third' / the end",
                    "HISTORY made",
                    "HISTORY changed",
                    "EQUAL   = 1")
                .bytes());
    assertThat(change.units().getFirst().cards())
        .containsExactly(
            new CardChange(What.COMMENT, "OBJECT", "target", "the target"),
            new CardChange(What.CHANGED, "GAIN", "1.5", "1.6"),
            new CardChange(What.CHANGED, "ESO DET ID", "one / two", "one / three"),
            new CardChange(What.CHANGED, "LONG", "first second", "first third"),
            new CardChange(What.REMOVED, "OLD", "1", null),
            new CardChange(What.CHANGED, "EQUAL", "'1'", "1"),
            new CardChange(What.ADDED, "HISTORY", null, "changed"));
    assertThat(change.summaryLine())
        .isEqualTo(
            "header: GAIN 1.5 -> 1.6, ESO DET ID one / two -> one / three, "
                + "LONG first second -> first third, 3 more");
  }

  @Test
  void matchesUnitsByNameWhereverTheyAre() {
    FitsChange change =
        fits(
            new FitsBytes().primary().events("A", 100, rows).events("B", 100, rows).bytes(),
            new FitsBytes()
                .primary()
                .events("NEW", 100, rows)
                .events("B", 100, rows, "X       = 1")
                .bytes());
    assertThat(change.unitsAdded()).containsExactly("NEW");
    assertThat(change.unitsRemoved()).containsExactly("A");
    assertThat(change.units()).extracting(FitsChange.UnitChange::name).containsExactly("B");
  }

  @Test
  void countsPixels() {
    String[] cards = {"SIMPLE  = T", "BITPIX  = 16", "NAXIS   = 2", "NAXIS1  = 50", "NAXIS2  = 40"};
    byte[] pixels = new byte[4000];
    byte[] changed = pixels.clone();
    changed[10] = 1;
    changed[11] = 1;
    changed[3999] = 1;
    FitsChange change =
        fits(
            new FitsBytes().header(cards).data(pixels).bytes(),
            new FitsBytes().header(cards).data(changed).bytes());
    assertThat(change.units().getFirst().data())
        .isEqualTo(new ImageData("50 x 40, 16 bit", "50 x 40, 16 bit", 2, 2000));
    assertThat(change.summaryLine()).isEqualTo("2 of 2,000 pixels differ");
  }

  @Test
  void seesThroughCompression() {
    FitsBytes before = new FitsBytes().primary().events("EVENTS", 100, rows);
    FitsBytes after = new FitsBytes().primary("GAIN    = 2").events("EVENTS", 100, rows);
    assertThat(fits(before.zipped(), after.bytes()).summaryLine()).isEqualTo("header: new GAIN 2");
    assertThat(fits(before.zipped(), before.bytes()).summaryLine())
        .isEqualTo("same headers and data, packed differently");
  }

  @Test
  void toleratesMissingPaddingAndReportsWhatFollowsTheLastUnit() {
    byte[] file = new FitsBytes().primary().events("EVENTS", 100, rows).bytes();
    byte[] bare = Arrays.copyOf(file, file.length - (2880 - 1400));
    assertThat(fits(file, bare).summaryLine())
        .isEqualTo("same headers and data, packed differently");
    byte[] more = new FitsBytes().raw(file).raw(new byte[] {1, 2, 3}).bytes();
    assertThat(fits(file, more).summaryLine()).isEqualTo("bytes behind the last unit differ");
  }

  static Stream<Arguments> broken() {
    FitsBytes good = new FitsBytes().primary().events("EVENTS", 100, rows(100));
    byte[] zipped = good.zipped();
    return Stream.of(
        Arguments.of(
            "HDU 1 (EVENTS): the data is cut off after 300 of 1,400 bytes",
            Arrays.copyOf(good.bytes(), 2880 * 2 + 300)),
        Arguments.of(
            "HDU 0: the header is cut off before its END card", Arrays.copyOf(good.bytes(), 2000)),
        Arguments.of(
            "HDU 0: the header is cut off before its END card",
            String.format("%-28800s", "SIMPLE  = T").getBytes(StandardCharsets.US_ASCII)),
        Arguments.of(
            "HDU 0: the size of its data is beyond all bounds",
            new FitsBytes()
                .header(
                    "SIMPLE  = T",
                    "BITPIX  = 64",
                    "NAXIS   = 3",
                    "NAXIS1  = 9999999999",
                    "NAXIS2  = 9999999999",
                    "NAXIS3  = 9999999999")
                .bytes()),
        Arguments.of(
            "HDU 0: NAXIS is 1000000",
            new FitsBytes().header("SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 1000000").bytes()),
        Arguments.of(
            "HDU 0: NAXIS2 is missing",
            new FitsBytes()
                .header("SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 2", "NAXIS1  = 2")
                .bytes()),
        Arguments.of(
            "HDU 0: BITPIX is \"many\", not a whole number",
            new FitsBytes().header("SIMPLE  = T", "BITPIX  = many", "NAXIS   = 0").bytes()),
        Arguments.of(
            "the gzip stream is damaged or cut off", Arrays.copyOf(zipped, zipped.length - 20)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void fallsBackToBytesWithTheReason(String reason, byte[] broken) {
    byte[] good = new FitsBytes().primary("GAIN    = 1").bytes();
    ContentChange change = Bytes.compare("x.fits", good, broken, STANDARD);
    assertThat(change)
        .isInstanceOfSatisfying(
            BinaryChange.class,
            binary -> {
              assertThat(binary.note()).isEqualTo("not readable as FITS: " + reason);
              assertThat(binary.sizeAfter()).isEqualTo(broken.length);
            });
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void someAnswerIsGivenForAnyDamage(long seed) {
    Random random = new Random(seed);
    byte[] good = new FitsBytes().primary("GAIN    = 1").events("E", 100, rows).bytes();
    List<String> numbers = List.of("0", "-1", "99999999999", "7", "T", "'x'");
    for (int i = 0; i < 300; i++) {
      byte[] bad = good.clone();
      int card = 80 * random.nextInt(72);
      if (random.nextBoolean()) {
        String value = String.format("= %-70s", numbers.get(random.nextInt(numbers.size())));
        System.arraycopy(value.getBytes(StandardCharsets.US_ASCII), 0, bad, card + 8, 72);
      }
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      bad = random.nextInt(4) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
      assertThat(Bytes.compare("x.fits", good, bad, STANDARD).summaryLine()).isNotEmpty();
      assertThat(Bytes.compare("x.fits", bad, good, STANDARD).summaryLine()).isNotEmpty();
    }
  }

  @Test
  void comparesTablesWithContradictingCardsAsWholes() {
    FitsBytes before = new FitsBytes().primary().events("E", 100, rows, "TFORM2  = '9J'");
    byte[] bytes = before.bytes();
    byte[] after = bytes.clone();
    after[2880 * 2 + 5]++;
    assertThat(fits(bytes, after).summaryLine()).isEqualTo("column TIME rewritten");
    byte[] wrong =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .replace("'1J'", "'7J'")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] wrongAfter = wrong.clone();
    wrongAfter[2880 * 2 + 5]++;
    assertThat(fits(wrong, wrongAfter).summaryLine()).isEqualTo("data of E differs");
  }

  private static FitsChange fits(byte[] before, byte[] after) {
    ContentChange change = Bytes.compare("x.fits", before, after, STANDARD);
    assertThat(change).isInstanceOf(FitsChange.class);
    return (FitsChange) change;
  }

  private static byte[] rows(int count) {
    byte[] rows = new byte[count * ROW];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (byte) (i * 31);
    }
    return rows;
  }
}
