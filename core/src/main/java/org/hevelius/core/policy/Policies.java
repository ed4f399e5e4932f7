package org.hevelius.core.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.retention.CalendarSpan;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.snapshot.TakenBy;
import org.hevelius.core.yaml.Position;

/**
 * Policies together: what holds for a dataset. Later ones win: built-in defaults, then the template
 * that the nearest policy with one starts from, then policies from the broadest scope to the
 * nearest.
 */
public final class Policies {
  /** Where the built-in defaults stand. */
  private static final Position NOWHERE = new Position("", 0, 0);

  private static final Map<Key, Setting> DEFAULTS = defaults();

  private final List<Policy> all;

  /** All policies that there are. */
  public Policies(Collection<Policy> all) {
    this.all = all.stream().sorted(Comparator.comparing(Policy::name)).toList();
  }

  private static Map<Key, Setting> defaults() {
    Map<Key, Setting> defaults = new TreeMap<>();
    Map.<Field<?>, Object>of(
            Field.ZONE,
            ZoneId.of("UTC"),
            Field.CATCH_UP,
            CatchUp.LATEST,
            Field.GRACE,
            Duration.ofHours(1),
            Field.JITTER,
            Duration.ZERO)
        .forEach(
            (field, value) ->
                defaults.put(Key.of(field), new Setting(Key.of(field), value, NOWHERE)));
    return defaults;
  }

  /** A policy with the nearest of its scopes. */
  private record Near(Policy policy, Scope scope) {}

  /**
   * What holds for a dataset.
   *
   * @param simulated whether policies that only simulate count too
   * @throws HeveliusException INVALID when two policies of the same scope contradict each other, or
   *     a nearer one shortens the minimum keep
   */
  public EffectivePolicy of(DatasetName dataset, boolean simulated) {
    List<Near> chain = new ArrayList<>();
    List<String> drafts = new ArrayList<>();
    for (Policy policy : all) {
      Scope scope = policy.scopeOf(dataset);
      if (scope != null && counts(policy.state(), simulated)) {
        chain.add(new Near(policy, scope));
      } else if (scope != null && policy.state() == Policy.State.DRAFT) {
        drafts.add(policy.name());
      }
    }
    chain.sort(Comparator.comparingInt(near -> near.scope().nearness()));
    contradictions(chain);
    SortedMap<Key, EffectivePolicy.Value> values = new TreeMap<>();
    SortedMap<String, TakenBy> owners = new TreeMap<>();
    DEFAULTS.values().forEach(setting -> put(values, setting, new Origin.BuiltIn()));
    Near start =
        chain.reversed().stream()
            .filter(n -> n.policy().template() != null)
            .findFirst()
            .orElse(null);
    if (start != null) {
      template(start.policy(), values, owners);
    }
    for (Near near : chain) {
      near.policy()
          .settings()
          .values()
          .forEach(
              setting -> {
                own(near.policy().name(), setting, owners);
                longer(values, setting, near.policy());
                put(values, setting, new Origin.InPolicy(near.policy().name(), setting.position()));
              });
    }
    switchOff(values, owners);
    complete(values, owners);
    return new EffectivePolicy(
        dataset,
        chain.stream().map(near -> near.policy().name()).toList(),
        chain.stream()
            .filter(near -> near.policy().state() == Policy.State.SIMULATE)
            .map(near -> near.policy().name())
            .toList(),
        drafts,
        values,
        owners);
  }

  private static boolean counts(Policy.State state, boolean simulated) {
    return state == Policy.State.ACTIVE || (simulated && state == Policy.State.SIMULATE);
  }

  private static void template(
      Policy policy,
      SortedMap<Key, EffectivePolicy.Value> values,
      SortedMap<String, TakenBy> owners) {
    Policy template = Templates.all().get(policy.template());
    if (template == null) {
      throw policy.position().refused("there is no template \"" + policy.template() + "\"");
    }
    for (Setting setting : template.settings().values()) {
      own(policy.name(), setting, owners);
      put(values, setting, new Origin.InTemplate(template.name(), policy.name()));
    }
  }

  private static void own(String policy, Setting setting, SortedMap<String, TakenBy> owners) {
    String name = setting.key().name();
    if (!name.isEmpty()) {
      owners.putIfAbsent(name, new TakenBy(policy, name));
    }
  }

  private static void put(
      SortedMap<Key, EffectivePolicy.Value> values, Setting setting, Origin origin) {
    EffectivePolicy.Value before = values.get(setting.key());
    List<Origin> overridden = new ArrayList<>();
    if (before != null) {
      overridden.add(before.origin());
      overridden.addAll(before.overridden());
    }
    values.put(setting.key(), new EffectivePolicy.Value(setting, origin, overridden));
  }

  /** A minimum keep can only grow on the way to the dataset. */
  private static void longer(
      SortedMap<Key, EffectivePolicy.Value> values, Setting setting, Policy policy) {
    EffectivePolicy.Value before = values.get(setting.key());
    if (before == null || setting.key().field() != Field.MINIMUM_KEEP) {
      return;
    }
    CalendarSpan demanded = Field.MINIMUM_KEEP.cast(before.setting().value());
    CalendarSpan wanted = Field.MINIMUM_KEEP.cast(setting.value());
    if (wanted.after(Instant.EPOCH).isBefore(demanded.after(Instant.EPOCH))) {
      throw setting
          .position()
          .refused(
              "policy %s sets a minimum keep of %s, shorter than the %s of %s"
                  .formatted(
                      policy.name(),
                      setting.text(),
                      before.setting().text(),
                      before.origin().text()),
              "a nearer policy can make it longer, never shorter");
    }
  }

  /** Two policies of the same scope may not set the same thing differently. */
  private static void contradictions(List<Near> chain) {
    Map<String, Map<Key, Near>> scopes = new HashMap<>();
    Map<String, Near> templates = new HashMap<>();
    for (Near near : chain) {
      Map<Key, Near> seen = scopes.computeIfAbsent(near.scope().text(), _ -> new HashMap<>());
      for (Setting setting : near.policy().settings().values()) {
        Near other = seen.putIfAbsent(setting.key(), near);
        Setting before = other == null ? null : other.policy().settings().get(setting.key());
        if (other != null && before != null && !before.value().equals(setting.value())) {
          throw contradiction(
              near, setting.key().toString(), other, before.position(), setting.position());
        }
      }
      String template = near.policy().template();
      Near other = template == null ? null : templates.putIfAbsent(near.scope().text(), near);
      if (other != null && !String.valueOf(other.policy().template()).equals(template)) {
        throw contradiction(
            near, "template", other, other.policy().position(), near.policy().position());
      }
    }
  }

  private static HeveliusException contradiction(
      Near near, String key, Near other, Position before, Position here) {
    return here.refused(
        "the policies %s and %s are both for %s and set %s differently; the other one is at %s"
            .formatted(other.policy().name(), near.policy().name(), near.scope(), key, before),
        "leave it out of one of them, or give one a nearer scope");
  }

  private static boolean isOff(Key key) {
    return key.field() == Field.SCHEDULE_OFF || key.field() == Field.EVENT_OFF;
  }

  private static void switchOff(
      SortedMap<Key, EffectivePolicy.Value> values, SortedMap<String, TakenBy> owners) {
    Set<String> off = new HashSet<>();
    values.forEach(
        (key, value) -> {
          if (isOff(key) && Boolean.TRUE.equals(value.setting().value())) {
            off.add(key.name());
          }
        });
    values.keySet().removeIf(key -> off.contains(key.name()) && !isOff(key));
    owners.keySet().removeIf(off::contains);
  }

  /** What is said of a schedule must make one: somewhere it must say when it is due. */
  private static void complete(
      SortedMap<Key, EffectivePolicy.Value> values, SortedMap<String, TakenBy> owners) {
    for (Key key : values.keySet()) {
      if (key.field().section() == Field.Section.SCHEDULE
          && owners.containsKey(key.name())
          && !values.containsKey(new Key(Field.AT, key.name()))) {
        EffectivePolicy.Value value = value(values, key);
        throw value
            .setting()
            .position()
            .refused(
                "the schedule \"%s\" of policy %s doesn't say when it is due"
                    .formatted(key.name(), String.valueOf(owners.get(key.name()))),
                "write at: \"02:00\"; a schedule of a template goes by its name there");
      }
    }
  }

  private static EffectivePolicy.Value value(
      SortedMap<Key, EffectivePolicy.Value> values, Key key) {
    EffectivePolicy.Value value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("no value for " + key);
    }
    return value;
  }

  /**
   * Makes sure that the policies fit together for these datasets and for every scope that a policy
   * names, that short names can be made, and that each schedule is due some time.
   *
   * @param now from when on schedules must be due
   * @throws HeveliusException INVALID with what contradicts what
   */
  public void check(Collection<DatasetName> datasets, Instant now) {
    Set<DatasetName> places = new HashSet<>(datasets);
    for (Policy policy : all) {
      for (Scope scope : policy.scopes()) {
        places.add(inside(scope));
      }
    }
    for (DatasetName place : places.stream().sorted().toList()) {
      EffectivePolicy effective = of(place, true);
      EffectivePolicy _ = of(place, false);
      names(effective, now);
      tiers(effective);
      startsWhatItStops(effective);
      for (EffectiveSchedule schedule : effective.schedules()) {
        if (schedule.next(now).isEmpty()) {
          throw new HeveliusException(
              Category.INVALID,
              "the schedule %s never runs for %s: every run falls into a blackout window"
                  .formatted(schedule.identity(), place),
              "let a window move runs instead of dropping them, or choose another time");
        }
      }
    }
  }

  /** Makes sure that the short names of all schedules are some. */
  private static void names(EffectivePolicy effective, Instant now) {
    String prefix = effective.get(Field.PREFIX).orElse("");
    for (String name : effective.owners().keySet()) {
      NameTemplate template = effective.naming(name).orElse(null);
      Key said =
          Stream.of(Key.of(Field.EVENT_NAME), Key.of(Field.NAME), Key.of(Field.PREFIX))
              .filter(key -> effective.values().containsKey(key))
              .findFirst()
              .orElse(null);
      if (template == null || said == null) {
        continue;
      }
      try {
        String _ =
            template.expand(
                new NameTemplate.Parts(
                    prefix, effective.dataset(), name, effective.label(name), "actor", now));
      } catch (HeveliusException e) {
        throw value(effective.values(), said).setting().position().refused(e);
      }
    }
  }

  /** What is stopped by a command would never run again without one that starts it. */
  private static void startsWhatItStops(EffectivePolicy effective) {
    Key stop = Key.of(Field.STOP);
    Key start = Key.of(Field.START);
    boolean stops = effective.values().containsKey(stop);
    if (stops != effective.values().containsKey(start)) {
      throw value(effective.values(), stops ? stop : start)
          .setting()
          .position()
          .refused(
              stops
                  ? "recovery says what to stop, but not how to start it again"
                  : "recovery says what to start, but not what to stop",
              "give both, stop and start; or name units of systemd: services: [NAME.service]");
    }
  }

  /** A tag can't say another tier than the policy. */
  private static void tiers(EffectivePolicy effective) {
    String tier = effective.get(Field.TIER).orElse(null);
    if (tier == null) {
      return;
    }
    effective
        .values()
        .forEach(
            (key, value) -> {
              boolean tags = key.field() == Field.TAGS || key.field() == Field.SCHEDULE_TAGS;
              SortedMap<String, String> said =
                  tags ? Field.TAGS.cast(value.setting().value()) : new TreeMap<>();
              if (!said.getOrDefault(Tags.TIER, tier).equals(tier)) {
                throw value
                    .setting()
                    .position()
                    .refused(
                        "the tag tier=%s says another tier than tier: %s"
                            .formatted(said.get(Tags.TIER), tier),
                        "give the tag another key, or leave it out");
              }
            });
  }

  private static DatasetName inside(Scope scope) {
    String name = scope.text().replace("/**", "/x");
    return name.equals("**") ? DatasetName.of("x") : DatasetName.of(name);
  }
}
