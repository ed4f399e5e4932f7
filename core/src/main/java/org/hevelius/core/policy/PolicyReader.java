package org.hevelius.core.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.Suggestions;
import org.hevelius.core.dataset.Texts;
import org.hevelius.core.snapshot.TakenBy;
import org.hevelius.core.yaml.Position;
import org.hevelius.core.yaml.Yaml;
import org.hevelius.core.yaml.YamlReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads policies from YAML: a list under {@code policies}, and the blocks {@code snapshots} and
 * {@code s3_snapshots}. Whatever isn't understood is refused with file, line and column.
 */
public final class PolicyReader {
  private static final List<String> ROOT =
      List.of("policies", "snapshots", "s3_snapshots", "frames");
  private static final List<String> OWN =
      List.of(
          "name", "description", "scopes", "state", "template", "schedules", "events", "frames");

  private final Policy.Source source;

  private PolicyReader(Policy.Source source) {
    this.source = source;
  }

  /**
   * The policies in a text, in its order.
   *
   * @param file what to call the text in messages
   * @param dataset for policies that name no scope; null to refuse them
   * @throws HeveliusException INVALID with the position of what can't be understood
   */
  public static List<Policy> read(String file, String text, @Nullable DatasetName dataset) {
    return new PolicyReader(new Policy.Source(file, text, dataset)).all();
  }

  /** The templates in a text: policies without a scope, by their names. */
  static Map<String, Policy> templates(String file, String text) {
    PolicyReader reader = new PolicyReader(new Policy.Source(file, text, null));
    Yaml.Fields root = YamlReader.read(file, text).mapping();
    root.only(Set.of("templates"));
    Map<String, Policy> templates = new TreeMap<>();
    for (Yaml node : Values.need(root, "templates").items()) {
      Policy template = reader.policy(node.mapping(), List.of());
      templates.put(template.name(), template);
    }
    return templates;
  }

  private List<Policy> all() {
    Yaml document = YamlReader.read(source.file(), source.text());
    if (document instanceof Yaml.Line line && Frames.isFrame(line.text())) {
      return List.of(frames(line));
    }
    Yaml.Fields root = document.mapping();
    root.only(new LinkedHashSet<>(ROOT));
    List<Policy> policies = new ArrayList<>();
    boolean both = root.fields().containsKey("snapshots");
    for (Yaml.Field field : root.fields().values()) {
      switch (field.key()) {
        case "policies" -> policies(field.value(), policies);
        case "snapshots" -> policies.add(new TamsBlocks(source).database(field));
        case "frames" -> policies.add(frames(field.value()));
        default -> policies.addAll(new TamsBlocks(source).buckets(field, !both));
      }
    }
    if (policies.isEmpty()) {
      throw root.position().refused("there is no policy in it", "begin with policies:");
    }
    Map<String, Policy> byName = new TreeMap<>();
    for (Policy policy : policies) {
      Policy before = byName.put(policy.name(), policy);
      if (before != null) {
        throw policy
            .position()
            .refused(
                "there is a policy \"%s\" already, at %s"
                    .formatted(policy.name(), before.position()));
      }
    }
    return List.copyOf(policies);
  }

  /** A policy of frames alone; which dataset they are for is said beside the file. */
  private Policy frames(Yaml node) {
    DatasetName dataset = source.dataset();
    if (dataset == null) {
      throw node.position()
          .refused("the frames don't say for which dataset they are", "name it with --dataset");
    }
    SortedMap<Key, Setting> settings = new TreeMap<>();
    Frames.read(node, settings);
    String name = "frames-" + dataset.flat();
    return new Policy(
        name.length() > 64 ? name.substring(0, 64) : name,
        "",
        List.of(new Scope(dataset.text())),
        Policy.State.ACTIVE,
        null,
        settings,
        replicated(settings),
        source,
        node.position());
  }

  private void policies(Yaml list, List<Policy> policies) {
    if (!(list instanceof Yaml.Items(Position _, List<Yaml> items))) {
      throw list.position().refused("a list of policies is expected", "write - name: NAME");
    }
    for (Yaml item : items) {
      Yaml.Fields fields = item.mapping();
      // Before the scopes: a key that is nearly theirs is what is wrong then.
      known(fields);
      policies.add(policy(fields, scopes(fields)));
    }
  }

  private List<Scope> scopes(Yaml.Fields fields) {
    DatasetName dataset = source.dataset();
    Yaml.Field scopes = fields.fields().get("scopes");
    if (scopes != null) {
      List<Scope> read =
          scopes.value().items().stream().map(item -> item.parsed(Scope::new)).toList();
      if (read.isEmpty()) {
        throw scopes.value().position().refused("the policy is for no dataset");
      }
      return read;
    }
    if (dataset != null) {
      return List.of(new Scope(dataset.text()));
    }
    throw fields
        .position()
        .refused(
            "the policy doesn't say for which datasets it is",
            "write scopes: [cosmos7/raw], or name the dataset with --dataset");
  }

  private static void known(Yaml.Fields fields) {
    Set<String> known = new LinkedHashSet<>(OWN);
    known.addAll(Field.of(Field.Section.POLICY).keySet());
    known.addAll(List.of("naming", "hooks", "recovery", "drill"));
    fields.only(known);
  }

  private Policy policy(Yaml.Fields fields, List<Scope> scopes) {
    known(fields);
    String name = Values.need(fields, "name").parsed(text -> TakenBy.named("policy", text));
    SortedMap<Key, Setting> settings = new TreeMap<>();
    Policy.State state = Policy.State.ACTIVE;
    String template = null;
    String description = "";
    for (Yaml.Field field : fields.fields().values()) {
      switch (field.key()) {
        case "name", "scopes" -> {}
        case "description" ->
            description = field.value().parsed(text -> Texts.text("description", text));
        case "state" -> state = field.value().parsed(PolicyReader::state);
        case "template" -> template = field.value().parsed(PolicyReader::templateName);
        case "schedules" -> named(field.value(), Field.Section.SCHEDULE, settings);
        case "events" -> named(field.value(), Field.Section.EVENT, settings);
        case "naming" -> section(field.value(), Field.Section.NAMING, "", settings);
        case "hooks" -> section(field.value(), Field.Section.HOOKS, "", settings);
        case "recovery" -> section(field.value(), Field.Section.RECOVERY, "", settings);
        case "drill" -> section(field.value(), Field.Section.DRILL, "", settings);
        case "frames" -> Frames.read(field.value(), settings);
        default -> put(field, Field.Section.POLICY, "", settings);
      }
    }
    return new Policy(
        name,
        description,
        scopes,
        state,
        template,
        settings,
        replicated(settings),
        source,
        fields.position());
  }

  private static List<String> replicated(SortedMap<Key, Setting> settings) {
    Setting replication = settings.get(Key.of(Field.REPLICATION));
    Setting byStorage = settings.get(Key.of(Field.NATIVE_SCHEDULE));
    boolean told = byStorage != null && Boolean.TRUE.equals(byStorage.value());
    return replication == null || told
        ? List.of()
        : List.of(
            "replication to %s is kept with the policy; this version copies nothing"
                .formatted(replication.value()));
  }

  private static void named(Yaml node, Field.Section section, SortedMap<Key, Setting> settings) {
    for (Yaml.Field field : node.mapping().fields().values()) {
      String name;
      try {
        name = TakenBy.named(section == Field.Section.SCHEDULE ? "schedule" : "event", field.key());
      } catch (HeveliusException e) {
        throw field.position().refused(e);
      }
      for (Key key : settings.keySet()) {
        if (key.name().equals(name) && key.field().section() != section) {
          throw field
              .position()
              .refused("a schedule and an event of one policy are both called \"" + name + "\"");
        }
      }
      if (field.value() instanceof Yaml.Line(Position position, String text)) {
        if (text.equals("off")) {
          Field<Boolean> off =
              section == Field.Section.SCHEDULE ? Field.SCHEDULE_OFF : Field.EVENT_OFF;
          settings.put(new Key(off, name), new Setting(new Key(off, name), true, position));
        } else if (section == Field.Section.SCHEDULE) {
          Frames.line(field.value(), name, settings);
        } else {
          throw position.refused(
              "\"%s\" stands where keys with values, or off, are expected".formatted(text));
        }
      } else {
        section(field.value(), section, name, settings);
      }
    }
  }

  private static void section(
      Yaml node, Field.Section section, String name, SortedMap<Key, Setting> settings) {
    Yaml.Fields fields = node.mapping();
    fields.only(Field.of(section).keySet());
    if (fields.fields().isEmpty() && section.isNamed()) {
      settings.computeIfAbsent(
          new Key(section == Field.Section.SCHEDULE ? Field.SCHEDULE_OFF : Field.EVENT_OFF, name),
          key -> new Setting(key, false, fields.position()));
    }
    fields.fields().values().forEach(field -> put(field, section, name, settings));
  }

  private static void put(
      Yaml.Field node, Field.Section section, String name, SortedMap<Key, Setting> settings) {
    Field<?> field = Field.of(section).get(node.key());
    if (field == null) {
      throw node.position().refused("\"" + node.key() + "\" is not known here");
    }
    Key key = new Key(field, name);
    settings.put(key, new Setting(key, valueOf(field, node.value()), node.value().position()));
  }

  private static Object valueOf(Field<?> field, Yaml node) {
    Object value = field.read(node);
    if (value == null) {
      throw new IllegalStateException(field + " was read as nothing");
    }
    return value;
  }

  private static Policy.State state(String text) {
    for (Policy.State state : Policy.State.values()) {
      if (state.text().equals(text)) {
        return state;
      }
    }
    throw unknown(
        "\"" + text + "\" is no state of a policy", text, List.of("draft", "simulate", "active"));
  }

  private static String templateName(String text) {
    if (!Templates.all().containsKey(text)) {
      throw unknown(
          "there is no template \"" + text + "\"", text, List.copyOf(Templates.all().keySet()));
    }
    return text;
  }

  private static HeveliusException unknown(String what, String text, List<String> known) {
    List<String> near = Suggestions.nearest(text, known, 1);
    return new HeveliusException(
        Category.INVALID,
        what,
        near.isEmpty() ? "known: " + String.join(", ", known) : "did you mean  " + near.getFirst());
  }
}
