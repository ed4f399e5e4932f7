package org.hevelius.core.publication;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hevelius.core.json.JsonOutput;

/** Citations of a publication that are short. {@link RoCrate} writes the long one. */
public final class Citations {
  private Citations() {}

  /** Lines for people, with the names that the version and its content are found by. */
  public static String text(Publication publication) {
    About about = publication.about();
    String creators =
        about.creators().stream().map(Creator::name).collect(Collectors.joining("; "));
    String publisher =
        about.publisher().equals(About.UNKNOWN) ? "" : " " + sentence(about.publisher());
    return "%s (%d). %s (Version %d) [Data set].%s%s\n"
            .formatted(
                creators,
                about.year(),
                about.title(),
                publication.version(),
                publisher,
                about.doi() == null ? "" : " https://doi.org/" + about.doi())
        + "  version  %s, %s\n".formatted(publication.reference(), publication.name())
        + "  content  %s (%d %s, %d bytes)\n"
            .formatted(
                publication.content(),
                publication.files(),
                publication.files() == 1 ? "file" : "files",
                publication.bytes());
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  /** An entry for BibTeX and BibLaTeX. */
  public static String bibtex(Publication publication) {
    About about = publication.about();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(
        "author",
        about.creators().stream().map(Citations::bibtexName).collect(Collectors.joining(" and ")));
    fields.put("title", "{" + escaped(about.title()) + "}");
    fields.put("year", String.valueOf(about.year()));
    fields.put("version", String.valueOf(publication.version()));
    if (!about.publisher().equals(About.UNKNOWN)) {
      fields.put("publisher", escaped(about.publisher()));
    }
    fields.put("howpublished", "Data set");
    if (about.doi() != null) {
      fields.put("doi", about.doi());
    }
    fields.put(
        "note",
        "%s, %s, %s"
            .formatted(
                escaped(publication.reference()),
                escaped(publication.name()),
                publication.content()));
    String key = publication.dataset().text().replaceAll("[^a-zA-Z0-9]+", "-");
    return fields.entrySet().stream()
        .map(field -> "  %-12s = {%s}".formatted(field.getKey(), field.getValue()))
        .collect(
            Collectors.joining(
                ",\n", "@misc{%s-%d,\n".formatted(key, publication.version()), "\n}\n"));
  }

  /** An organization, and a name with the word that parts names, count as one in braces. */
  private static String bibtexName(Creator creator) {
    String name = escaped(creator.name());
    boolean plain = creator.isPerson() && !name.contains(" and ");
    return plain ? name : "{" + name + "}";
  }

  /** BibTeX counts braces even behind a backslash; so a brace has to be called by its name. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> escaped.append("\\textbackslash{}");
        case '{' -> escaped.append("\\textbraceleft{}");
        case '}' -> escaped.append("\\textbraceright{}");
        case '~' -> escaped.append("\\textasciitilde{}");
        case '^' -> escaped.append("\\textasciicircum{}");
        case '"' -> escaped.append("\\textquotedbl{}");
        case '&', '%', '$', '#', '_' -> escaped.append('\\').append(c);
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /**
   * JSON of DataCite's Metadata Schema 4.5.
   *
   * @param description what the version is, for people
   * @param created when it was captured
   */
  public static String datacite(Publication publication, String description, Instant created) {
    About about = publication.about();
    Map<String, Object> root = new LinkedHashMap<>();
    if (about.doi() != null) {
      root.put("doi", about.doi());
    }
    root.put("types", fields("resourceTypeGeneral", "Dataset", "resourceType", "Dataset"));
    root.put("creators", about.creators().stream().map(Citations::datacite).toList());
    root.put("titles", List.of(fields("title", about.title())));
    root.put("publisher", fields("name", about.publisher()));
    root.put("publicationYear", "%04d".formatted(about.year()));
    root.put(
        "dates",
        List.of(
            fields("date", day(created), "dateType", "Created"),
            fields("date", day(publication.published()), "dateType", "Issued")));
    root.put(
        "alternateIdentifiers",
        List.of(
            fields(
                "alternateIdentifier",
                publication.content().toString(),
                "alternateIdentifierType",
                "Hevelius content"),
            fields(
                "alternateIdentifier",
                publication.name(),
                "alternateIdentifierType",
                "Hevelius snapshot")));
    List<Object> related = new ArrayList<>();
    for (String doi : about.related()) {
      related.add(
          fields(
              "relatedIdentifier",
              doi,
              "relatedIdentifierType",
              "DOI",
              "relationType",
              "IsSupplementTo"));
    }
    root.put("relatedIdentifiers", related);
    root.put("sizes", List.of(publication.files() + " files", publication.bytes() + " bytes"));
    root.put("version", String.valueOf(publication.version()));
    if (about.license() != null) {
      root.put("rightsList", List.of(rights(about.license())));
    }
    root.put(
        "descriptions", List.of(fields("description", description, "descriptionType", "Abstract")));
    root.put("schemaVersion", "http://datacite.org/schema/kernel-4");
    return JsonOutput.document(root);
  }

  private static Map<String, Object> datacite(Creator creator) {
    Map<String, Object> node =
        fields(
            "name", creator.name(), "nameType", creator.isPerson() ? "Personal" : "Organizational");
    if (creator.isPerson()) {
      node.put("givenName", creator.given());
      node.put("familyName", creator.family());
    }
    if (creator.orcid() != null) {
      node.put(
          "nameIdentifiers",
          List.of(
              fields(
                  "nameIdentifier",
                  "https://orcid.org/" + creator.orcid(),
                  "nameIdentifierScheme",
                  "ORCID",
                  "schemeUri",
                  "https://orcid.org")));
    }
    return node;
  }

  private static Map<String, Object> rights(String license) {
    return license.matches("https?://.*")
        ? fields("rights", license, "rightsUri", license)
        : fields(
            "rights",
            license,
            "rightsIdentifier",
            license,
            "rightsIdentifierScheme",
            "SPDX",
            "schemeUri",
            "https://spdx.org/licenses/");
  }

  static String day(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** Names and values in turn. */
  static Map<String, Object> fields(String... words) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      fields.put(words[i], words[i + 1]);
    }
    return fields;
  }
}
