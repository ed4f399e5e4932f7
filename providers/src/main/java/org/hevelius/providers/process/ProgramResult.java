package org.hevelius.providers.process;

import java.nio.charset.StandardCharsets;

/** What a program left behind. */
public final class ProgramResult {
  private static final int LOST = 255;

  private final int status;
  private final byte[] output;
  private final boolean truncated;
  private final String errors;
  private final boolean unknown;

  ProgramResult(int status, byte[] output, boolean truncated, String errors) {
    this(status, output, truncated, errors, false);
  }

  private ProgramResult(
      int status, byte[] output, boolean truncated, String errors, boolean unknown) {
    this.status = status;
    this.output = output;
    this.truncated = truncated;
    this.errors = errors;
    this.unknown = unknown;
  }

  /**
   * That nothing is known of what came of a program, as when the connection was lost meanwhile; it
   * counts as failed.
   */
  public static ProgramResult unknown(String errors) {
    return new ProgramResult(LOST, new byte[0], false, errors, true);
  }

  /** Whether it may have done all of its work although it failed here. */
  public boolean isUnknown() {
    return unknown;
  }

  /** The exit status; 0 means that all went well. */
  public int status() {
    return status;
  }

  /** Whether all went well. */
  public boolean succeeded() {
    return status == 0;
  }

  /** What it wrote to its standard output, up to the limit; not a copy. */
  public byte[] output() {
    return output;
  }

  /** Whether it wrote more than the limit. */
  public boolean truncated() {
    return truncated;
  }

  /** The output as UTF-8, without line breaks at its end. */
  public String text() {
    return new String(output, StandardCharsets.UTF_8).stripTrailing();
  }

  /** The beginning of what it wrote to its standard error, without line breaks at its end. */
  public String errors() {
    return errors;
  }
}
