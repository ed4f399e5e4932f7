package org.hevelius.providers.btrfs;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/** Reads what {@code btrfs subvolume show} and {@code list} print under {@code LC_ALL=C}. */
final class SubvolumeText {
  private static final Pattern FIELD = Pattern.compile("\\t(?:  )?([A-Z][A-Za-z ()]*):\\s*(.*)");
  private static final Pattern LINE =
      Pattern.compile(
          "ID (?<id>\\d+) gen \\d+ cgen (?<cgen>\\d+) parent (?<parent>\\d+) top level \\d+"
              + " (?:otime (?<time>\\S+ \\S+) )?parent_uuid (?<origin>\\S+) +received_uuid"
              + " (?<received>\\S+) +uuid (?<uuid>\\S+) path (?<path>.*)");
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx", Locale.ROOT);
  private static final DateTimeFormatter LISTED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final String ABOVE = "<FS_TREE>/";

  private SubvolumeText() {}

  /**
   * The one that was shown.
   *
   * @throws HeveliusException UNAVAILABLE when it isn't as it should be
   */
  static Subvolume shown(String text) {
    String[] lines = text.split("\n", -1);
    Map<String, String> fields = new HashMap<>();
    for (String line : lines) {
      Matcher field = FIELD.matcher(line);
      if (field.matches()) {
        // In the middle stand names that somebody may have chosen so that they look like fields.
        if (field.group(1).endsWith(" referenced")) {
          fields.put(field.group(1), field.group(2).strip());
        } else {
          fields.putIfAbsent(field.group(1), field.group(2).strip());
        }
      }
    }
    try {
      return new Subvolume(
          slashed(lines[0]),
          Long.parseLong(need(fields, "Subvolume ID")),
          Long.parseLong(need(fields, "Parent ID")),
          need(fields, "UUID"),
          optional(need(fields, "Parent UUID")),
          optional(need(fields, "Received UUID")),
          Long.parseLong(need(fields, "Gen at creation")),
          OffsetDateTime.parse(need(fields, "Creation time"), SHOWN).toInstant(),
          need(fields, "Flags").contains("readonly"),
          bytes(fields.get("Usage referenced")),
          bytes(fields.get("Limit referenced")));
    } catch (RuntimeException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "btrfs has shown a subvolume in a form that isn't known: " + lines[0],
          List.of("nothing was changed; Hevelius is tested with btrfs-progs 6.2"),
          e);
    }
  }

  private static String need(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static @Nullable String optional(String value) {
    return value.equals("-") ? null : value;
  }

  private static long bytes(@Nullable String value) {
    return value == null || value.equals("-") || value.equals("none") ? -1 : Long.parseLong(value);
  }

  private static String slashed(String path) {
    String whole = path.startsWith(ABOVE) ? path.substring(ABOVE.length()) : path;
    return whole.startsWith("/") ? whole : "/" + whole;
  }

  /**
   * Those that were listed with {@code -a -c -p -u -q -R}. Lines that aren't in this form, as those
   * of a name with a line break, are left out.
   *
   * @param readOnly whether the list has those alone that can't be written to
   */
  static List<Subvolume> listed(String text, boolean readOnly) {
    List<Subvolume> all = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      Matcher fields = LINE.matcher(line);
      if (fields.matches()) {
        all.add(
            new Subvolume(
                slashed(fields.group("path")),
                Long.parseLong(fields.group("id")),
                Long.parseLong(fields.group("parent")),
                fields.group("uuid"),
                optional(fields.group("origin")),
                optional(fields.group("received")),
                Long.parseLong(fields.group("cgen")),
                fields.group("time") == null
                    ? Instant.EPOCH
                    : LocalDateTime.parse(fields.group("time"), LISTED).toInstant(ZoneOffset.UTC),
                readOnly,
                -1,
                -1));
      }
    }
    return all;
  }
}
