package org.hevelius.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.testkit.Counterpart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares our decisions with those of the restic program, on the rules that both know. */
class ResticForgetTest {
  /** After all snapshots but the one that is meant to be in the future. */
  private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final List<String> ZONES = List.of("UTC", "Etc/GMT+5", "Etc/GMT-9");

  private record Taken(String time, String zone, List<String> tags) {}

  private record Case(String options, List<RetentionRule> rules) {
    Case(String options, RetentionRule... rules) {
      this(options, List.of(rules));
    }
  }

  @TempDir Path directory;

  @Test
  void decidesAsResticForgetDoes() throws Exception {
    Path restic = Counterpart.program("restic");
    Files.writeString(directory.resolve("file"), "content");
    run(restic, "UTC", List.of("init"));
    // The rule of the oldest came with 0.16.
    boolean knowsOldest =
        !run(restic, "UTC", List.of("version")).matches("(?s)restic 0\\.(\\d|1[0-5])\\..*");
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Callable<String>> backups = new ArrayList<>();
      for (Taken taken : snapshots()) {
        backups.add(() -> run(restic, taken.zone(), backup(taken)));
      }
      for (Future<String> done : pool.invokeAll(backups)) {
        assertThat(done.get()).isNotNull();
      }
      List<RetentionCandidate<String>> candidates =
          candidates(run(restic, "UTC", List.of("snapshots", "--json")));
      assertThat(candidates).hasSameSizeAs(snapshots());
      List<Callable<Void>> comparisons = new ArrayList<>();
      for (Case rules : cases()) {
        comparisons.add(() -> compare(restic, rules, candidates, knowsOldest));
      }
      for (Future<Void> done : pool.invokeAll(comparisons)) {
        done.get();
      }
    }
  }

  private Void compare(
      Path restic, Case rules, List<RetentionCandidate<String>> candidates, boolean knowsOldest)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("forget", "--dry-run", "--no-lock", "--json"));
    command.addAll(List.of("--group-by", ""));
    command.addAll(List.of(rules.options().split(" ", -1)));
    JsonNode group = JsonMapper.shared().readTree(run(restic, "UTC", command)).get(0);
    Set<String> theirs = ids(group.get("keep"));
    RetentionPlan<String> plan = Retention.plan(candidates, RetentionRules.of(rules.rules()), NOW);
    Set<String> ours = new HashSet<>();
    for (RetentionPlan.Decision<String> decision : plan.decisions()) {
      boolean kept = decision.reasons().stream().anyMatch(Reason.Kept.class::isInstance);
      boolean oldest = decision.reasons().stream().anyMatch(Reason.Oldest.class::isInstance);
      if (kept || (oldest && knowsOldest)) {
        ours.add(decision.candidate().subject());
      }
    }
    assertThat(ours).as(rules.options()).isEqualTo(theirs);
    assertThat(ours).as(rules.options()).hasSizeBetween(1, candidates.size() - 1);
    return null;
  }

  private static List<Case> cases() {
    CalendarSpan long1 = CalendarSpan.parse("1y5m7d3h");
    CalendarSpan month = CalendarSpan.parse("1m");
    return List.of(
        new Case("--keep-last 7", new RetentionRule.Last(7)),
        new Case("--keep-daily 12", new RetentionRule.PerPeriod(Period.DAILY, 12)),
        new Case("--keep-weekly 8", new RetentionRule.PerPeriod(Period.WEEKLY, 8)),
        new Case("--keep-monthly 6", new RetentionRule.PerPeriod(Period.MONTHLY, 6)),
        new Case("--keep-yearly 99", new RetentionRule.PerPeriod(Period.YEARLY, 99)),
        new Case("--keep-within 1y5m7d3h", new RetentionRule.Within(long1)),
        new Case("--keep-within-hourly 1m", new RetentionRule.WithinPeriod(Period.HOURLY, month)),
        new Case("--keep-within-daily 1m", new RetentionRule.WithinPeriod(Period.DAILY, month)),
        new Case(
            "--keep-within-weekly 1y5m7d3h", new RetentionRule.WithinPeriod(Period.WEEKLY, long1)),
        new Case(
            "--keep-within-monthly 1y5m7d3h",
            new RetentionRule.WithinPeriod(Period.MONTHLY, long1)),
        new Case("--keep-tag a", RetentionRule.Tagged.of(List.of("a"))),
        new Case("--keep-tag a,b", RetentionRule.Tagged.of(List.of("a", "b"))),
        new Case("--keep-tag ", RetentionRule.Tagged.of(List.of())),
        new Case(
            "--keep-last 3 --keep-daily 5 --keep-monthly 4 --keep-tag b",
            new RetentionRule.Last(3),
            new RetentionRule.PerPeriod(Period.DAILY, 5),
            new RetentionRule.PerPeriod(Period.MONTHLY, 4),
            RetentionRule.Tagged.of(List.of("b"))));
  }

  /** The last one that isn't in the future is of 31 March, where months are hard to count back. */
  private static List<Taken> snapshots() {
    List<Taken> snapshots = new ArrayList<>();
    snapshots.add(new Taken("2099-01-01 00:00:00", "UTC", List.of()));
    snapshots.add(new Taken("2024-03-31 12:00:00", "UTC", List.of()));
    snapshots.add(new Taken("2024-03-02 12:00:00", "UTC", List.of()));
    snapshots.add(new Taken("2024-03-02 12:00:01", "UTC", List.of("a")));
    snapshots.add(new Taken("2020-12-31 12:00:00", "UTC", List.of("b")));
    snapshots.add(new Taken("2021-01-03 12:00:00", "UTC", List.of()));
    Random random = new Random(14);
    LocalDateTime time = LocalDateTime.parse("2024-03-31T02:00:00");
    for (int i = 0; i < 40; i++) {
      time = time.minusMinutes(40L + random.nextInt(i < 20 ? 600 : 60_000));
      List<String> tags = random.nextInt(3) == 0 ? List.of("a", "b") : List.of();
      snapshots.add(new Taken(TIME.format(time), ZONES.get(random.nextInt(3)), tags));
    }
    return snapshots;
  }

  private List<String> backup(Taken taken) {
    List<String> command = new ArrayList<>(List.of("backup", "--time", taken.time()));
    taken.tags().forEach(tag -> command.addAll(List.of("--tag", tag)));
    command.add(directory.resolve("file").toString());
    return command;
  }

  private static List<RetentionCandidate<String>> candidates(String json) {
    List<RetentionCandidate<String>> candidates = new ArrayList<>();
    for (JsonNode node : JsonMapper.shared().readTree(json)) {
      Set<String> tags = new TreeSet<>();
      node.path("tags").forEach(tag -> tags.add(tag.stringValue()));
      candidates.add(
          new RetentionCandidate<>(
              node.get("id").stringValue(),
              OffsetDateTime.parse(node.get("time").stringValue()),
              0,
              tags,
              List.of(),
              false,
              SnapshotKind.MANUAL,
              null));
    }
    return candidates;
  }

  private static Set<String> ids(JsonNode snapshots) {
    Set<String> ids = new HashSet<>();
    snapshots.forEach(snapshot -> ids.add(snapshot.get("id").stringValue()));
    return ids;
  }

  private String run(Path restic, String zone, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(restic.toString(), "--quiet"));
    command.addAll(arguments);
    Path errors = Files.createTempFile(directory, "stderr", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("RESTIC_REPOSITORY", directory.resolve("repository").toString());
    builder.environment().put("RESTIC_PASSWORD", "test");
    builder.environment().put("RESTIC_CACHE_DIR", directory.resolve("cache").toString());
    builder.environment().put("TZ", zone);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(() -> command + ": " + read(errors)).isZero();
    return output;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
