import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.hevelius.catalog.sql.SqlCatalog;
import org.hevelius.catalog.sqlite.CatalogFile;
import org.hevelius.catalog.sqlite.SqliteFileIndex;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.catalog.Reservation;
import org.hevelius.core.catalog.SnapshotQuery;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.FileIndex;
import org.hevelius.core.retention.Retention;
import org.hevelius.core.retention.RetentionCandidate;
import org.hevelius.core.retention.RetentionRules;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Guarantee;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.SnapshotKind;
import org.hevelius.core.snapshot.SnapshotNames;
import org.hevelius.core.tree.TreeEntry;

/**
 * Measures the service over a home with many snapshots: start, memory, answers to lists and
 * searches, a mixed load while a snapshot runs, and the planning of retention. See service.sh.
 */
public final class ServiceBenchmark {
  private static final String[] WORDS = {
    "calibration", "reprocessed", "night", "before", "after", "mars", "orion", "pointing", "gain",
    "attitude", "burst", "survey", "flatfield", "drift", "campaign", "release", "filter",
        "quicklook"
  };

  private final Path home;
  private final int datasets;
  private final int versions;
  private final int files;
  private final int changed;

  private ServiceBenchmark(Map<String, String> options) {
    home = Path.of(options.getOrDefault("home", "bench-home")).toAbsolutePath();
    datasets = number(options, "datasets", 100);
    versions = number(options, "versions", 1000);
    files = number(options, "files", 500);
    changed = number(options, "changed", 5);
  }

  private static int number(Map<String, String> options, String name, int otherwise) {
    return Integer.parseInt(options.getOrDefault(name, String.valueOf(otherwise)));
  }

  /** {@code fill} or {@code measure}, with options {@code name=value}. */
  public static void main(String[] args) throws Exception {
    Map<String, String> options = new TreeMap<>();
    for (String arg : Arrays.asList(args).subList(1, args.length)) {
      int split = arg.indexOf('=');
      options.put(arg.substring(0, split), arg.substring(split + 1));
    }
    ServiceBenchmark benchmark = new ServiceBenchmark(options);
    switch (args[0]) {
      case "fill" -> benchmark.fill();
      case "measure" ->
          benchmark.measure(
              options.get("launcher"),
              number(options, "rate", 200),
              number(options, "seconds", 30));
      case "retention" -> benchmark.retention();
      default -> throw new IllegalArgumentException("fill, measure or retention, not " + args[0]);
    }
  }

  private DatasetName dataset(int number) {
    return DatasetName.of("bench/d%03d".formatted(number));
  }

  private static String fileName(int number) {
    return "obs_%05d_%s.fits".formatted(number, WORDS[number % WORDS.length]);
  }

  /** Records snapshots in catalog and index; there are no bytes behind them. */
  private void fill() {
    Random random = new Random(1679);
    Instant start = Instant.parse("2024-01-01T00:00:00Z");
    long done = 0;
    try (SqlCatalog catalog = CatalogFile.open(home.resolve("catalog.db"));
        FileIndex index = SqliteFileIndex.open(home.resolve("files.db"))) {
      for (int d = 0; d < datasets; d++) {
        SourceSpec source = SourceSpec.parse("dir:/bench/d" + d);
        catalog.addDataset(
            new Dataset(
                dataset(d), "", List.of(source), List.of(), start, Dataset.DEFAULT_REPOSITORY),
            event(start, "dataset add", dataset(d).text()));
        for (int v = 1; v <= versions; v++) {
          Instant time =
              start.plus((long) v * 600 * 1000 / versions, ChronoUnit.HOURS).plusSeconds(d);
          add(catalog, dataset(d), source, time, random, v);
          index(index, dataset(d), v, time, random);
          done++;
        }
        System.err.printf("%,d snapshots%n", done);
      }
    }
  }

  private void add(
      SqlCatalog catalog,
      DatasetName dataset,
      SourceSpec source,
      Instant time,
      Random random,
      int v) {
    String text = "%s %s %s %d".formatted(word(random), word(random), word(random), v);
    Reservation reserved = catalog.reserve(dataset, SnapshotNames.generate(dataset, time, text));
    byte[] id = new byte[32];
    random.nextBytes(id);
    SortedMap<String, String> tags = new TreeMap<>(Map.of("campaign", word(random)));
    catalog.record(
        Snapshot.builder(dataset, reserved.version(), time)
            .name(reserved.name())
            .description(text)
            .author("maya")
            .host("bench")
            .tags(tags)
            .kind(SnapshotKind.MANUAL)
            .guarantee(Guarantee.UNVERIFIED)
            .captures(
                List.of(
                    new Capture(
                        source,
                        "directory",
                        java.util.HexFormat.of().formatHex(id),
                        "default",
                        files,
                        10,
                        files * 1_000_000L,
                        changed * 1_000_000L,
                        changed * 500_000L)))
            .build(),
        event(time, "create", dataset + "@" + reserved.version()));
  }

  private static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private static AuditEvent event(Instant time, String action, String target) {
    return new AuditEvent(time, "maya", "bench", action, target, AuditEvent.Outcome.OK, "");
  }

  private void index(
      FileIndex index, DatasetName dataset, int version, Instant time, Random random) {
    try (FileIndex.Update update = index.begin(dataset, version, version - 1L)) {
      if (version == 1) {
        for (int folder = 0; folder < 10; folder++) {
          update.added(
              "night" + folder, entry("night" + folder, TreeEntry.Type.DIRECTORY, time, random));
        }
        for (int f = 0; f < files; f++) {
          update.added(path(f), entry(path(f), TreeEntry.Type.FILE, time, random));
        }
      } else {
        for (int c = 0; c < changed; c++) {
          String path = path(random.nextInt(files));
          update.changed(path, entry(path, TreeEntry.Type.FILE, time, random));
        }
      }
      update.commit();
    }
  }

  private static String path(int file) {
    return "night" + file % 10 + "/" + fileName(file);
  }

  private static TreeEntry entry(String path, TreeEntry.Type type, Instant time, Random random) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return new TreeEntry(
        path,
        type,
        type == TreeEntry.Type.FILE ? 1_000_000 : 0,
        time,
        0644,
        1000,
        1000,
        null,
        java.util.HexFormat.of().formatHex(key));
  }

  /** The pure function over all snapshots of one dataset, as cleanup and list use it. */
  private void retention() {
    try (SqlCatalog catalog = CatalogFile.open(home.resolve("catalog.db"))) {
      DatasetName dataset = dataset(0);
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        List<RetentionCandidate<Snapshot>> candidates =
            catalog.snapshots(SnapshotQuery.of(dataset)).map(RetentionCandidate::of).toList();
        long read = System.nanoTime();
        var plan =
            Retention.plan(
                candidates, RetentionRules.DEFAULT, Instant.parse("2026-12-01T00:00:00Z"));
        long planned = System.nanoTime();
        System.out.printf(
            Locale.ROOT,
            "retention of %,d snapshots: read %.0f ms, decided %.0f ms (%d kept)%n",
            candidates.size(),
            (read - start) / 1e6,
            (planned - read) / 1e6,
            plan.decisions().stream().filter(d -> d.keep()).count());
      }
    }
  }

  // ---- measuring

  private record Service(Process process, URI address, double startMillis) {}

  private void measure(String launcher, int rate, int seconds) throws Exception {
    String token = Files.readString(home.resolve("bench.token")).strip();
    List<Double> starts = new ArrayList<>();
    Service service = start(launcher);
    starts.add(service.startMillis());
    for (int i = 0; i < 4; i++) {
      stop(service);
      service = start(launcher);
      starts.add(service.startMillis());
    }
    System.out.printf(
        Locale.ROOT,
        "start to the first answer: median of 5 %.0f ms %s%n",
        median(starts),
        starts.stream().map(s -> "%.0f".formatted(s)).toList());
    Thread.sleep(10_000);
    System.out.printf("idle: %,d MiB resident%n", resident(service.process()));
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      Caller caller = new Caller(client, service.address(), token);
      for (String[] kind : kinds()) {
        each(caller, kind[0], kind[1]);
      }
      load(caller, rate, seconds);
    }
    System.out.printf("after the load: %,d MiB resident%n", resident(service.process()));
    stop(service);
  }

  private String[][] kinds() {
    return new String[][] {
      {"list, newest 50", "/api/v1/snapshots?limit=50"},
      {"list of a dataset", "/api/v1/snapshots?dataset=bench/d%03d&limit=50"},
      {"list of a hierarchy", "/api/v1/snapshots?dataset=bench/**&limit=50"},
      {"list with why kept", "/api/v1/snapshots?dataset=bench/d%03d&limit=50&keptBy=true"},
      {"list by tag", "/api/v1/snapshots?tag=campaign=%s&limit=50"},
      {"search a word", "/api/v1/snapshots?q=%s&limit=50"},
      {"search two words and a number", "/api/v1/snapshots?q=%s+%s+77&limit=50"},
      {"search what isn't there", "/api/v1/snapshots?q=nothinglikethis&limit=50"},
      {"one snapshot", "/api/v1/datasets/bench~d%03d/snapshots/%n"},
      {"find by name", "/api/v1/files?pattern=obs_%f&limit=100"},
      {"find by prefix", "/api/v1/files?pattern=obs_000*&limit=100"},
      {"find by suffix", "/api/v1/files?pattern=*%s.fits&limit=100"},
      {"find in the middle", "/api/v1/files?pattern=*_%s.*&limit=100"},
      {"find by path", "/api/v1/files?pattern=night3/obs_0*&limit=100"},
      {"find what isn't there", "/api/v1/files?pattern=*nothinglikethis*&limit=100"},
      {"history of a file", "/api/v1/datasets/bench~d%03d/history?path=%p"},
    };
  }

  private String filled(String form, Random random) {
    String text = form;
    if (text.contains("%03d")) {
      text = text.replace("%03d", "%03d".formatted(random.nextInt(datasets)));
    }
    text = text.replace("%n", String.valueOf(1 + random.nextInt(versions)));
    int file = random.nextInt(files);
    text =
        text.replace("obs_%f", fileName(file))
            .replace("%p", URLEncoder.encode(path(file), StandardCharsets.UTF_8));
    while (text.contains("%s")) {
      text = text.replaceFirst("%s", word(random));
    }
    return text.replace("**", "%2A%2A");
  }

  private record Caller(HttpClient client, URI address, String token) {
    int get(String path) throws IOException, InterruptedException {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(address.resolve(path))
                  .header("Authorization", "Bearer " + token)
                  .timeout(Duration.ofSeconds(60))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException(
            path
                + ": "
                + answer.statusCode()
                + " "
                + new String(answer.body(), StandardCharsets.UTF_8));
      }
      return answer.body().length;
    }
  }

  private void each(Caller caller, String name, String form) throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      caller.get(filled(form, random));
    }
    double[] times = new double[100];
    for (int i = 0; i < times.length; i++) {
      String path = filled(form, random);
      long start = System.nanoTime();
      caller.get(path);
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    System.out.printf(
        Locale.ROOT, "%-32s p50 %6.1f ms   p95 %6.1f ms%n", name, at(times, 50), at(times, 95));
  }

  /** Requests at fixed moments, whatever the answers take, while snapshots are taken. */
  private void load(Caller caller, int rate, int seconds) throws Exception {
    List<String> mixed =
        Arrays.stream(kinds())
            .map(kind -> kind[1])
            .filter(form -> !form.contains("keptBy") && !form.contains("nothing"))
            .toList();
    int count = rate * seconds;
    double[] times = new double[count];
    AtomicInteger failures = new AtomicInteger();
    ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    CountDownLatch left = new CountDownLatch(count);
    Thread snapshots = Thread.ofPlatform().daemon().start(() -> snapshots(caller));
    Random random = new Random(11);
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = begin + i * 1_000_000_000L / rate;
      LockSupport.parkNanos(due - System.nanoTime());
      String path = filled(mixed.get(random.nextInt(mixed.size())), random);
      int number = i;
      Thread.startVirtualThread(
          () -> {
            try {
              caller.get(path);
            } catch (Exception e) {
              failures.incrementAndGet();
              errors.add(String.valueOf(e));
            }
            times[number] = (System.nanoTime() - due) / 1e6;
            left.countDown();
          });
    }
    left.await();
    snapshots.interrupt();
    System.out.printf(
        Locale.ROOT,
        "%d requests/s of mixed reads for %d s while snapshots run (%d taken): p50 %.1f ms, p95"
            + " %.1f ms, p99 %.1f ms, %d failed%n",
        rate,
        seconds,
        taken.get(),
        at(times, 50),
        at(times, 95),
        at(times, 99),
        failures.get());
    errors.stream().limit(3).forEach(System.out::println);
  }

  private final AtomicInteger taken = new AtomicInteger();

  private void snapshots(Caller caller) {
    try {
      while (!Thread.interrupted()) {
        HttpResponse<String> begun =
            caller
                .client()
                .send(
                    HttpRequest.newBuilder(
                            caller.address().resolve("/api/v1/datasets/live/snapshots"))
                        .header("Authorization", "Bearer " + caller.token())
                        .header("Content-Type", "application/json")
                        .POST(
                            HttpRequest.BodyPublishers.ofString("{\"description\":\"under load\"}"))
                        .build(),
                    HttpResponse.BodyHandlers.ofString());
        if (begun.statusCode() != 202) {
          System.out.println("no snapshot: " + begun.body());
          return;
        }
        String run = begun.headers().firstValue("Location").orElseThrow();
        for (boolean over = false; !over; ) {
          Thread.sleep(100);
          String state =
              caller
                  .client()
                  .send(
                      HttpRequest.newBuilder(caller.address().resolve(run))
                          .header("Authorization", "Bearer " + caller.token())
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body();
          over = !state.contains("\"running\"");
        }
        taken.incrementAndGet();
      }
    } catch (IOException e) {
      System.out.println("no snapshot: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Service start(String launcher) throws IOException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(launcher, "--home", home.toString(), "serve", "--port", "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    URI address = URI.create(line.substring(line.indexOf("http")));
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(address.resolve("/health/live")).build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Service(process, address, (System.nanoTime() - start) / 1e6);
  }

  private static void stop(Service service) throws InterruptedException {
    service.process().destroy();
    service.process().waitFor();
  }

  /** In MiB. */
  private static long resident(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
            .filter(line -> line.startsWith("VmRSS"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .sum()
        / 1024;
  }

  private static double median(List<Double> values) {
    return at(values.stream().mapToDouble(Double::doubleValue).toArray(), 50);
  }

  private static double at(double[] times, int percent) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
