package org.hevelius.app.cli;

import java.util.Locale;
import org.hevelius.core.storage.Limits;
import org.jspecify.annotations.Nullable;

/** Limits and shares in words. */
final class QuotaText {
  private QuotaText() {}

  static String size(@Nullable Long bytes) {
    return bytes == null ? "none" : Humans.bytes(bytes);
  }

  static String limits(Limits limits) {
    return "soft %s, hard %s".formatted(size(limits.soft()), size(limits.hard()));
  }

  static String percent(@Nullable Double percent) {
    return percent == null ? "-" : String.format(Locale.ROOT, "%.0f %%", Math.floor(percent));
  }
}
