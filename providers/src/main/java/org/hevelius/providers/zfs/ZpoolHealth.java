package org.hevelius.providers.zfs;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;
import org.hevelius.providers.process.Machine;
import org.hevelius.providers.process.ProgramResult;

/** How pools and their devices are, as zpool tells it. */
record ZpoolHealth(Machine machine) {
  private static final Pattern DEVICE =
      Pattern.compile(
          "\\s+(\\S+)\\s+(ONLINE|DEGRADED|FAULTED|OFFLINE|UNAVAIL|REMOVED|SUSPENDED)"
              + "(?:\\s+(\\S+)\\s+(\\S+)\\s+(\\S+).*)?");
  private static final Set<String> DEAD = Set.of("FAULTED", "UNAVAIL", "SUSPENDED");
  private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([KMGTP]?)");
  private static final int COLUMNS = 7;

  /** What is to be known of a pool, its own state first. */
  List<Finding> of(String system, String pool) {
    String state = must(List.of("zpool", "list", "-H", "-o", "health", pool)).text().strip();
    List<Finding> findings = new ArrayList<>();
    Grade grade =
        state.equals("ONLINE") ? Grade.OK : DEAD.contains(state) ? Grade.CRITICAL : Grade.ALERT;
    findings.add(
        new Finding(
            Finding.Kind.STATE,
            grade,
            system,
            system,
            "the pool is " + state,
            grade == Grade.OK ? "" : "zpool status -v " + pool));
    for (String line : must(List.of("zpool", "status", pool)).text().split("\n", -1)) {
      Matcher device = DEVICE.matcher(line);
      if (device.matches() && !device.group(1).equals(pool)) {
        device(system, pool, device, findings);
      } else if (line.startsWith("errors:") && !line.contains("No known data errors")) {
        findings.add(
            new Finding(
                Finding.Kind.STATE,
                Grade.CRITICAL,
                system,
                system,
                "data are damaged: " + line.substring("errors:".length()).strip(),
                "zpool status -v " + pool + " names the files; restore these"));
      }
    }
    return findings;
  }

  private static void device(String system, String pool, Matcher device, List<Finding> findings) {
    String state = device.group(2);
    boolean errors =
        device.group(3) != null
            && !(device.group(3).equals("0")
                && device.group(4).equals("0")
                && device.group(5).equals("0"));
    Grade grade =
        switch (state) {
          case "ONLINE" -> errors ? Grade.WARN : Grade.OK;
          case "OFFLINE" -> Grade.WARN;
          default -> Grade.ALERT;
        };
    String counted =
        errors
            ? "; errors: %s read, %s write, %s checksum"
                .formatted(device.group(3), device.group(4), device.group(5))
            : "";
    findings.add(
        new Finding(
            Finding.Kind.NODE,
            grade,
            system,
            device.group(1),
            state + counted,
            grade == Grade.OK ? "" : "zpool status -v " + pool));
  }

  /** Operations and bytes a second, the mean since the import; what isn't told is left out. */
  Map<String, Double> throughput(String pool) {
    ProgramResult exact = machine.run(List.of("zpool", "iostat", "-H", "-p", pool));
    ProgramResult result =
        exact.succeeded() ? exact : machine.run(List.of("zpool", "iostat", pool));
    for (String line : result.text().split("\n", -1)) {
      String[] parts = line.strip().split("\\s+", -1);
      if (result.succeeded() && parts.length == COLUMNS && parts[0].equals(pool)) {
        return Map.of(
            "iops", amount(parts[3]) + amount(parts[4]),
            "read", amount(parts[5]),
            "write", amount(parts[6]));
      }
    }
    return Map.of();
  }

  private static double amount(String text) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      return 0;
    }
    int power = matcher.group(2).isEmpty() ? 0 : "KMGTP".indexOf(matcher.group(2)) + 1;
    return new BigDecimal(matcher.group(1)).doubleValue() * Math.pow(1024, power);
  }

  private ProgramResult must(List<String> command) {
    ProgramResult result = machine.run(command);
    if (!result.succeeded()) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't do %s: %s".formatted(String.join(" ", command), result.errors()),
          "check that the pool is imported: zpool import");
    }
    return result;
  }
}
