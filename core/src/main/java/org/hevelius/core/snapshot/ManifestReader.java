package org.hevelius.core.snapshot;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@link Manifest} documents. */
final class ManifestReader {
  /** One object of the document, with its path for error messages. */
  private record Fields(JsonNode node, String path, String where) {
    HeveliusException damaged(String field, String why) {
      return ManifestReader.damaged(where, "\"%s%s\" %s".formatted(path, field, why), null);
    }

    boolean has(String field) {
      JsonNode value = node.get(field);
      return value != null && !value.isNull();
    }

    JsonNode need(String field) {
      JsonNode value = node.get(field);
      if (value == null || value.isNull()) {
        throw damaged(field, "is missing");
      }
      return value;
    }

    Fields object(String field) {
      JsonNode value = need(field);
      if (!value.isObject()) {
        throw damaged(field, "is no object");
      }
      return new Fields(value, path + field + ".", where);
    }

    String text(String field) {
      JsonNode value = need(field);
      if (!value.isString()) {
        throw damaged(field, "is no text");
      }
      return value.stringValue();
    }

    String text(String field, String otherwise) {
      return has(field) ? text(field) : otherwise;
    }

    long number(String field) {
      JsonNode value = need(field);
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        throw damaged(field, "is no whole number");
      }
      return value.longValue();
    }

    <T> T parsed(String field, Function<String, T> parser) {
      String text = text(field);
      try {
        return parser.apply(text);
      } catch (DateTimeException | IllegalArgumentException e) {
        throw ManifestReader.damaged(
            where, "\"%s%s\" reads \"%s\"".formatted(path, field, text), e);
      }
    }

    <T> @Nullable T optional(String field, Function<String, T> parser) {
      return has(field) ? parsed(field, parser) : null;
    }

    List<Fields> objects(String field) {
      List<Fields> objects = new ArrayList<>();
      if (has(field)) {
        for (JsonNode element : need(field)) {
          objects.add(new Fields(element, path + field + "[" + objects.size() + "].", where));
        }
      }
      return objects;
    }

    List<String> texts(String field) {
      List<String> texts = new ArrayList<>();
      if (has(field)) {
        for (JsonNode element : need(field)) {
          if (!element.isString()) {
            throw damaged(field, "has an element that is no text");
          }
          texts.add(element.stringValue());
        }
      }
      return texts;
    }
  }

  private ManifestReader() {}

  static Manifest read(byte[] json, String where) {
    Fields root = new Fields(parse(json, where), "", where);
    if (!root.has("manifest")) {
      throw damaged(where, "\"manifest\" is missing", null);
    }
    if (root.has("readableFrom") && root.number("readableFrom") > Manifest.FORM) {
      throw new HeveliusException(
          Category.REFUSED,
          "the manifest at " + where + " was written by a newer program",
          "nothing was changed; read it with a newer hevelius");
    }
    try {
      Snapshot snapshot = snapshot(root.object("snapshot"));
      return new Manifest(
          dataset(root.object("dataset")),
          root.has("highestVersion") ? root.number("highestVersion") : snapshot.version(),
          snapshot,
          root.optional("source", SourceSpec::parse),
          root.has("written") ? root.parsed("written", Instant::parse) : snapshot.createdAt(),
          root.objects("captures").stream().map(ManifestReader::counts).toList(),
          root.text("home", ""));
    } catch (HeveliusException e) {
      if (e.category() == Category.INVALID) {
        throw damaged(where, e.getMessage() == null ? "a value doesn't fit" : e.getMessage(), e);
      }
      throw e;
    }
  }

  private static JsonNode parse(byte[] json, String where) {
    try {
      JsonNode node = JsonMapper.shared().readTree(json);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      throw damaged(where, "it is no JSON", e);
    }
    throw damaged(where, "it is no JSON object", null);
  }

  private static CaptureCounts counts(Fields fields) {
    return new CaptureCounts(
        fields.parsed("source", SourceSpec::parse),
        fields.number("files"),
        fields.number("directories"),
        fields.number("bytes"),
        fields.number("addedBytes"),
        fields.number("storedBytes"));
  }

  private static Dataset dataset(Fields fields) {
    return new Dataset(
        fields.parsed("name", DatasetName::of),
        fields.text("description", ""),
        fields.texts("sources").stream().map(SourceSpec::parse).toList(),
        fields.texts("excludes"),
        fields.parsed("created", Instant::parse),
        fields.text("repository", Dataset.DEFAULT_REPOSITORY),
        fields.texts("tags"));
  }

  private static Snapshot snapshot(Fields fields) {
    return Snapshot.builder(
            fields.parsed("dataset", DatasetName::of),
            fields.number("version"),
            fields.parsed("createdAt", Instant::parse))
        .name(fields.text("name"))
        .shortName(fields.optional("shortName", text -> text))
        .description(fields.text("description"))
        .author(fields.text("author"))
        .host(fields.text("host"))
        .tags(tags(fields))
        .milestone(fields.optional("milestone", text -> text))
        .kind(fields.parsed("kind", SnapshotKind::valueOf))
        .takenBy(fields.texts("takenBy").stream().map(TakenBy::parse).toList())
        .derivation(
            new Derivation(
                fields.texts("derivedFrom").stream().map(Ancestor::parse).toList(),
                fields.text("derivedBy", "")))
        .holds(holds(fields.objects("holds")))
        .knownGood(fields.has("knownGood") ? knownGood(fields.object("knownGood")) : null)
        .knownBad(fields.has("knownBad") ? knownBad(fields.object("knownBad")) : null)
        .expires(fields.optional("expires", Instant::parse))
        .guarantee(fields.parsed("guarantee", Guarantee::valueOf))
        .git(fields.has("git") ? git(fields.object("git")) : null)
        .parentVersion(fields.has("parentVersion") ? fields.number("parentVersion") : null)
        .build();
  }

  private static Map<String, String> tags(Fields snapshot) {
    Map<String, String> tags = new TreeMap<>();
    if (snapshot.has("tags")) {
      Fields fields = snapshot.object("tags");
      for (String key : fields.node().propertyNames()) {
        tags.put(key, fields.text(key));
      }
    }
    return tags;
  }

  private static List<Hold> holds(List<Fields> objects) {
    Map<Hold.Kind, Hold> holds = new EnumMap<>(Hold.Kind.class);
    objects.stream().map(ManifestReader::hold).forEach(hold -> holds.put(hold.kind(), hold));
    return List.copyOf(holds.values());
  }

  /** A hold of a kind that this program doesn't know still holds: it counts as permanent. */
  private static Hold hold(Fields fields) {
    String kind = fields.text("kind", "");
    boolean legal = kind.equals(Hold.Kind.LEGAL.name());
    boolean published = kind.equals(Hold.Kind.PUBLISHED.name());
    return new Hold(
        legal ? Hold.Kind.LEGAL : published ? Hold.Kind.PUBLISHED : Hold.Kind.PERMANENT,
        fields.text("reason", ""),
        fields.text("by", "unknown"),
        fields.parsed("since", Instant::parse));
  }

  private static KnownGood knownGood(Fields fields) {
    return new KnownGood(
        fields.text("by"), fields.parsed("since", Instant::parse), fields.text("note", ""));
  }

  private static KnownBad knownBad(Fields fields) {
    return new KnownBad(
        fields.text("by"), fields.parsed("since", Instant::parse), fields.text("note", ""));
  }

  private static GitState git(Fields fields) {
    return new GitState(
        fields.text("commit"),
        fields.optional("branch", text -> text),
        fields.has("dirtyFiles") ? fields.number("dirtyFiles") : 0,
        fields.optional("remote", text -> text));
  }

  private static HeveliusException damaged(String where, String why, @Nullable Exception cause) {
    HeveliusException damaged =
        new HeveliusException(
            Category.DAMAGED,
            "the manifest at " + where + " can't be read: " + why,
            "the snapshot's data isn't affected; its name, tags and holds can't be read from here");
    if (cause != null) {
      damaged.initCause(cause);
    }
    return damaged;
  }
}
