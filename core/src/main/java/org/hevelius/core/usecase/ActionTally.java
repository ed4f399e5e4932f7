package org.hevelius.core.usecase;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.provider.RestoreActions;

/**
 * Gathers actions that come from several threads in any order: counts, the first of them by path,
 * and a digest that is the same for the same set of actions in whatever order they come. Memory is
 * bounded.
 */
final class ActionTally {
  /** How many actions are kept to be shown. */
  static final int SHOWN = 1000;

  private final Map<Kind, RestorePlan.Count> counts = new EnumMap<>(Kind.class);
  private final PriorityQueue<RestoreAction> first =
      new PriorityQueue<>(Comparator.comparing(RestoreAction::path).reversed());
  private final byte[] digest = new byte[32];

  synchronized void add(RestoreAction action, String present) {
    counts.merge(
        action.kind(),
        new RestorePlan.Count(1, action.bytes()),
        (a, b) -> new RestorePlan.Count(a.entries() + b.entries(), a.bytes() + b.bytes()));
    if (action.kind() == Kind.UNCHANGED) {
      return;
    }
    first.add(action);
    if (first.size() > SHOWN) {
      first.poll();
    }
    String line =
        String.join(
            "\0",
            action.kind().name(),
            action.path(),
            Long.toString(action.bytes()),
            action.note(),
            present);
    byte[] hash = PlanIds.sha256().digest(line.getBytes(StandardCharsets.UTF_8));
    // Adding is the same in any order, and a set that differs in one action gives another sum.
    int carry = 0;
    for (int i = 31; i >= 0; i--) {
      int sum = (digest[i] & 0xff) + (hash[i] & 0xff) + carry;
      digest[i] = (byte) sum;
      carry = sum >> 8;
    }
  }

  synchronized Map<Kind, RestorePlan.Count> counts() {
    return new EnumMap<>(counts);
  }

  synchronized RestorePlan.Count count(Kind kind) {
    return counts.getOrDefault(kind, new RestorePlan.Count(0, 0));
  }

  /** The counts in words. */
  synchronized String summary() {
    List<String> parts = new ArrayList<>();
    counts.forEach(
        (kind, count) -> parts.add(count.entries() + " " + kind.name().toLowerCase(Locale.ROOT)));
    return String.join(", ", parts);
  }

  /** The first actions by path, without what is unchanged. */
  synchronized List<RestoreAction> first() {
    List<RestoreAction> sorted = new ArrayList<>(first);
    sorted.sort(Comparator.comparing(RestoreAction::path));
    return sorted;
  }

  synchronized String digest() {
    return HexFormat.of().formatHex(digest);
  }

  /** Adds each action, and keeps the first conflicts and failures here as well. */
  RestoreActions keeping(List<RestoreAction> problems) {
    return (action, present) -> {
      add(action, present);
      if (action.kind() == Kind.CONFLICT || action.kind() == Kind.FAILED) {
        synchronized (problems) {
          if (problems.size() < SHOWN) {
            problems.add(action);
          }
        }
      }
    };
  }
}
