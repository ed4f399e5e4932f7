package org.hevelius.server.api;

import java.util.List;
import java.util.Locale;
import org.hevelius.core.metrics.Metric;

/** Metrics in the text form of Prometheus, version 0.0.4. */
final class MetricText {
  /** Its media type. */
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double LARGEST_WHOLE = 1L << 53;

  private MetricText() {}

  static String of(List<Metric> metrics) {
    StringBuilder text = new StringBuilder();
    for (Metric metric : metrics) {
      String type = metric.type().name().toLowerCase(Locale.ROOT);
      text.append("# HELP ").append(metric.name()).append(' ');
      escape(text, metric.help(), false);
      text.append("\n# TYPE ").append(metric.name()).append(' ').append(type).append('\n');
      for (Metric.Sample sample : metric.samples()) {
        text.append(metric.name()).append(sample.part());
        labels(text, sample.labels());
        text.append(' ').append(number(sample.value())).append('\n');
      }
    }
    return text.toString();
  }

  private static void labels(StringBuilder text, List<Metric.Label> labels) {
    char before = '{';
    for (Metric.Label label : labels) {
      text.append(before).append(label.name()).append("=\"");
      escape(text, label.value(), true);
      text.append('"');
      before = ',';
    }
    if (!labels.isEmpty()) {
      text.append('}');
    }
  }

  private static void escape(StringBuilder text, String value, boolean quoted) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '"' -> text.append(quoted ? "\\\"" : "\"");
        default -> text.append(c);
      }
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE
        ? Long.toString((long) value)
        : Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : Double.toString(value);
  }
}
