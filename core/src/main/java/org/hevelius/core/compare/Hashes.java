package org.hevelius.core.compare;

import java.util.List;

/** A 64-bit hash for telling rows and lines apart; not safe against people who want collisions. */
final class Hashes {
  private Hashes() {}

  static long mix(long hash, long value) {
    long mixed = (hash ^ value) * 0x9e3779b97f4a7c15L;
    return mixed ^ (mixed >>> 29);
  }

  static long of(CharSequence text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash, text.charAt(i));
    }
    return mix(hash, 0x5bd1);
  }

  static long of(List<String> cells) {
    long hash = cells.size();
    for (String cell : cells) {
      hash = mix(hash, of(cell));
    }
    return hash;
  }
}
