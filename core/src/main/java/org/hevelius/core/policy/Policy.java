package org.hevelius.core.policy;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.TakenBy;
import org.hevelius.core.yaml.Position;
import org.jspecify.annotations.Nullable;

/**
 * What is to be taken of some datasets, when, and how long it is kept.
 *
 * @param name unique among all policies
 * @param description for people; may be empty
 * @param scopes the datasets that it is for
 * @param template name of the template that it starts from, or null
 * @param settings what it sets itself, by key
 * @param notes what of it is only kept with it, or done in any case; a sentence each
 * @param source where it was read
 * @param position where it begins there
 */
public record Policy(
    String name,
    String description,
    List<Scope> scopes,
    State state,
    @Nullable String template,
    SortedMap<Key, Setting> settings,
    List<String> notes,
    Source source,
    Position position) {
  /** How far a policy is in force. */
  public enum State {
    /** It is stored and has no effect. */
    DRAFT,
    /** It shows in explanations, due times and simulations; nothing is taken or forgotten by it. */
    SIMULATE,
    /** It is in force. */
    ACTIVE;

    /** As it is written. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The text that a policy was read from.
   *
   * @param file as it was named
   * @param text all of the file
   * @param dataset the dataset that it was applied for where it names none, or null
   */
  public record Source(String file, String text, @Nullable DatasetName dataset) {}

  /** Checks the name and copies the collections. */
  public Policy {
    String _ = TakenBy.named("policy", name);
    scopes = List.copyOf(scopes);
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    notes = List.copyOf(notes);
  }

  /** The nearest of its scopes that has a dataset; null when none has it. */
  @Nullable Scope scopeOf(DatasetName dataset) {
    Scope nearest = null;
    for (Scope scope : scopes) {
      if (scope.has(dataset) && (nearest == null || scope.nearness() > nearest.nearness())) {
        nearest = scope;
      }
    }
    return nearest;
  }

  /** The names of the schedules or events that it says something of. */
  List<String> names(Field.Section section) {
    return settings.keySet().stream()
        .filter(key -> key.field().section() == section)
        .map(Key::name)
        .distinct()
        .toList();
  }
}
