package org.hevelius.core.usecase;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hevelius.core.snapshot.Hold;
import org.hevelius.core.snapshot.KnownBad;
import org.hevelius.core.snapshot.KnownGood;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** Says in one line which words of a snapshot an edit changed, the old ones and the new ones. */
final class Rewording {
  private Rewording() {}

  /** Such as {@code name: "base" -> none; tag campaign: "mars" -> "venus"}. */
  static String text(Snapshot old, Snapshot edited) {
    List<String> changes = new ArrayList<>();
    word(changes, "description", old.description(), edited.description());
    word(changes, "name", old.shortName(), edited.shortName());
    word(changes, "milestone", old.milestone(), edited.milestone());
    TreeSet<String> keys = new TreeSet<>(old.tags().keySet());
    keys.addAll(edited.tags().keySet());
    for (String key : keys) {
      word(changes, "tag " + key, old.tags().get(key), edited.tags().get(key));
    }
    word(changes, "held", holds(old), holds(edited));
    word(
        changes,
        "known good",
        note(old.knownGood(), KnownGood::note),
        note(edited.knownGood(), KnownGood::note));
    word(
        changes,
        "known bad",
        note(old.knownBad(), KnownBad::note),
        note(edited.knownBad(), KnownBad::note));
    return String.join("; ", changes);
  }

  private static void word(
      List<String> changes, String name, @Nullable String old, @Nullable String edited) {
    if (!Objects.equals(old, edited)) {
      changes.add("%s: %s -> %s".formatted(name, quoted(old), quoted(edited)));
    }
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "none" : "\"" + text + "\"";
  }

  private static @Nullable String holds(Snapshot snapshot) {
    return snapshot.holds().isEmpty()
        ? null
        : snapshot.holds().stream().map(Rewording::hold).collect(Collectors.joining(", "));
  }

  private static String hold(Hold hold) {
    return hold.kind().name().toLowerCase(Locale.ROOT)
        + (hold.reason().isEmpty() ? "" : " (" + hold.reason() + ")");
  }

  private static <T> @Nullable String note(@Nullable T mark, Function<T, String> note) {
    return mark == null ? null : note.apply(mark);
  }
}
