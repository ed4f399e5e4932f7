package org.hevelius.app;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The examples of a page in Markdown. An example that is run stands in a {@code console} block
 * below a line {@code <!-- tested -->}. A line with {@code $} is a command, {@code <!-- tested:
 * exit 4 -->} says how the last one ends, and the lines below a command must appear in its output
 * in this order, whatever their numbers, sizes and times; {@code ...} stands for anything.
 */
final class Transcript {
  private static final Pattern BLOCK =
      Pattern.compile("(?m)^<!-- tested(?:: exit (\\d+))? -->\\n+```console\\n((?s:.*?))^```");
  private static final Pattern VARIES =
      Pattern.compile(
          "\\.\\.\\.|[0-9a-f]{8,}|\\d[\\d.,:]*(?: ?(?:B|kB|MB|GB|ms|s|min|h|d)\\b)?| {2,}|-{3,}");

  /** A command, the lines that its output must hold, and how it ends. */
  record Step(String command, List<String> output, int exitCode) {}

  private Transcript() {}

  static List<Step> steps(String page) {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      List<Step> found = stepsOfBlock(block.group(2).lines().toList());
      if (block.group(1) != null && !found.isEmpty()) {
        Step last = found.removeLast();
        found.add(new Step(last.command(), last.output(), Integer.parseInt(block.group(1))));
      }
      steps.addAll(found);
    }
    return steps;
  }

  private static List<Step> stepsOfBlock(List<String> lines) {
    List<Step> steps = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("$ ")) {
        steps.add(new Step(line.substring(2), new ArrayList<>(), 0));
      } else if (!steps.isEmpty() && !line.isBlank()) {
        steps.getLast().output().add(line.strip());
      }
    }
    return steps;
  }

  /** A pattern for a line of output whose numbers, sizes, times, ids and gaps may differ. */
  static String loosely(String line) {
    StringBuilder pattern = new StringBuilder();
    Matcher varies = VARIES.matcher(line);
    int end = 0;
    while (varies.find()) {
      pattern.append(quoted(line.substring(end, varies.start())));
      pattern.append(loose(varies.group()));
      end = varies.end();
    }
    return pattern.append(quoted(line.substring(end))).toString();
  }

  private static String loose(String text) {
    if (text.equals("...")) {
      return ".*";
    }
    if (text.startsWith(" ")) {
      return " +";
    }
    if (text.startsWith("-")) {
      return "-+";
    }
    return text.matches("[0-9a-f]{8,}")
        ? "[0-9a-f]+"
        : "\\d[\\d.,:]*(?: ?(?:B|kB|MB|GB|ms|s|min|h|d)\\b)?";
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "" : Pattern.quote(text);
  }
}
