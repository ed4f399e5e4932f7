package org.hevelius.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.policy.Lengths;
import org.hevelius.core.usecase.DrillStanding;
import org.hevelius.core.usecase.DrillView;
import org.hevelius.core.usecase.Jobs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description = {
      "a gate for other programs: are snapshots and drills as they should be?",
      "",
      "Asks of each dataset whether its newest snapshot is within its RPO, whether its last drill"
          + " has passed, and whether the last one that passed is recent enough: as the policy"
          + " asks, and with --max-age in any case. Ends with 1 when one of it isn't so."
    },
    footer = {"", "hevelius drill report cosmos7/raw --max-age 35d --junit drills.xml"})
final class DrillReportVerb implements Callable<Integer> {
  /**
   * A question and its answer.
   *
   * @param failure why it isn't so; null when it is
   */
  record Answer(String dataset, String question, @Nullable String failure) {}

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "DATASET",
      arity = "0..1",
      description = "only this dataset")
  @Nullable String dataset;

  @Option(
      names = "--max-age",
      paramLabel = "LENGTH",
      description = "how old the last drill that passed may be, such as 35d")
  @Nullable String maxAge;

  @Option(names = "--junit", paramLabel = "FILE", description = "write it as JUnit XML, too")
  @Nullable Path junit;

  DrillReportVerb(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Duration most = maxAge == null ? null : Lengths.duration(maxAge);
    List<Answer> answers =
        session.withFacade(
            home -> {
              List<Answer> all = new ArrayList<>();
              for (DrillStanding standing : home.drills().standing(dataset)) {
                all.addAll(drills(standing, most));
              }
              for (Jobs.DatasetStatus status : home.jobs().status().datasets()) {
                if (dataset == null || dataset.equals(status.dataset())) {
                  all.add(snapshot(status));
                }
              }
              return all;
            });
    if (junit != null) {
      write(session.workingDirectory().resolve(junit), xml(answers));
    }
    session.result(answers, () -> print(answers));
    boolean good = answers.stream().allMatch(answer -> answer.failure() == null);
    return (good ? ExitCode.DONE : ExitCode.DIFFERENT).number();
  }

  private static Answer snapshot(Jobs.DatasetStatus status) {
    Duration age = status.age();
    return new Answer(
        status.dataset(),
        "the newest snapshot is within the RPO",
        !status.tooOld()
            ? null
            : age == null
                ? "there is no snapshot"
                : "it is %s old, and may be %s"
                    .formatted(Humans.duration(age), Humans.duration(status.rpo())));
  }

  private static List<Answer> drills(DrillStanding standing, @Nullable Duration most) {
    List<Answer> answers = new ArrayList<>();
    DrillView last = standing.last();
    if (last != null) {
      answers.add(
          new Answer(
              standing.dataset(),
              "the last drill has passed",
              last.passed()
                  ? null
                  : "drill %d %s: %s".formatted(last.number(), last.state(), last.detail())));
    }
    Duration age = standing.age();
    if (most != null || !standing.said().equals("off")) {
      String failure =
          standing.overdue()
              ? "one is due " + standing.said() + ", and none has passed since"
              : most == null || (age != null && age.compareTo(most) <= 0)
                  ? null
                  : age == null
                      ? "none has ever passed"
                      : "the last one that passed began %s ago".formatted(Humans.duration(age));
      answers.add(new Answer(standing.dataset(), "a drill has passed lately", failure));
    }
    return answers;
  }

  private void print(List<Answer> answers) {
    Console console = session.console();
    for (Answer answer : answers) {
      String failure = answer.failure();
      console.line(
          "  %s  %s: %s%s"
              .formatted(
                  failure == null ? console.green("ok  ") : console.red("FAIL"),
                  Text.printable(answer.dataset()),
                  answer.question(),
                  failure == null ? "" : "; " + Text.printable(failure)));
    }
    if (answers.isEmpty()) {
      console.line("There is no dataset yet.");
    }
  }

  private static String xml(List<Answer> answers) {
    long failures = answers.stream().filter(answer -> answer.failure() != null).count();
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append(
        "<testsuite name=\"hevelius drills\" tests=\"%d\" failures=\"%d\" errors=\"0\">\n"
            .formatted(answers.size(), failures));
    for (Answer answer : answers) {
      xml.append(
          "  <testcase classname=\"%s\" name=\"%s\""
              .formatted(escaped(answer.dataset()), escaped(answer.question())));
      String failure = answer.failure();
      xml.append(
          failure == null
              ? "/>\n"
              : "><failure message=\"%s\"/></testcase>\n".formatted(escaped(failure)));
    }
    return xml.append("</testsuite>\n").toString();
  }

  /** XML has no place for most control characters. */
  private static String escaped(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("\"", "&quot;");
  }

  private static void write(Path name, String content) {
    Path file = name.toAbsolutePath();
    try {
      Path beside = Files.createTempFile(file.getParent(), ".junit", ".new");
      try {
        Files.writeString(beside, content, StandardCharsets.UTF_8);
        Files.move(
            beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't write " + file + ": " + e.getMessage(),
          List.of("a file that was there is as it was"),
          e);
    }
  }
}
