import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the service over a home with many snapshots: start, memory, answers to lists and
 * searches, a mixed load while a snapshot runs, and the planning of retention. See service.sh.
 */
public final class ServiceBenchmark {
  /** Enough for the compiler to have seen what is hot. */
  private static final int WARM = 600;

  private static final long WARM_NANOS = 5_000_000_000L;

  private static final int MEASURED = 200;

  private final FilledHome filled;

  private ServiceBenchmark(FilledHome filled) {
    this.filled = filled;
  }

  /** {@code fill} or {@code measure}, with options {@code name=value}. */
  public static void main(String[] args) throws Exception {
    Map<String, String> options = new TreeMap<>();
    for (String arg : Arrays.asList(args).subList(1, args.length)) {
      int split = arg.indexOf('=');
      options.put(arg.substring(0, split), arg.substring(split + 1));
    }
    FilledHome filled = new FilledHome(options);
    switch (args[0]) {
      case "fill" -> filled.fill();
      case "measure" ->
          new ServiceBenchmark(filled)
              .measure(
                  options.get("launcher"),
                  FilledHome.number(options, "rate", 200),
                  FilledHome.number(options, "seconds", 30));
      case "requests" ->
          new ServiceBenchmark(filled)
              .requests(options.get("launcher"), options.getOrDefault("only", ""));
      case "load" ->
          new ServiceBenchmark(filled)
              .load(
                  options.get("launcher"),
                  FilledHome.number(options, "rate", 200),
                  FilledHome.number(options, "seconds", 30));
      case "retention" -> filled.retention();
      default ->
          throw new IllegalArgumentException(
              "fill, measure, requests, load or retention, not " + args[0]);
    }
  }

  private record Service(Process process, URI address, double startMillis) {}

  /** What the service's processors do for a request, and how long it takes; nothing else runs. */
  private void requests(String launcher, String only) throws Exception {
    Service service = start(launcher);
    try (Caller caller = caller(service)) {
      each(caller, service.process(), only);
    } finally {
      stop(service);
    }
  }

  private Caller caller(Service service) throws IOException {
    String token = Files.readString(filled.home.resolve("bench.token")).strip();
    return new Caller(service.address(), token);
  }

  /** The mixed load alone, on a service that has answered some of each kind before. */
  private void load(String launcher, int rate, int seconds) throws Exception {
    Service service = start(launcher);
    try (Caller caller = caller(service)) {
      Random random = new Random(5);
      for (int i = 0; i < 100; i++) {
        for (String[] kind : kinds()) {
          if (!kind[1].contains("nothing")) {
            byte[] _ = caller.get(filled(kind[1], random));
          }
        }
      }
      load(caller, service.process(), rate, seconds);
    } finally {
      stop(service);
    }
  }

  private void measure(String launcher, int rate, int seconds) throws Exception {
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
    try (Caller caller = caller(service)) {
      each(caller, service.process(), "");
      load(caller, service.process(), rate, seconds);
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
      text = text.replace("%03d", "%03d".formatted(random.nextInt(filled.datasets)));
    }
    text = text.replace("%n", String.valueOf(1 + random.nextInt(filled.versions)));
    int file = random.nextInt(filled.files);
    text =
        text.replace("obs_%f", FilledHome.fileName(file))
            .replace("%p", URLEncoder.encode(FilledHome.path(file), StandardCharsets.UTF_8));
    while (text.contains("%s")) {
      text = text.replaceFirst("%s", FilledHome.word(random));
    }
    return text.replace("**", "%2A%2A");
  }

  private void each(Caller caller, Process process, String only) throws Exception {
    for (String[] kind : kinds()) {
      if (kind[0].contains(only)) {
        each(caller, process, kind[0], kind[1]);
      }
    }
  }

  private void each(Caller caller, Process process, String name, String form) throws Exception {
    Random random = new Random(7);
    long enough = System.nanoTime() + WARM_NANOS;
    for (int i = 0; i < WARM && System.nanoTime() < enough; i++) {
      byte[] _ = caller.get(filled(form, random));
    }
    double[] times = new double[MEASURED];
    double before = processor(process);
    for (int i = 0; i < times.length; i++) {
      String path = filled(form, random);
      long start = System.nanoTime();
      byte[] _ = caller.get(path);
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    System.out.printf(
        Locale.ROOT,
        "%-32s p50 %6.1f ms   p95 %6.1f ms   processor %6.2f ms%n",
        name,
        at(times, 50),
        at(times, 95),
        (processor(process) - before) / MEASURED);
  }

  private static double own() {
    return processor(ProcessHandle.current().info());
  }

  private static double processor(Process process) {
    return processor(process.info());
  }

  /** What a process has used of the processors so far, in ms: its compiler and collector too. */
  private static double processor(ProcessHandle.Info process) {
    return process.totalCpuDuration().orElseThrow().toNanos() / 1e6;
  }

  /** Requests at fixed moments, whatever the answers take, while snapshots are taken. */
  private void load(Caller caller, Process process, int rate, int seconds) throws Exception {
    // What nobody asks often: a search that reads everything and finds nothing.
    List<String> mixed =
        Arrays.stream(kinds()).map(kind -> kind[1]).filter(f -> !f.contains("q=nothing")).toList();
    int count = rate * seconds;
    double[] times = new double[count];
    AtomicInteger failures = new AtomicInteger();
    ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    CountDownLatch left = new CountDownLatch(count);
    Thread snapshots = Thread.ofPlatform().daemon().start(() -> snapshots(caller));
    Random random = new Random(11);
    double before = processor(process);
    double ours = own();
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = begin + i * 1_000_000_000L / rate;
      LockSupport.parkNanos(due - System.nanoTime());
      String path = filled(mixed.get(random.nextInt(mixed.size())), random);
      int number = i;
      Thread.startVirtualThread(
          () -> {
            try {
              byte[] _ = caller.get(path);
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
    double took = (System.nanoTime() - begin) / 1e9;
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
    System.out.printf(
        Locale.ROOT,
        "in %.1f s; processors: the service %.2f, snapshots included; who asks %.2f%n",
        took,
        (processor(process) - before) / 1000 / took,
        (own() - ours) / 1000 / took);
    errors.stream().limit(3).forEach(System.out::println);
  }

  private final AtomicInteger taken = new AtomicInteger();

  /** One after the other, each of a tenth of the data that is new. */
  private void snapshots(Caller caller) {
    try {
      while (!Thread.interrupted()) {
        change(taken.get());
        Caller.Answer begun =
            caller.ask(
                "POST", "/api/v1/datasets/live/snapshots", "{\"description\":\"under load\"}");
        if (begun.status() != 202) {
          System.out.println("no snapshot: " + begun.text());
          return;
        }
        do {
          Thread.sleep(100);
        } while (caller.ask("GET", begun.location(), "").text().contains("\"running\""));
        taken.incrementAndGet();
      }
    } catch (IOException e) {
      System.out.println("no snapshot: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives every tenth file new bytes. */
  private void change(int time) throws IOException {
    byte[] bytes = new byte[1_000_000];
    new Random(time).nextBytes(bytes);
    for (int file = time % 10; file < 200; file += 10) {
      bytes[file] ^= (byte) 0x55;
      bytes[bytes.length / 2 + file] ^= (byte) 0x55;
      Path path = filled.home.resolveSibling("live").resolve(String.valueOf(file));
      if (Files.exists(path)) {
        Files.write(path, bytes);
      }
    }
  }

  private Service start(String launcher) throws IOException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(launcher, "--home", filled.home.toString(), "serve", "--port", "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    URI address = URI.create(line.substring(line.indexOf("http")));
    try (Caller caller = new Caller(address, "none")) {
      Caller.Answer _ = caller.ask("GET", "/health/live", "");
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
