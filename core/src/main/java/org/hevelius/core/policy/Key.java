package org.hevelius.core.policy;

import java.util.Comparator;

/**
 * What a value is for.
 *
 * @param name of the schedule or event; empty for fields of the policy
 */
public record Key(Field<?> field, String name) implements Comparable<Key> {
  private static final Comparator<Key> ORDER =
      Comparator.comparing((Key key) -> key.field().section())
          .thenComparing(Key::name)
          .thenComparingInt(key -> Field.ALL.indexOf(key.field()));

  /** The key of a field of the policy. */
  public static Key of(Field<?> field) {
    return new Key(field, "");
  }

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }

  /** The path, such as {@code zone} or {@code schedules.daily.at}. */
  @Override
  public String toString() {
    return switch (field.section()) {
      case POLICY -> field.name();
      case NAMING, HOOKS, RECOVERY, DRILL -> field.section().key() + "." + field.name();
      case SCHEDULE, EVENT -> field.section().key() + "." + name + "." + field.name();
    };
  }
}
