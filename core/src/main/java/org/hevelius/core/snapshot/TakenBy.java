package org.hevelius.core.snapshot;

import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * The schedule, or the event listened to, of a policy that a snapshot was taken by. Retention finds
 * the snapshots of a tier by it, and never by their names.
 *
 * @param policy name of the policy
 * @param schedule name of the schedule or event within it
 */
public record TakenBy(String policy, String schedule) implements Comparable<TakenBy> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /** Checks both names. */
  public TakenBy {
    named("policy", policy);
    named("schedule", schedule);
  }

  /**
   * The one that is written {@code policy/schedule}.
   *
   * @throws HeveliusException INVALID when it is not of that form
   */
  public static TakenBy parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new HeveliusException(
          Category.INVALID,
          "\"%s\" is no schedule of a policy".formatted(text),
          "write POLICY/SCHEDULE, such as cosmos7/nightly");
    }
    return new TakenBy(text.substring(0, slash), text.substring(slash + 1));
  }

  /**
   * The name itself.
   *
   * @param what what it names, for the message
   * @throws HeveliusException INVALID when it can't be a name of a policy, schedule or event
   */
  public static String named(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"%s\" is no name for a %s".formatted(name, what),
          "names begin with a lower-case letter or digit; lower-case letters, digits and . _ - may"
              + " follow, 64 in all");
    }
    return name;
  }

  @Override
  public int compareTo(TakenBy other) {
    int byPolicy = policy.compareTo(other.policy);
    return byPolicy != 0 ? byPolicy : schedule.compareTo(other.schedule);
  }

  @Override
  public String toString() {
    return policy + "/" + schedule;
  }
}
