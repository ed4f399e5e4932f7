package org.hevelius.core.policy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Texts;
import org.hevelius.core.yaml.Position;
import org.hevelius.core.yaml.Yaml;

/** Reads and writes what stands under {@code recovery}. */
final class RecoveryValues {
  /** Units as systemd names them; none can be taken for an option. */
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9:_.@\\\\-]{0,254}");

  private RecoveryValues() {}

  static List<String> units(Yaml node) {
    return node.items().stream().map(item -> item.parsed(RecoveryValues::unit)).toList();
  }

  private static String unit(String text) {
    if (!UNIT.matcher(text).matches()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + text + "\" is no unit of systemd",
          "write one such as postgresql.service; anything else is stopped and started by commands:"
              + " stop and start");
    }
    return text;
  }

  static List<String> contacts(Yaml node) {
    return node.items().stream()
        .map(item -> item.parsed(text -> Texts.line("contact", text)))
        .toList();
  }

  /** Programs that are run once. */
  static List<RecoveryCommand> commands(Yaml node) {
    return commands(node, Set.of("run", "timeout"));
  }

  /** Programs that are run again while they fail. */
  static List<RecoveryCommand> checks(Yaml node) {
    return commands(node, Set.of("run", "timeout", "retries", "pause"));
  }

  private static List<RecoveryCommand> commands(Yaml node, Set<String> known) {
    if (!(node instanceof Yaml.Items(Position _, List<Yaml> items))) {
      throw node.position()
          .refused("a list of commands is expected", "write - {run: [program, argument]}");
    }
    return items.stream().map(item -> command(item, known)).toList();
  }

  private static RecoveryCommand command(Yaml node, Set<String> known) {
    Yaml.Fields fields = node.mapping();
    fields.only(new TreeSet<>(known));
    Yaml run = Values.need(fields, "run");
    if (!(run instanceof Yaml.Items(Position _, List<Yaml> command))) {
      throw run.position()
          .refused(
              "a program and its arguments are given as a list, since no shell takes them apart",
              "write run: [program, argument, ...]");
    }
    List<String> words = command.stream().map(Yaml::line).toList();
    try {
      return new RecoveryCommand(
          words,
          length(fields, "timeout", RecoveryCommand.TIMEOUT),
          fields.fields().containsKey("retries")
              ? Values.need(fields, "retries").parsed(RecoveryValues::count)
              : 0,
          length(fields, "pause", RecoveryCommand.PAUSE));
    } catch (HeveliusException e) {
      throw String.valueOf(e.getMessage()).startsWith(run.position().file())
          ? e
          : run.position().refused(e);
    }
  }

  private static Duration length(Yaml.Fields fields, String key, Duration otherwise) {
    return fields.fields().containsKey(key)
        ? Values.need(fields, key).parsed(Lengths::duration)
        : otherwise;
  }

  private static int count(String text) {
    if (!text.matches("[0-9]{1,4}")) {
      throw new HeveliusException(
          Category.INVALID, "\"" + text + "\" is no number of times", "write retries: 10");
    }
    return Integer.parseInt(text);
  }

  static String text(List<RecoveryCommand> commands) {
    return "["
        + String.join(", ", commands.stream().map(command -> text(command, false)).toList())
        + "]";
  }

  static String checksText(List<RecoveryCommand> commands) {
    return "["
        + String.join(", ", commands.stream().map(command -> text(command, true)).toList())
        + "]";
  }

  private static String text(RecoveryCommand command, boolean again) {
    String more =
        again && command.retries() > 0
            ? ", retries: %d, pause: %s".formatted(command.retries(), Lengths.text(command.pause()))
            : "";
    return "{run: [%s], timeout: %s%s}"
        .formatted(
            String.join(", ", command.command().stream().map(FieldText::line).toList()),
            Lengths.text(command.timeout()),
            more);
  }
}
