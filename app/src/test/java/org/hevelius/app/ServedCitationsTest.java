package org.hevelius.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Publications, citations and reports say the same on a home and through a service over it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServedCitationsTest {
  private static final List<String> FORMATS = List.of("text", "bibtex", "datacite", "ro-crate");

  @TempDir private static Path folder;
  private ServedHome served;

  @BeforeAll
  void publishThreeVersions() throws Exception {
    served = new ServedHome(folder);
    for (int i = 1; i <= 4; i++) {
      served.write("frames/n" + i + " b\u00e4.txt", "frame " + i + "\n");
      served.home.done("create", "cosmos7/raw", "Night " + i, "--source", folder + "/raw");
    }
    for (String version : List.of("cosmos7/raw@1", "cosmos7/raw@2")) {
      served.home.done(
          "publish", version, "--title=Frames of {Mars}", "--creator=Chen, Maya", "--yes");
    }
    served.home.done("publish", "cosmos7/raw@2", "--withdraw", "wrong gain", "--yes");
    for (String format : FORMATS) {
      served.home.done(
          "cite", "cosmos7/raw@1", "--format", format, "--output", folder + "/good." + format);
    }
    String crate = Files.readString(folder.resolve("good.ro-crate"));
    Files.writeString(
        folder.resolve("wrong.ro-crate"),
        crate.replaceAll("hevelius:1:[0-9a-f]{8}", "hevelius:1:00000000"));
    Files.writeString(
        folder.resolve("elsewhere.text"), "hevelius:1:" + "0".repeat(64) + " elsewhere");
    Files.writeString(folder.resolve("no.text"), "nothing");
    served.home.done("dataset", "add", "empty", "--source", "dir:" + folder.resolve("raw"));
  }

  @AfterAll
  void stop() {
    served.close();
  }

  static List<String> looks() {
    return """
    publish --list
    publish --list cosmos7/raw
    publish --list cosmos7/** --json
    publish --list empty
    publish --list empty --json
    publish --list nowhere
    publish --list --yes
    publish
    publish cosmos7/raw@3 --dry-run
    publish cosmos7/raw@3 --dry-run --json
    publish cosmos7/raw@3 --title T --creator Chen,Maya --orcid 0000-0002-1825-0097 --dry-run
    publish cosmos7/raw@3 --doi nonsense --dry-run
    publish cosmos7/raw@1 --yes
    publish cosmos7/raw@3
    publish cosmos7/raw@9 --dry-run
    publish cosmos7/raw@1 --withdraw why --dry-run
    publish cosmos7/raw@3 --withdraw why --yes
    cite cosmos7/raw@1
    cite cosmos7/raw@1 --json
    cite cosmos7/raw@1 --format bibtex
    cite cosmos7/raw@1 --format datacite
    cite cosmos7/raw@1 --format ro-crate
    cite cosmos7/raw@1 --format xml
    cite cosmos7/raw@2
    cite cosmos7/raw@3
    cite nowhere@1
    verify-citation good.text
    verify-citation good.bibtex
    verify-citation good.datacite --json
    verify-citation good.ro-crate
    verify-citation wrong.ro-crate
    verify-citation wrong.ro-crate --json
    verify-citation elsewhere.text
    verify-citation elsewhere.text --json
    verify-citation no.text
    verify-citation none.text
    report usage
    report usage cosmos7/raw --json
    report usage --format csv --table months
    report usage --format html
    report usage --since 2001-01-01 --until 2001-02-01
    report savings cosmos7/**
    report savings --json
    report coverage
    report coverage --json
    report coverage --fail-on never -q
    report activity cosmos7/raw
    report activity --json
    report forecast --days 9
    report forecast --json
    report compliance cosmos7/raw
    report compliance --json --since 2020-01-01
    report usage nowhere
    report wealth
    report usage --fail-on late
    """
        .lines()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("looks")
  void saysTheSame(String line) {
    String[] words = line.split(" ");
    Shell.Result local = said(served.local(words));
    Shell.Result remote = said(served.remote(words));
    assertThat(remote).as(line).isEqualTo(local);
  }

  /** Ages grow meanwhile, reading is audited, the disk is used by others. */
  private static Shell.Result said(Shell.Result result) {
    return new Shell.Result(result.code(), plain(result.out()), plain(result.err()));
  }

  private static String plain(String text) {
    return text.replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+Z?)?", "TIME")
        .replaceAll("(Seconds|freeBytes|bytesPerDay|storedBytes|entries)\" : [0-9]+", "$1 NUMBER")
        .replaceAll("[0-9.]+ (ms|s|min)\\b", "AGE")
        .replaceAll("chain of [0-9]+ entries holds; its end is [0-9a-f]+", "CHAIN")
        .replaceAll("[0-9.]+ (GB|kB|MB|TB)\\b", "SIZE")
        .replaceAll("\"(count|other|total|verified)\" : [0-9]+", "NUMBER")
        .replaceAll("(AGE )+", "AGE ")
        .replaceAll("-{2,} *", "-")
        .replaceAll(" +", " ");
  }

  @Test
  void whatIsPublishedThroughAServiceIsVerifiedAndWithdrawnThroughIt() throws IOException {
    Shell.Result made =
        served.remote("publish", "cosmos7/raw@4", "--title", "Through a service", "--yes");
    assertThat(made.code()).as(made.toString()).isZero();
    assertThat(made.out()).contains("Published cosmos7/raw@4.  Cite it as:");
    for (String format : FORMATS) {
      String file = "served." + format;
      assertThat(served.remote("cite", "cosmos7/raw@4", "--format", format, "-q", "--output", file))
          .extracting(Shell.Result::code)
          .isEqualTo(0);
      assertThat(folder.resolve(file))
          .hasContent(served.local("cite", "cosmos7/raw@4", "--format", format).out().strip());
      assertThat(served.remote("verify-citation", file).out())
          .startsWith("Verified: cosmos7/raw@4");
    }
    assertThat(served.local("audit").out()).contains("verify citation");
    assertThat(served.remote("publish", "cosmos7/raw@4", "--withdraw", "too early", "--yes").out())
        .contains("withdrawn (\"too early\")");
    assertThat(served.remote("cite", "cosmos7/raw@4").err()).contains("too early");
  }

  @Test
  void aReportIsWrittenHereAndNotWhereTheServiceIs() {
    Path page = folder.resolve("q3.html");
    Shell.Result written =
        served.remote("report", "compliance", "--format", "html", "--output", page.toString());
    assertThat(written.code()).as(written.toString()).isZero();
    assertThat(page).content().startsWith("<!DOCTYPE html>").contains("cosmos7/raw");
  }
}
