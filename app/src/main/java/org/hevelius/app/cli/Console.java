package org.hevelius.app.cli;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The terminal, or the files and pipes that stand for it. Text is UTF-8. Results go to the output,
 * everything else to the error stream, which is written at once.
 */
public final class Console {
  private static final int DEFAULT_WIDTH = 100;
  private static final int MIN_WIDTH = 40;

  /**
   * What is known about the streams.
   *
   * @param terminals those of {@code in}, {@code out} and {@code err} that are terminals
   * @param width columns of the terminal
   */
  public record Facts(Set<String> terminals, int width) {
    /** Copies the set. */
    public Facts {
      terminals = Set.copyOf(terminals);
    }
  }

  private final BufferedReader in;
  private final OutputStream out;
  private final PrintWriter writer;
  private final PrintWriter errors;
  private final Facts facts;
  private final Supplier<Optional<String>> unseen;
  private boolean colors;
  private boolean plain;

  /** A console on these streams, without colors until {@link #colorsAllowed} is called. */
  public Console(InputStream in, OutputStream out, OutputStream err, Facts facts) {
    this(in, out, err, facts, null);
  }

  /**
   * A console on these streams.
   *
   * @param unseen reads a line that the terminal doesn't show; null for a line of the input
   */
  private Console(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Facts facts,
      @Nullable Supplier<Optional<String>> unseen) {
    this.unseen = unseen == null ? this::readLine : unseen;
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.writer = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), false);
    this.errors = new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
    this.facts = facts;
  }

  /**
   * The console of this process. The launcher asks the system what is a terminal and how wide it
   * is; without it nothing is one.
   */
  public static Console system() {
    String terminals = System.getProperty("hevelius.terminals", "");
    int width = Integer.getInteger("hevelius.width", DEFAULT_WIDTH);
    Facts facts =
        new Facts(
            terminals.isBlank() ? Set.of() : Set.of(terminals.split(",", -1)),
            width <= 0 ? DEFAULT_WIDTH : Math.max(MIN_WIDTH, width));
    return new Console(
        System.in,
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
        new FileOutputStream(FileDescriptor.err),
        facts,
        Console::typedUnseen);
  }

  /** Switches colors on where a terminal shows them and the environment doesn't forbid them. */
  void colorsAllowed(Map<String, String> environment) {
    colors =
        facts.terminals().contains("out")
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** Obeys the global options. */
  void configure(GlobalOptions options) {
    plain = options.plain;
    colors = colors && !options.noColor && !options.plain && !options.json;
  }

  boolean colors() {
    return colors;
  }

  /** Columns of the terminal. */
  int width() {
    return facts.width();
  }

  /** Whether someone can answer questions. */
  boolean answers() {
    return facts.terminals().contains("in") && facts.terminals().contains("err");
  }

  boolean drawsProgress() {
    return facts.terminals().contains("err") && !plain;
  }

  /** A mark that means more on a terminal, such as a check sign, or its plain form elsewhere. */
  String mark(String sign, String ascii) {
    return facts.terminals().contains("out") && !plain ? sign : ascii;
  }

  String bold(String text) {
    return styled("1", text);
  }

  String dim(String text) {
    return styled("2", text);
  }

  String red(String text) {
    return styled("31", text);
  }

  String green(String text) {
    return styled("32", text);
  }

  String yellow(String text) {
    return styled("33", text);
  }

  private String styled(String code, String text) {
    return colors ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** Prints a line of the result. Names from outside must have gone through {@link Text}. */
  void line(String text) {
    writer.println(text);
  }

  void line() {
    writer.println();
  }

  /** Prints text of the result as it is. */
  void raw(String text) {
    writer.print(text);
  }

  /** Prints a line to the error stream. */
  void error(String text) {
    writer.flush();
    errors.println(text);
  }

  /** Prints to the error stream without ending the line. */
  void errorRaw(String text) {
    errors.print(text);
    errors.flush();
  }

  /** Reads one line; empty at the end of the input. */
  Optional<String> readLine() {
    try {
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Asks for a line that isn't shown while it is typed; empty when nobody can type one unseen, or
   * at the end of the input.
   */
  Optional<String> hidden(String prompt) {
    if (!answers()) {
      return Optional.empty();
    }
    flush();
    errorRaw(prompt);
    return unseen.get();
  }

  // It is null again since JDK 25 where input or output is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  private static Optional<String> typedUnseen() {
    java.io.Console terminal = System.console();
    return terminal == null || !terminal.isTerminal()
        ? Optional.empty()
        : Optional.ofNullable(terminal.readPassword()).map(String::new);
  }

  /** The output for bytes, such as the content of a file. */
  OutputStream bytes() {
    writer.flush();
    return out;
  }

  PrintWriter writer() {
    return writer;
  }

  PrintWriter errorWriter() {
    return errors;
  }

  void flush() {
    writer.flush();
    errors.flush();
  }
}
