package org.hevelius.core.publication;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.SnapshotTree;
import org.hevelius.core.tree.TreeEntry;

/**
 * The metadata file of an RO-Crate 1.1 for a published version, {@code ro-crate-metadata.json}. It
 * is written entity by entity while the tree is walked, twice: for the list of parts, then for the
 * parts with their hashes.
 */
public final class RoCrate {
  /** The name that such a file has in the directory that it describes. */
  public static final String FILE_NAME = "ro-crate-metadata.json";

  private static final String CONTEXT = "https://w3id.org/ro/crate/1.1/context";
  private static final String SHA256 = "https://w3id.org/ro/terms/workflow-run#sha256";

  private final Publication publication;
  private final Consumer<String> out;

  /** Writes to this. */
  public RoCrate(Publication publication, Consumer<String> out) {
    this.publication = publication;
    this.out = out;
  }

  /**
   * Writes it.
   *
   * @param description what the version is, for people
   * @param created when it was captured
   */
  public void write(
      SnapshotTree tree, String description, Instant created, BooleanSupplier canceled) {
    out.accept(
        "{\"@context\":[\"%s\",{\"sha256\":\"%s\"}],\n\"@graph\":[\n".formatted(CONTEXT, SHA256));
    Map<String, Object> self = Citations.fields("@id", FILE_NAME, "@type", "CreativeWork");
    self.put("conformsTo", id("https://w3id.org/ro/crate/1.1"));
    self.put("about", id("./"));
    entity(self);
    root(tree, description, created);
    ContentListing.Sum _ =
        new ContentListing(tree, false, _ -> false, canceled).run(item -> entity(part(item)));
    people();
    Map<String, Object> content =
        Citations.fields(
            "@id", "#content", "@type", "PropertyValue", "propertyID", "Hevelius content");
    content.put("value", publication.content().toString());
    out.accept(line(content) + "\n]}\n");
  }

  private void root(SnapshotTree tree, String description, Instant created) {
    About about = publication.about();
    Map<String, Object> root = Citations.fields("@id", "./", "@type", "Dataset");
    root.put("name", about.title());
    root.put("alternateName", publication.name());
    root.put("description", description);
    root.put("version", String.valueOf(publication.version()));
    root.put("dateCreated", Citations.day(created));
    root.put("datePublished", Citations.day(publication.published()));
    List<Object> authors = new ArrayList<>();
    about.creators().forEach(creator -> authors.add(id(idOf(creator))));
    root.put("author", authors);
    if (!about.publisher().equals(About.UNKNOWN)) {
      root.put("publisher", id("#publisher"));
    }
    String license = about.license();
    root.put(
        "license",
        license == null
            ? "not said"
            : id(
                license.matches("https?://.*") ? license : "https://spdx.org/licenses/" + license));
    List<Object> identifiers = new ArrayList<>();
    if (about.doi() != null) {
      identifiers.add("https://doi.org/" + about.doi());
    }
    identifiers.add(id("#content"));
    root.put("identifier", identifiers);
    List<Object> related = new ArrayList<>();
    about.related().forEach(doi -> related.add(id("https://doi.org/" + doi)));
    if (!related.isEmpty()) {
      root.put("citation", related);
    }
    String head = line(root);
    out.accept(head.substring(0, head.length() - 1) + ",\"hasPart\":[");
    boolean[] first = {true};
    ContentListing.walk(
        tree,
        entry -> {
          if (entry.isFile() || entry.isDirectory()) {
            out.accept((first[0] ? "\n" : ",\n") + line(id(path(entry))));
            first[0] = false;
          }
          return true;
        });
    out.accept("]},\n");
  }

  private static Map<String, Object> part(ContentListing.Item item) {
    TreeEntry entry = item.entry();
    Map<String, Object> part = Citations.fields("@id", path(entry));
    switch (entry.type()) {
      case FILE -> {
        part.put("@type", "File");
        part.put("name", Names.show(entry.name()));
        part.put("contentSize", String.valueOf(item.size()));
        part.put("sha256", String.valueOf(item.sha256()));
      }
      case DIRECTORY -> {
        part.put("@type", "Dataset");
        part.put("name", Names.show(entry.name()));
      }
      case SYMLINK -> {
        part.put("@type", "CreativeWork");
        part.put("name", Names.show(entry.name()));
        part.put(
            "description", "symbolic link to " + Names.show(String.valueOf(entry.linkTarget())));
      }
      case SPECIAL -> {
        part.put("@type", "CreativeWork");
        part.put("name", Names.show(entry.name()));
        part.put("description", "a fifo or device");
      }
    }
    return part;
  }

  private void people() {
    About about = publication.about();
    for (Creator creator : about.creators().stream().distinct().toList()) {
      Map<String, Object> person = Citations.fields("@id", idOf(creator));
      person.put("@type", creator.isPerson() ? "Person" : "Organization");
      person.put("name", creator.name());
      if (creator.isPerson()) {
        person.put("familyName", creator.family());
        person.put("givenName", creator.given());
      }
      entity(person);
    }
    if (!about.publisher().equals(About.UNKNOWN)) {
      entity(
          Citations.fields(
              "@id", "#publisher", "@type", "Organization", "name", about.publisher()));
    }
  }

  private static String idOf(Creator creator) {
    return creator.orcid() == null
        ? "#" + encoded(creator.name())
        : "https://orcid.org/" + creator.orcid();
  }

  /** The path as a relative reference: bytes that aren't plain letters stand as percent escapes. */
  static String path(TreeEntry entry) {
    return encoded(entry.path()) + (entry.isDirectory() ? "/" : "");
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : Names.raw(text)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "/-._~".indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static Map<String, Object> id(String id) {
    return Citations.fields("@id", id);
  }

  private void entity(Map<String, Object> entity) {
    out.accept(line(entity) + ",\n");
  }

  private static String line(Object value) {
    return JsonOutput.line(value).stripTrailing();
  }
}
