package org.hevelius.core.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * A number, or one for each of several things.
 *
 * @param name such as {@code hevelius_snapshots}
 * @param help what it means, one sentence
 */
public record Metric(String name, Type type, String help, List<Sample> samples) {
  /** How it changes. */
  public enum Type {
    /** Up and down. */
    GAUGE,
    /** Only up; one that is kept by the program alone begins with 0 at each start. */
    COUNTER,
    /** How many stayed within each of several bounds, and their sum. */
    HISTOGRAM
  }

  /** What a number is about. */
  public record Label(String name, String value) {}

  /**
   * One number.
   *
   * @param part which number of a histogram, such as {@code _sum}; else empty
   */
  public record Sample(String part, List<Label> labels, double value) {
    /** Copies the list. */
    public Sample {
      labels = List.copyOf(labels);
    }

    /** A number by itself. */
    public Sample(List<Label> labels, double value) {
      this("", labels, value);
    }
  }

  /** Copies the list. */
  public Metric {
    samples = List.copyOf(samples);
  }

  /** Collects the samples of one metric. */
  public static final class Builder {
    private final String name;
    private final Type type;
    private final String help;
    private final List<Sample> samples = new ArrayList<>();

    /** Without samples at first. */
    public Builder(String name, Type type, String help) {
      this.name = name;
      this.type = type;
      this.help = help;
    }

    /** Adds a number about the whole. */
    public Builder add(long value) {
      samples.add(new Sample(List.of(), (double) value));
      return this;
    }

    /** Adds a number about one thing. */
    public Builder add(String label, String of, long value) {
      samples.add(new Sample(List.of(new Label(label, of)), (double) value));
      return this;
    }

    /** Adds a number about one thing. */
    public Builder addFraction(String label, String of, double value) {
      samples.add(new Sample(List.of(new Label(label, of)), value));
      return this;
    }

    /** Adds a number about several things at once. */
    public Builder add(List<Label> labels, double value) {
      samples.add(new Sample(labels, value));
      return this;
    }

    /**
     * Adds a histogram.
     *
     * @param bounds in seconds, growing
     * @param counts how many stayed within each bound and not within the one before; the last is
     *     for those beyond all bounds
     * @param seconds the sum of all
     */
    public Builder addHistogram(
        List<Label> labels, List<? extends Number> bounds, long[] counts, double seconds) {
      long sum = 0;
      for (int i = 0; i < counts.length; i++) {
        sum += counts[i];
        List<Label> bucket = new ArrayList<>(labels);
        bucket.add(new Label("le", i < bounds.size() ? bounds.get(i).toString() : "+Inf"));
        samples.add(new Sample("_bucket", bucket, (double) sum));
      }
      samples.add(new Sample("_sum", labels, seconds));
      samples.add(new Sample("_count", labels, (double) sum));
      return this;
    }

    /** Adds a number about one thing and another. */
    public Builder add(String label, String of, String otherLabel, String ofOther, long value) {
      samples.add(
          new Sample(
              List.of(new Label(label, of), new Label(otherLabel, ofOther)), (double) value));
      return this;
    }

    /** The metric. */
    public Metric build() {
      return new Metric(name, type, help, samples);
    }
  }
}
