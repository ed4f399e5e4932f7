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
    /** Only up, from 0 at each start. */
    COUNTER
  }

  /** What a number is about. */
  public record Label(String name, String value) {}

  /** One number. */
  public record Sample(List<Label> labels, double value) {
    /** Copies the list. */
    public Sample {
      labels = List.copyOf(labels);
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
