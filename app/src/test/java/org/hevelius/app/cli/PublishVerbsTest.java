package org.hevelius.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.hevelius.app.cli.RepositoryHome.Run;
import org.junit.jupiter.api.Test;

class PublishVerbsTest extends ThreeVersionsTest {
  private static final List<String> FORMATS = List.of("text", "bibtex", "datacite", "ro-crate");

  private Path file(String name) {
    return root.resolve(name);
  }

  private void publish(String reference) {
    home.ok(
        "publish",
        reference,
        "--title=Frames of {Mars}",
        "--creator=Chen, Maya",
        "--creator=NASA",
        "--orcid=0000-0002-1825-0097",
        "--orcid=-",
        "--publisher=Orbital Dynamics",
        "--license=CC-BY-4.0",
        "--doi=10.5281/zenodo.7",
        "--yes");
  }

  @Test
  void showsWhatItWillPublishAndThenHowItIsCited() {
    assertThat(home.ok("publish", "cosmos7/raw@1", "--dry-run"))
        .isEqualTo(
            """
            Plan 7f3a  publish cosmos7/raw@1  base
              "Baseline"
              title      cosmos7/raw
              creator    maya
              publisher  not said (--publisher)
              year       2026
              license    not said (--license)
              DOI        none yet (--doi)
              content    2 files, 18 B
            It is held from then on; its words can't be changed, and it can't be deleted until it is withdrawn.
            Nothing was changed: a dry run.
            """);
    assertThat(home.ok("show", "cosmos7/raw@1")).doesNotContain("published");
    assertThat(home.run("publish", "cosmos7/raw@1").code()).isEqualTo(4);
    assertThat(home.typing("yes", "publish", "cosmos7/raw@1").out())
        .contains(
            """
            Published cosmos7/raw@1.  Cite it as:
            maya (2026). cosmos7/raw (Version 1) [Data set].
              version  cosmos7/raw@1, cosmos7-raw_20261121_100200_baseline
              content  hevelius:1:\
            """);
    assertThat(home.ok("show", "cosmos7/raw@1")).contains("published (\"cosmos7/raw\")");
    assertThat(home.run("publish", "cosmos7/raw@1", "--yes").code()).isEqualTo(4);
  }

  @Test
  void whatIsPublishedCanNeitherBeDeletedNorDescribedOtherwiseUntilItIsWithdrawn() {
    publish("cosmos7/raw@1");
    for (Run refused :
        List.of(
            home.run("delete", "cosmos7/raw@1", "--force", "--yes"),
            home.run("describe", "cosmos7/raw@1", "--description=other"),
            home.run("tag", "cosmos7/raw@1", "x=y"))) {
      assertThat(refused.code()).isEqualTo(4);
      assertThat(refused.err()).contains("published (by maya since 2026-11-21)", "--withdraw WHY");
    }
    assertThat(home.ok("cleanup", "--keep-last=1", "--no-prune", "--dry-run"))
        .containsPattern("cosmos7/raw@1 .* keep .*published");
    home.ok("known-bad", "cosmos7/raw@1", "--note=wrong gain");
    assertThat(home.ok("publish", "cosmos7/raw@1", "--withdraw=wrong gain", "--yes"))
        .contains("cosmos7/raw@1  base: withdrawn (\"wrong gain\")");
    Run cite = home.run("cite", "cosmos7/raw@1");
    assertThat(cite.code()).isEqualTo(4);
    assertThat(cite.err()).contains("was withdrawn by maya on 2026-11-21: wrong gain");
    assertThat(home.run("publish", "cosmos7/raw@1", "--withdraw=x", "--yes").code()).isEqualTo(4);
    assertThat(home.run("publish", "cosmos7/raw@1", "--yes").err()).contains("known bad");
    home.ok("delete", "cosmos7/raw@1", "--yes");
  }

  @Test
  void listsWhatIsPublishedAndWhatWasWithdrawn() {
    assertThat(home.ok("publish", "--list")).isEqualTo("Nothing is published.\n");
    publish("cosmos7/raw@1");
    home.ok("publish", "cosmos7/raw@1", "--withdraw=wrong gain", "--yes");
    home.ok("delete", "cosmos7/raw@1", "--yes");
    publish("cosmos7/raw@2");
    assertThat(home.ok("publish", "--list").replaceAll("[0-9]{2}:[0-9]{2}", "TIME"))
        .isEqualTo(
            """
              REF            PUBLISHED (UTC)   BY    TITLE             DOI
              cosmos7/raw@2  2026-11-21 TIME  maya  Frames of {Mars}  10.5281/zenodo.7
              cosmos7/raw@1  2026-11-21 TIME  maya  Frames of {Mars}  10.5281/zenodo.7  withdrawn \
            2026-11-21 TIME by maya: wrong gain
            """);
    assertThat(home.ok("publish", "--list", "cosmos7/**", "--json"))
        .contains("\"reference\":\"cosmos7/raw@2\"", "\"reason\":\"wrong gain\"");
    assertThat(home.run("publish", "--list", "nowhere").code()).isEqualTo(3);
    assertThat(home.run("publish").code()).isEqualTo(2);
  }

  @Test
  void refusesToCiteWhatMayBeGoneTomorrow() {
    Run refused = home.run("cite", "cosmos7/raw@2");
    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.err())
        .contains("cosmos7/raw@2 isn't published", "hevelius publish cosmos7/raw@2");
    assertThat(home.run("cite", "cosmos7/raw@2", "--format=xml").code()).isEqualTo(2);
    assertThat(home.run("publish", "cosmos7/raw@2", "--orcid=0000-0002-1825-0097").code())
        .isEqualTo(2);
  }

  @Test
  void everyFormIsVerifiedAgainstStorageAndAgainstACopy() throws IOException {
    publish("cosmos7/raw@2");
    Path copy = file("copy");
    home.ok("restore", "cosmos7/raw@2", "--to", copy.toString(), "--yes");
    for (String format : FORMATS) {
      home.ok("cite", "cosmos7/raw@2", "--format", format, "--output", format);
      assertThat(home.run("cite", "cosmos7/raw@2", "--output", format).code()).isEqualTo(4);
      assertThat(home.ok("verify-citation", format))
          .startsWith("Verified: cosmos7/raw@2 is what " + format + " cites (2 files, 16 B read)");
      assertThat(home.ok("verify-citation", format, "--against", "copy")).startsWith("Verified");
    }
    Files.move(file("ro-crate"), copy.resolve("ro-crate-metadata.json"));
    home.ok("verify-citation", "copy/ro-crate-metadata.json", "--against", "copy");
    Files.writeString(copy.resolve("events/n1.txt"), "two\n");
    Files.writeString(copy.resolve("events/n2.txt"), "two\n");
    Files.delete(copy.resolve("calib/mars.caldb"));
    Run differs = home.run("verify-citation", "copy/ro-crate-metadata.json", "--against", "copy");
    assertThat(differs.code()).isEqualTo(6);
    assertThat(differs.out())
        .contains(
            "It differs:",
            """
                changed  events/n1.txt
                extra    events/n2.txt
                missing  calib/mars.caldb\
            """);
    assertThat(home.run("verify-citation", "text", "--against", "copy").code()).isEqualTo(6);
  }

  @Test
  void findsTheVersionByItsExactNameOrTellsThatItIsNotHere() throws IOException {
    publish("cosmos7/raw@1");
    String text = home.ok("cite", "cosmos7/raw@1");
    Files.writeString(file("other"), text.replaceAll("hevelius:1:\\w{4}", "hevelius:1:0000"));
    Run differs = home.run("verify-citation", "other");
    assertThat(differs.code()).isEqualTo(6);
    assertThat(differs.out()).contains("  cited  hevelius:1:0000", "  found  hevelius:1:");
    Files.writeString(
        file("foreign"),
        text.replaceAll("hevelius:1:\\w{4}", "hevelius:1:0000").replace("raw_", "x_"));
    assertThat(home.run("verify-citation", "foreign").code()).isEqualTo(3);
    Files.writeString(file("renamed"), text.replace("raw_", "x_"));
    assertThat(home.ok("verify-citation", "renamed")).startsWith("Verified: cosmos7/raw@1");
    Files.writeString(file("broken"), "{\"@graph\": [");
    Run broken = home.run("verify-citation", "broken");
    assertThat(broken.code()).isEqualTo(2);
    assertThat(broken.err()).contains("broken can't be understood at line 1, column");
    assertThat(home.run("verify-citation", "missing").code()).isEqualTo(3);
  }

  @Test
  void theNameOfTheContentIsTheSameInAnotherCaptureOfTheSameBytes() {
    home.write("notes/later.md", "later work\n");
    home.ok("create", "cosmos7/raw", "The same again");
    publish("cosmos7/raw@3");
    publish("cosmos7/raw@4");
    assertThat(content(home.ok("cite", "cosmos7/raw@4")))
        .isEqualTo(content(home.ok("cite", "cosmos7/raw@3")));
  }

  private static String content(String text) {
    return text.replaceFirst("(?s).*(hevelius:1:[0-9a-f]{64}).*", "$1");
  }

  @Test
  void theRecipeOfThePageGivesTheSameName() throws Exception {
    home.write("a", "x").write("a-b/c d", "x\ny").write("ä/\n", "").write("-n", "x");
    Files.createDirectories(home.file("empty"));
    Files.createSymbolicLink(home.file("link"), Path.of("a-b/c d"));
    Files.write(home.file("large"), new byte[3_000_000]);
    home.ok("create", "cosmos7/raw", "Odd names");
    publish("cosmos7/raw@4");
    home.ok("restore", "cosmos7/raw@4", "--to", file("copy").toString(), "--yes");
    String page =
        Files.readString(
            Path.of(System.getProperty("hevelius.root", "..")).resolve("docs/citation.md"));
    String recipe = page.replaceFirst("(?s).*<!-- recipe -->\\s*```sh\\n(.*?)```.*", "$1");
    Process bash =
        new ProcessBuilder("bash", "-c", recipe, "bash")
            .directory(file("copy").toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(out.toLowerCase(Locale.ROOT)).isEqualTo(content(home.ok("cite", "cosmos7/raw@4")));
  }
}
