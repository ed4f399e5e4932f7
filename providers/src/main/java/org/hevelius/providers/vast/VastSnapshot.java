package org.hevelius.providers.vast;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.hevelius.core.HeveliusException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A snapshot as its cluster shows it.
 *
 * @param id a number that the cluster uses in addresses, and may give again
 * @param guid what it is, for ever
 * @param expires when the cluster removes it; null for never
 * @param unique bytes that only it holds, as estimated; nothing when that isn't told
 * @param policy the protection policy that had it taken; empty for none
 * @param raw everything that was said
 */
record VastSnapshot(
    long id,
    String guid,
    String name,
    VastPath path,
    Instant created,
    @Nullable Instant expires,
    String state,
    boolean locked,
    boolean indestructible,
    OptionalLong unique,
    String policy,
    JsonNode raw) {
  private static final String DONE = "SUCCEED";
  private static final List<String> GOING = List.of("DELETING", "RETRY_DELETE");
  private static final List<String> COMING = List.of("CREATING", "INIT", "RETRYING");

  /** What is shown; nothing when it isn't the record of a snapshot. */
  static Optional<VastSnapshot> of(JsonNode node) {
    String guid = node.path("guid").asString("");
    String path = node.path("path").asString("");
    Instant created = time(node.path("created"));
    if (guid.isEmpty() || path.isEmpty() || created == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new VastSnapshot(
              node.path("id").asLong(),
              guid,
              node.path("name").asString(""),
              new VastPath(path),
              created,
              time(node.path("expiration_time")),
              node.path("state").asString(""),
              node.path("locked").asBoolean(false),
              node.path("indestructible").asBoolean(false),
              node.path("unique_phys_estimation").isNumber()
                  ? OptionalLong.of(Math.max(0, node.path("unique_phys_estimation").asLong()))
                  : OptionalLong.empty(),
              node.path("protection_policy").asString(""),
              node));
    } catch (HeveliusException e) {
      return Optional.empty();
    }
  }

  static @Nullable Instant time(JsonNode node) {
    String text = node.asString("");
    if (text.isEmpty()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return utc(text);
    }
  }

  private static @Nullable Instant utc(String text) {
    try {
      return Instant.parse(text.replace(' ', 'T') + "Z");
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether it is complete, and isn't being removed. */
  boolean isThere() {
    return state.equals(DONE);
  }

  boolean isGoing() {
    return GOING.contains(state);
  }

  boolean isComing() {
    return COMING.contains(state);
  }

  /** What forbids its removal. */
  List<String> blocks() {
    List<String> blocks = new ArrayList<>();
    if (indestructible) {
      blocks.add("it is indestructible");
    }
    return blocks;
  }
}
