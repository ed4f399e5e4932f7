package org.hevelius.providers.directory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code config.json} of a home says. Fields that this program doesn't know are kept when it
 * is written again.
 */
public final class HomeConfig {
  /**
   * The newest form of the document that this program knows. Form 2 names a catalog, which programs
   * that know form 1 alone would pass over.
   */
  public static final int VERSION = 2;

  private static final int WITHOUT_CATALOG = 1;
  private static final String ID = "id";
  private static final String PLACE = "place";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode document;
  private final List<RepositoryEntry> repositories;
  private final @Nullable CatalogEntry catalog;

  private HomeConfig(
      ObjectNode document, List<RepositoryEntry> repositories, @Nullable CatalogEntry catalog) {
    this.document = document;
    this.repositories = List.copyOf(repositories);
    this.catalog = catalog;
  }

  /** A configuration without repositories. */
  public static HomeConfig empty() {
    ObjectNode document = NODES.objectNode();
    document.put("version", WITHOUT_CATALOG);
    document.putArray("repositories");
    return new HomeConfig(document, List.of(), null);
  }

  /** The repositories, the default one first. */
  public List<RepositoryEntry> repositories() {
    return repositories;
  }

  /** The catalog in a server; nothing when it is a file of the home. */
  public Optional<CatalogEntry> catalog() {
    return Optional.ofNullable(catalog);
  }

  /** This configuration with its catalog in a server. */
  public HomeConfig with(CatalogEntry entry) {
    ObjectNode copy = document.deepCopy();
    copy.put("version", VERSION);
    ObjectNode node = copy.putObject("catalog");
    node.put("address", entry.address());
    places(node, entry.passwordFile(), entry.passwordEnvironment(), entry.passwordCommand());
    return new HomeConfig(copy, repositories, entry);
  }

  /** The id of the home, which its catalog has too; nothing in homes that have none yet. */
  public Optional<String> id() {
    return text(ID);
  }

  /** Where the home stood when its id was written; nothing when that isn't known. */
  public Optional<String> place() {
    return text(PLACE);
  }

  private Optional<String> text(String field) {
    return Optional.ofNullable(document.get(field))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue);
  }

  /** This configuration with the id of the home, and where it stands. */
  public HomeConfig with(String id, String place) {
    ObjectNode copy = document.deepCopy();
    copy.put(ID, id);
    copy.put(PLACE, place);
    return new HomeConfig(copy, repositories, catalog);
  }

  /** The repository of a name. */
  public Optional<RepositoryEntry> repository(String name) {
    return repositories.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** This configuration with a repository, in place of one of the same name. */
  public HomeConfig with(RepositoryEntry entry) {
    ObjectNode copy = document.deepCopy();
    ArrayNode nodes =
        copy.get("repositories") instanceof ArrayNode there ? there : copy.putArray("repositories");
    List<RepositoryEntry> entries = new ArrayList<>(repositories);
    int at = repositories.stream().map(RepositoryEntry::name).toList().indexOf(entry.name());
    if (at >= 0) {
      entries.set(at, entry);
      fill((ObjectNode) nodes.get(at), entry);
    } else {
      entries.add(entry);
      fill(nodes.addObject(), entry);
    }
    return new HomeConfig(copy, entries, catalog);
  }

  private static void fill(ObjectNode node, RepositoryEntry entry) {
    node.put("name", entry.name());
    node.put("location", entry.location());
    node.put("readOnly", entry.readOnly());
    node.put("cache", entry.cache());
    node.remove(List.of("passwordFile", "passwordEnvironment", "passwordCommand"));
    places(node, entry.passwordFile(), entry.passwordEnvironment(), entry.passwordCommand());
  }

  private static void places(
      ObjectNode node, @Nullable String file, @Nullable String variable, List<String> command) {
    if (file != null) {
      node.put("passwordFile", file);
    }
    if (variable != null) {
      node.put("passwordEnvironment", variable);
    }
    if (!command.isEmpty()) {
      ArrayNode words = node.putArray("passwordCommand");
      command.forEach(words::add);
    }
  }

  /** The document, indented, ending with a newline. */
  public byte[] toJson() {
    String json = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(document);
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a document.
   *
   * @param where where it was found, for messages
   * @throws HeveliusException DAMAGED with the position or the field that can't be understood;
   *     REFUSED when it needs a newer program
   */
  public static HomeConfig parse(byte[] json, String where) {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw damaged(
          where,
          "it is no JSON from line %d, column %d on"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    }
    if (!(root instanceof ObjectNode document)) {
      throw damaged(where, "it is no JSON object", null);
    }
    JsonNode version = document.get("version");
    if (version == null || !version.isInt() || version.intValue() < 1) {
      throw damaged(where, "\"version\" is no number from 1 on", null);
    }
    if (version.intValue() > VERSION) {
      throw new HeveliusException(
          Category.REFUSED,
          "the configuration at %s has version %d; this program knows version %d"
              .formatted(where, version.intValue(), VERSION),
          "nothing was changed; use a newer hevelius with this home");
    }
    return new HomeConfig(document, entries(document, where), catalog(document, where));
  }

  private static @Nullable CatalogEntry catalog(ObjectNode document, String where) {
    return switch (document.get("catalog")) {
      case null -> null;
      case ObjectNode node -> new Fields(node, "catalog", where).catalog();
      default -> throw damaged(where, "\"catalog\" is no object", null);
    };
  }

  private static List<RepositoryEntry> entries(ObjectNode document, String where) {
    if (!(document.get("repositories") instanceof ArrayNode nodes)) {
      throw damaged(where, "\"repositories\" is no list", null);
    }
    List<RepositoryEntry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode node : nodes) {
      String path = "repositories[" + entries.size() + "]";
      if (!(node instanceof ObjectNode object)) {
        throw damaged(where, "\"" + path + "\" is no object", null);
      }
      RepositoryEntry entry = new Fields(object, path, where).entry();
      if (!names.add(entry.name())) {
        throw damaged(where, "\"" + path + ".name\" stands twice: " + entry.name(), null);
      }
      entries.add(entry);
    }
    return entries;
  }

  /** One repository's object, with its path for messages. */
  private record Fields(ObjectNode node, String path, String where) {
    RepositoryEntry entry() {
      String name = text("name");
      String location = text("location");
      if (name == null || location == null) {
        throw bad(name == null ? "name" : "location", "is missing");
      }
      try {
        return new RepositoryEntry(
            name,
            location,
            flag("readOnly"),
            flag("cache"),
            text("passwordFile"),
            text("passwordEnvironment"),
            texts("passwordCommand"));
      } catch (HeveliusException e) {
        throw damaged(where, "\"" + path + "\": " + e.getMessage(), e);
      }
    }

    CatalogEntry catalog() {
      String address = text("address");
      if (address == null) {
        throw bad("address", "is missing");
      }
      try {
        return new CatalogEntry(
            address, text("passwordFile"), text("passwordEnvironment"), texts("passwordCommand"));
      } catch (HeveliusException e) {
        throw damaged(where, "\"" + path + "\": " + e.getMessage(), e);
      }
    }

    private @Nullable String text(String field) {
      JsonNode value = node.get(field);
      if (value == null || value.isNull()) {
        return null;
      }
      if (!value.isString()) {
        throw bad(field, "is no text");
      }
      return value.stringValue();
    }

    private boolean flag(String field) {
      JsonNode value = node.get(field);
      if (value == null || value.isNull()) {
        return false;
      }
      if (!value.isBoolean()) {
        throw bad(field, "is neither true nor false");
      }
      return value.booleanValue();
    }

    private List<String> texts(String field) {
      JsonNode value = node.get(field);
      if (value == null || value.isNull()) {
        return List.of();
      }
      List<String> texts = new ArrayList<>();
      for (JsonNode element : value) {
        if (!element.isString()) {
          throw bad(field, "has an element that is no text");
        }
        texts.add(element.stringValue());
      }
      if (!value.isArray()) {
        throw bad(field, "is no list");
      }
      return texts;
    }

    private HeveliusException bad(String field, String why) {
      return damaged(where, "\"%s.%s\" %s".formatted(path, field, why), null);
    }
  }

  private static HeveliusException damaged(String where, String why, @Nullable Exception cause) {
    HeveliusException damaged =
        new HeveliusException(
            Category.DAMAGED,
            "the configuration at " + where + " can't be understood: " + why,
            "no repository was touched; mend the file, or bring it back from a copy");
    if (cause != null) {
      damaged.initCause(cause);
    }
    return damaged;
  }
}
