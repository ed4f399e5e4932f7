package org.hevelius.core.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * A pattern for names and paths, as shells have them: {@code *} and {@code ?} stand for any
 * characters and any one character but a slash, {@code [a-f]} and {@code [!a-f]} for one that is
 * and isn't in the set, {@code **} for any characters, slashes too, and <code>**&#47;</code> for
 * any number of directories, none too. Upper and lower case differ. A backslash has no meaning of
 * its own; {@code [*]} stands for a star.
 *
 * @param text the pattern as it was written
 * @param tokens what it consists of
 */
public record Glob(String text, List<Token> tokens) {
  private static final int LONGEST = 1000;

  /** A piece of a pattern. */
  public sealed interface Token {}

  /** This text. */
  public record Literal(String text) implements Token {}

  /** Any one character but a slash. */
  public record AnyCharacter() implements Token {}

  /** Any characters but slashes. */
  public record AnyRun() implements Token {}

  /** Any characters. */
  public record AnyPath() implements Token {}

  /** Any number of directories, each with its slash. */
  public record AnyDirectories() implements Token {}

  /**
   * One character of a set.
   *
   * @param members what stands between the brackets, without the sign of negation
   */
  public record OneOf(String members, boolean negated) implements Token {}

  /** Copies the tokens. */
  public Glob {
    tokens = List.copyOf(tokens);
  }

  /**
   * The pattern for what somebody typed; a slash at its beginning is dropped.
   *
   * @throws HeveliusException INVALID with the position of what can't be understood
   */
  public static Glob parse(String text) {
    if (text.isEmpty()) {
      throw new HeveliusException(Category.INVALID, "the pattern is empty");
    }
    if (text.length() > LONGEST) {
      throw new HeveliusException(
          Category.INVALID,
          "the pattern has %d characters; at most %d fit".formatted(text.length(), LONGEST));
    }
    List<Token> tokens = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = text.startsWith("/") && text.length() > 1 ? 1 : 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int next = at + 1;
      Token token = null;
      if (text.startsWith("**/", at) && (at == 0 || text.charAt(at - 1) == '/')) {
        token = new AnyDirectories();
        next = at + 3;
      } else if (text.startsWith("**", at)) {
        token = new AnyPath();
        next = at + 2;
      } else if (c == '*') {
        token = new AnyRun();
      } else if (c == '?') {
        token = new AnyCharacter();
      } else if (c == '[') {
        next = text.indexOf(']', at + (text.startsWith("[!", at) ? 3 : 2)) + 1;
        token = oneOf(text, at, next);
      } else {
        literal.append(c);
      }
      if (token != null) {
        flush(literal, tokens);
        tokens.add(token);
      }
      at = next;
    }
    flush(literal, tokens);
    return new Glob(text, tokens);
  }

  /** Whether it is matched against the whole path and not against the name alone. */
  public boolean isPath() {
    return text.indexOf('/') >= 0 || text.contains("**");
  }

  /**
   * Whether it fits a whole text. Takes time in proportion to the length of both, whatever is
   * asked: patterns come from callers, and one that makes an expression go back again and again
   * would stop a service.
   */
  public boolean matches(String subject) {
    int[] points = subject.codePoints().toArray();
    // Which places of the text can be reached by the tokens so far.
    boolean[] at = new boolean[points.length + 1];
    at[0] = true;
    for (Token token : tokens) {
      at = after(token, at, points);
    }
    return at[points.length];
  }

  private static boolean[] after(Token token, boolean[] at, int[] points) {
    boolean[] next = new boolean[at.length];
    switch (token) {
      case Literal(String literal) -> literal(literal.codePoints().toArray(), at, points, next);
      case AnyCharacter() -> {
        for (int i = 0; i < points.length; i++) {
          next[i + 1] = at[i] && points[i] != '/';
        }
      }
      case OneOf(String members, boolean negated) -> {
        for (int i = 0; i < points.length; i++) {
          next[i + 1] = at[i] && isOneOf(points[i], members, negated);
        }
      }
      case AnyRun() -> {
        for (int i = 0; i < at.length; i++) {
          next[i] = at[i] || (i > 0 && next[i - 1] && points[i - 1] != '/');
        }
      }
      case AnyPath() -> {
        for (int i = 0; i < at.length; i++) {
          next[i] = at[i] || (i > 0 && next[i - 1]);
        }
      }
      case AnyDirectories() -> {
        boolean begun = false;
        for (int i = 0; i < at.length; i++) {
          next[i] = at[i] || (begun && points[i - 1] == '/');
          begun |= at[i];
        }
      }
    }
    return next;
  }

  private static void literal(int[] literal, boolean[] at, int[] points, boolean[] next) {
    for (int i = 0; i + literal.length <= points.length; i++) {
      next[i + literal.length] =
          at[i] && Arrays.equals(points, i, i + literal.length, literal, 0, literal.length);
    }
  }

  private static boolean isOneOf(int point, String members, boolean negated) {
    if (point == '/') {
      return false;
    }
    int[] set = members.codePoints().toArray();
    boolean in = false;
    for (int i = 0; i < set.length; i++) {
      if (i + 2 < set.length && set[i + 1] == '-') {
        in |= set[i] <= point && point <= set[i + 2];
        i += 2;
      } else {
        in |= set[i] == point;
      }
    }
    return in != negated;
  }

  private static Token oneOf(String text, int start, int end) {
    if (end == 0) {
      throw new HeveliusException(
          Category.INVALID,
          "the pattern \"%s\" has a bracket at position %d that isn't closed"
              .formatted(text, start + 1),
          "write [[] for a bracket that is meant as such");
    }
    boolean negated = text.charAt(start + 1) == '!';
    String members = text.substring(start + (negated ? 2 : 1), end - 1);
    for (int i = 1; i + 1 < members.length(); i++) {
      if (members.charAt(i) == '-' && members.charAt(i - 1) > members.charAt(i + 1)) {
        throw new HeveliusException(
            Category.INVALID,
            "the pattern \"%s\" has a range that runs backwards in the brackets at position %d"
                .formatted(text, start + 1));
      }
    }
    if (members.indexOf('/') >= 0) {
      throw new HeveliusException(
          Category.INVALID,
          "the pattern \"%s\" has a slash in the brackets at position %d"
              .formatted(text, start + 1));
    }
    return new OneOf(members, negated);
  }

  private static void flush(StringBuilder literal, List<Token> tokens) {
    if (!literal.isEmpty()) {
      tokens.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }
}
