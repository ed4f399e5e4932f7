package org.hevelius.core.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Values as policies write them, on one line: what is printed here is read as the same value. */
final class FieldText {
  /** What stands for itself wherever it stands. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "[\\p{L}\\p{N}/._@(*-]([\\p{L}\\p{N}/._@()*+%=:-]|(?<=[^:]) (?! |$|#))*(?<!:)");

  private static final Pattern INDICATOR = Pattern.compile("[*@(].*|-(?!-?[a-z]).*");

  private FieldText() {}

  /** One value; in quotes where YAML would take it for something else. */
  static String line(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !INDICATOR.matcher(text).matches();
    return plain ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                  if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                    quoted.append("\\U%08X".formatted(c));
                  } else {
                    quoted.appendCodePoint(c);
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }

  static String list(Collection<?> values) {
    List<String> lines = values.stream().map(value -> line(value.toString())).toList();
    return lines.size() == 1 ? lines.getFirst() : "[" + String.join(", ", lines) + "]";
  }

  static String map(Map<String, String> values) {
    List<String> lines = new ArrayList<>();
    values.forEach((key, value) -> lines.add(line(key) + ": " + line(value)));
    return "{" + String.join(", ", lines) + "}";
  }

  static String hold(HoldRule hold) {
    String kind = hold.kind().name().toLowerCase(Locale.ROOT);
    return hold.reason().isEmpty()
        ? kind
        : "{kind: %s, reason: %s}".formatted(kind, line(hold.reason()));
  }

  static String replication(Replication replication) {
    return replication.keep().isEmpty()
        ? line(replication.to())
        : "{to: %s, keep: %s}".formatted(line(replication.to()), line(replication.keep()));
  }

  static String hooks(List<Hook> hooks) {
    return "[" + String.join(", ", hooks.stream().map(FieldText::hook).toList()) + "]";
  }

  static String command(List<String> command) {
    return "[" + String.join(", ", command.stream().map(FieldText::line).toList()) + "]";
  }

  private static String hook(Hook hook) {
    return "{run: %s, timeout: %s, on-failure: %s}"
        .formatted(
            command(hook.command()),
            Lengths.text(hook.timeout()),
            hook.required() ? "stop" : "continue");
  }
}
