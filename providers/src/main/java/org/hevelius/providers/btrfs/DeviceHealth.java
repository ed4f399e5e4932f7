package org.hevelius.providers.btrfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;

/** What Btrfs says of its devices: errors that it has counted, and those that are missing. */
final class DeviceHealth {
  private static final Pattern COUNT = Pattern.compile("(?m)^\\[(.+)]\\.(\\w+) +(\\d+)$");

  private final Commands commands;

  DeviceHealth(Commands commands) {
    this.commands = commands;
  }

  /** The findings, one at least. */
  List<Finding> of(String system, Mount mount) {
    List<Finding> findings = new ArrayList<>(counted(system, commands.deviceStats(mount.point())));
    if (commands.shownFileSystem(mount.point()).toLowerCase(Locale.ROOT).contains("missing")) {
      findings.add(
          new Finding(
              Finding.Kind.STATE,
              Grade.ALERT,
              system,
              system,
              "a device is missing",
              "look: btrfs filesystem show; replace it: btrfs replace"));
    }
    return findings;
  }

  /** What was counted of each device since its numbers were last set to 0. */
  static List<Finding> counted(String system, String said) {
    Map<String, List<String>> errors = new TreeMap<>();
    Matcher counts = COUNT.matcher(said);
    while (counts.find()) {
      List<String> of = errors.computeIfAbsent(counts.group(1), _ -> new ArrayList<>());
      if (!counts.group(3).matches("0+")) {
        of.add(counts.group(3) + " " + counts.group(2).replace('_', ' '));
      }
    }
    return errors.entrySet().stream()
        .map(
            device ->
                device.getValue().isEmpty()
                    ? new Finding(
                        Finding.Kind.NODE, Grade.OK, system, device.getKey(), "no errors", "")
                    : new Finding(
                        Finding.Kind.NODE,
                        Grade.ALERT,
                        system,
                        device.getKey(),
                        String.join(", ", device.getValue()),
                        "check all data: btrfs scrub start; then: btrfs device stats -z"))
        .toList();
  }
}
