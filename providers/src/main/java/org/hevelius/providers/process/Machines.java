package org.hevelius.providers.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.yaml.Yaml;
import org.hevelius.core.yaml.YamlReader;

/**
 * The machines that {@code machines.yaml} in a home names, and this one. What isn't understood in
 * the file is refused with its position.
 */
public final class Machines {
  /** The name of the file. */
  public static final String FILE = "machines.yaml";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern PROGRAM = Pattern.compile("[a-z0-9][a-z0-9._-]*");

  private final Path file;

  /** The machines of a home; the file is read when one is asked for. */
  public Machines(Path home) {
    this.file = home.resolve(FILE);
  }

  /** This machine. */
  public Machine local() {
    return all().getFirst();
  }

  /**
   * A machine by its name; the empty name is this one.
   *
   * @throws HeveliusException INVALID when there is none of that name
   */
  public Machine named(String name) {
    List<Machine> all = all();
    return all.stream()
        .filter(machine -> machine.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.INVALID,
                    "there is no machine called \"" + name + "\" in " + file,
                    all.size() == 1
                        ? "add it there: its name and how ssh reaches it"
                        : "known: " + known(all)));
  }

  private static String known(List<Machine> all) {
    return String.join(", ", all.stream().skip(1).map(Machine::name).toList());
  }

  /** This machine, then the others in the order of the file. */
  public List<Machine> all() {
    try {
      return read(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      return List.of(Machine.LOCAL);
    } catch (IOException e) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "can't read " + file + ": " + e.getMessage(),
          List.of("nothing was changed; check that it is readable and text in UTF-8"),
          e);
    }
  }

  /**
   * The machines in a text: this one first.
   *
   * @param file its name, for messages
   * @throws HeveliusException INVALID with file, line and column for what isn't understood
   */
  static List<Machine> read(String file, String text) {
    Yaml.Fields root = YamlReader.read(file, text).mapping();
    root.only(Set.of("local", "machines"));
    List<Machine> machines = new ArrayList<>();
    Yaml.Field local = root.fields().get("local");
    machines.add(local == null ? Machine.LOCAL : local(local.value().mapping()));
    Yaml.Field others = root.fields().get("machines");
    if (others != null) {
      for (Yaml item : others.value().items()) {
        Machine machine = other(item.mapping());
        if (machines.stream().anyMatch(known -> known.name().equals(machine.name()))) {
          throw item.position().refused("there are two machines called " + machine.name());
        }
        machines.add(machine);
      }
    }
    return List.copyOf(machines);
  }

  private static Machine local(Yaml.Fields fields) {
    fields.only(Set.of("sudo", "programs"));
    return new Machine("", null, List.of(), sudo(fields), programs(fields));
  }

  private static Machine other(Yaml.Fields fields) {
    fields.only(Set.of("name", "ssh", "options", "sudo", "programs"));
    String name = needed(fields, "name").parsed(Machines::name);
    Yaml.Field options = fields.fields().get("options");
    List<String> words =
        options == null ? List.of() : options.value().items().stream().map(Yaml::line).toList();
    boolean sudo = sudo(fields);
    Map<String, String> programs = programs(fields);
    return needed(fields, "ssh").parsed(host -> new Machine(name, host, words, sudo, programs));
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + text + "\" is no name of a machine",
          "lower-case letters, digits, . _ - (64)");
    }
    return text;
  }

  private static boolean sudo(Yaml.Fields fields) {
    Yaml.Field field = fields.fields().get("sudo");
    return field != null
        && field
            .value()
            .<Boolean>parsed(
                text ->
                    switch (text) {
                      case "true" -> true;
                      case "false" -> false;
                      default ->
                          throw new HeveliusException(
                              Category.INVALID, "\"" + text + "\" is neither true nor false");
                    });
  }

  private static Map<String, String> programs(Yaml.Fields fields) {
    Map<String, String> programs = new LinkedHashMap<>();
    Yaml.Field field = fields.fields().get("programs");
    if (field != null) {
      for (Yaml.Field program : field.value().mapping().fields().values()) {
        if (!PROGRAM.matcher(program.key()).matches()) {
          throw program.position().refused("\"" + program.key() + "\" is no name of a program");
        }
        programs.put(program.key(), program.value().parsed(Machines::path));
      }
    }
    return programs;
  }

  private static String path(String text) {
    if (!text.startsWith("/")) {
      throw new HeveliusException(
          Category.INVALID, "\"" + text + "\" is no absolute path of a program");
    }
    return text;
  }

  private static Yaml needed(Yaml.Fields fields, String key) {
    Yaml.Field field = fields.fields().get(key);
    if (field == null) {
      throw fields.position().refused("\"" + key + "\" is missing");
    }
    return field.value();
  }
}
