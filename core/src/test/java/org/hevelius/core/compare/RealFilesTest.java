package org.hevelius.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.compare.FitsChange.TableData;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of real missions, which are not part of the project. */
class RealFilesTest {
  private static final ContentOptions STANDARD = ContentOptions.standard();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chandra/acis_10027_m82_events.fits",
        "chandra/acis_10027_m82_events_noenergy.fits",
        "swift/nitrates_F646018360_acs.fits",
        "swift/nitrates_F646018360_attitude.fits",
        "swift/nitrates_F646018360_detmask.fits",
        "swift/bat_trig_source_table.fits.gz"
      })
  void everyUnitOfAFitsFileIsRead(String name) throws IOException {
    Bytes content = read(name);
    FitsStream.Units units = FitsStream.scan(content);
    assertThat(units.trailing()).isEmpty();
    assertThat(units.list()).isNotEmpty();
    assertThat(units.list())
        .filteredOn(FitsUnit::isTable)
        .allSatisfy(unit -> assertThat(FitsColumns.of(unit)).isPresent());
  }

  @Test
  void twoCutsOfOneEventListDifferByTheirColumns() throws IOException {
    ContentChange change =
        ContentDiff.compare(
            read("chandra/acis_10027_m82_events.fits"),
            read("chandra/acis_10027_m82_events_noenergy.fits"),
            STANDARD);
    assertThat(change)
        .isInstanceOfSatisfying(
            FitsChange.class,
            fits ->
                assertThat(fits.units().stream().map(FitsChange.UnitChange::data))
                    .filteredOn(TableData.class::isInstance)
                    .map(TableData.class::cast)
                    .map(TableData::columnsRemoved)
                    .contains(List.of("pha", "energy")));
  }

  @Test
  void oneChangedCellOfALargeTableIsFound() throws IOException {
    Bytes before = read("chandra/csc2_umlcaxs_unique.csv");
    String text =
        new String(
            Files.readAllBytes(path("chandra/csc2_umlcaxs_unique.csv")), StandardCharsets.UTF_8);
    int middle = text.indexOf("\n", text.length() / 2) - 1;
    byte[] edited =
        (text.substring(0, middle) + "~" + text.substring(middle)).getBytes(StandardCharsets.UTF_8);
    ContentChange change = ContentDiff.compare(before, new Bytes("x.csv", edited), STANDARD);
    assertThat(change)
        .isInstanceOfSatisfying(
            TableChange.class,
            table -> {
              assertThat(table.rowsChanged()).isEqualTo(1);
              assertThat(table.cells()).hasSize(1);
            });
  }

  private static Bytes read(String name) throws IOException {
    return new Bytes(name, Files.readAllBytes(path(name)));
  }

  private static Path path(String name) {
    Path path = Path.of(System.getProperty("hevelius.root", "."), "../shared/data", name);
    if (!Files.isReadable(path)) {
      System.out.println("SKIPPED: the sample " + name + " is not on this machine");
      Assumptions.abort("the sample " + name + " is not on this machine");
    }
    return path;
  }
}
