package org.hevelius.core.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.core.compare.FitsChange.CardChange;
import org.hevelius.core.compare.FitsChange.DataChange;
import org.hevelius.core.compare.FitsChange.OtherData;
import org.hevelius.core.compare.FitsChange.UnitChange;
import org.jspecify.annotations.Nullable;

/**
 * Compares FITS files: one pass over each for headers and hashes of data, then the data of units
 * that differ is read side by side. Units belong together when type, EXTNAME and EXTVER agree; of
 * several such units, the first with the first, and so on.
 */
final class FitsDiff {
  /** Finding the data of one unit means reading up to it, so only so many are looked into. */
  private static final int MOST_LOOKED_INTO = 64;

  private FitsDiff() {}

  static ContentChange compare(Content before, Content after, ContentOptions options)
      throws IOException {
    FitsStream.Units left = FitsStream.scan(before);
    FitsStream.Units right = FitsStream.scan(after);
    Map<String, FitsUnit> rest = byIdentity(right.list());
    List<UnitChange> changes = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    int lookedInto = 0;
    for (Map.Entry<String, FitsUnit> entry : byIdentity(left.list()).entrySet()) {
      FitsUnit old = entry.getValue();
      FitsUnit now = rest.remove(entry.getKey());
      if (now == null) {
        removed.add(old.name());
        continue;
      }
      List<CardChange> cards = FitsHeaderDiff.compare(old.cards(), now.cards());
      DataChange data = null;
      if (old.dataSize() != now.dataSize() || !old.hash().equals(now.hash())) {
        data =
            lookedInto++ < MOST_LOOKED_INTO
                ? FitsDataDiff.compare(before, old, after, now)
                : new OtherData(old.dataSize(), now.dataSize());
      }
      if (!cards.isEmpty() || data != null) {
        changes.add(change(old, cards, data, options));
      }
    }
    return new FitsChange(
        changes,
        rest.values().stream().map(FitsUnit::name).toList(),
        removed,
        !left.trailing().equals(right.trailing()));
  }

  private static UnitChange change(
      FitsUnit unit, List<CardChange> cards, @Nullable DataChange data, ContentOptions options) {
    int listed = Math.min(cards.size(), options.details());
    return new UnitChange(
        unit.index(), unit.name(), cards.subList(0, listed), listed < cards.size(), data);
  }

  private static Map<String, FitsUnit> byIdentity(List<FitsUnit> units) {
    Map<String, Integer> seen = new HashMap<>();
    Map<String, FitsUnit> byIdentity = new LinkedHashMap<>();
    for (FitsUnit unit : units) {
      int number = seen.merge(unit.identity(), 1, Integer::sum);
      byIdentity.put(unit.identity() + " " + number, unit);
    }
    return byIdentity;
  }
}
