package org.hevelius.core.usecase;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hevelius.core.snapshot.Ancestor;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Lineage in the form PROV-JSON of the W3C: versions are entities, what made them activities, and
 * each derivation says between which of them it is.
 */
public final class ProvDocument {
  private static final String PREFIX = "hevelius:";

  private final Map<String, Object> entities = new TreeMap<>();
  private final Map<String, Object> activities = new TreeMap<>();
  private final Map<String, Object> derivations = new LinkedHashMap<>();
  private final Map<String, Object> generations = new LinkedHashMap<>();

  private ProvDocument() {}

  /** The document of a snapshot with what walks from it met; null for a walk that wasn't made. */
  public static Map<String, Object> of(
      Snapshot snapshot, Lineage.@Nullable Walk up, Lineage.@Nullable Walk down) {
    ProvDocument prov = new ProvDocument();
    prov.add(snapshot);
    prov.add(up);
    prov.add(down);
    prov.derivations.values().removeIf(derivation -> !prov.isWithin(derivation));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("prefix", Map.of("hevelius", "urn:hevelius:snapshot:"));
    document.put("entity", prov.entities);
    document.put("activity", prov.activities);
    document.put("wasDerivedFrom", prov.derivations);
    document.put("wasGeneratedBy", prov.generations);
    document.values().removeIf(part -> part instanceof Map<?, ?> map && map.isEmpty());
    return document;
  }

  private void add(Lineage.@Nullable Walk walk) {
    for (Lineage.Step step : walk == null ? List.<Lineage.Step>of() : walk.steps()) {
      Snapshot met = step.snapshot();
      if (met == null) {
        name(step.ancestor());
      } else if (!step.again()) {
        add(met);
      }
    }
  }

  private void name(Ancestor gone) {
    entities.putIfAbsent(PREFIX + gone.name(), Map.of("prov:label", gone.reference() + " (gone)"));
  }

  private void add(Snapshot snapshot) {
    String id = PREFIX + snapshot.name();
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("prov:label", snapshot.reference());
    entity.put("hevelius:description", snapshot.description());
    entity.put(
        "prov:generatedAtTime", two("$", snapshot.createdAt().toString(), "type", "xsd:dateTime"));
    entities.put(id, entity);
    String activity = id + ".activity";
    boolean known = !snapshot.derivation().by().isEmpty();
    if (known) {
      activities.put(activity, Map.of("prov:label", snapshot.derivation().by()));
      generations.put(
          "_:g" + (generations.size() + 1), two("prov:entity", id, "prov:activity", activity));
    }
    for (Ancestor ancestor : snapshot.derivation().ancestors()) {
      Map<String, Object> derivation = new LinkedHashMap<>();
      derivation.put("prov:generatedEntity", id);
      derivation.put("prov:usedEntity", PREFIX + ancestor.name());
      if (known) {
        derivation.put("prov:activity", activity);
      }
      derivation.put("hevelius:use", ancestor.use().text());
      derivations.put("_:d" + (derivations.size() + 1), derivation);
    }
  }

  private static Map<String, String> two(String key, String value, String other, String second) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put(key, value);
    map.put(other, second);
    return map;
  }

  /** A derivation from what the walk left out would name what isn't in the document. */
  private boolean isWithin(Object derivation) {
    return entities.containsKey(((Map<?, ?>) derivation).get("prov:usedEntity"));
  }
}
