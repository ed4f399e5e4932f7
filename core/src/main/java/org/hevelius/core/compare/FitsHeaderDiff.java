package org.hevelius.core.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hevelius.core.compare.FitsChange.CardChange;

/** Compares headers keyword by keyword; commentary is compared as a collection of lines. */
final class FitsHeaderDiff {
  private FitsHeaderDiff() {}

  static List<CardChange> compare(List<FitsCard> before, List<FitsCard> after) {
    Map<String, FitsCard> left = keyed(before);
    Map<String, FitsCard> right = keyed(after);
    List<CardChange> changes = new ArrayList<>();
    left.forEach(
        (key, old) -> {
          FitsCard now = right.remove(key);
          if (now == null) {
            changes.add(new CardChange(CardChange.What.REMOVED, old.keyword(), old.value(), null));
          } else {
            compare(old, now, changes);
          }
        });
    for (FitsCard now : right.values()) {
      changes.add(new CardChange(CardChange.What.ADDED, now.keyword(), null, now.value()));
    }
    return changes;
  }

  private static void compare(FitsCard old, FitsCard now, List<CardChange> changes) {
    if (!old.value().equals(now.value())) {
      changes.add(new CardChange(CardChange.What.CHANGED, old.keyword(), old.value(), now.value()));
    } else if (old.string() != now.string()) {
      changes.add(new CardChange(CardChange.What.CHANGED, old.keyword(), quoted(old), quoted(now)));
    } else if (!Objects.equals(old.comment(), now.comment())) {
      changes.add(
          new CardChange(
              CardChange.What.COMMENT,
              old.keyword(),
              Objects.requireNonNullElse(old.comment(), ""),
              Objects.requireNonNullElse(now.comment(), "")));
    }
  }

  private static String quoted(FitsCard card) {
    return card.string() ? "'" + card.value() + "'" : card.value();
  }

  private static Map<String, FitsCard> keyed(List<FitsCard> cards) {
    Map<String, Integer> seen = new HashMap<>();
    Map<String, FitsCard> keyed = new LinkedHashMap<>();
    for (FitsCard card : cards) {
      String key = card.commentary() ? card.keyword() + " \n" + card.value() : card.keyword();
      keyed.put(key + "\n" + seen.merge(key, 1, Integer::sum), card);
    }
    return keyed;
  }
}
