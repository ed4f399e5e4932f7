package org.hevelius.app.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hevelius.app.cli.Verb.Group;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help: verbs in groups that follow the work, and for each verb its own options only. The
 * options of all verbs stand in the help of the program.
 */
final class HelpLayout {
  private HelpLayout() {}

  static void apply(CommandLine root, List<Verb> verbs) {
    root.getCommandSpec()
        .usageMessage()
        .sortOptions(false)
        .customSynopsis("hevelius VERB [ARGUMENTS] [OPTIONS]")
        .synopsisHeading("Usage: ")
        .descriptionHeading("%n")
        .optionListHeading("%nOptions of all verbs:%n")
        .commandListHeading("")
        .footer(
            "",
            "More on a verb: hevelius help VERB, or hevelius VERB --help.",
            "Exit codes: 0 done, 1 differences or partly failed, 2 usage, 3 not found, 4 conflict"
                + " or refused,",
            "5 not allowed, 6 verification failed, 10 unavailable, 130 interrupted.");
    root.getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> groups(help, verbs));
    root.setHelpSectionKeys(verbsBeforeOptions(root.getHelpSectionKeys()));
    root.getSubcommands().values().forEach(HelpLayout::applyToVerb);
  }

  private static List<String> verbsBeforeOptions(List<String> sections) {
    List<String> verbs =
        List.of(
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    List<String> ordered = new ArrayList<>(sections);
    ordered.removeAll(verbs);
    ordered.addAll(ordered.indexOf(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING), verbs);
    return ordered;
  }

  private static void applyToVerb(CommandLine verb) {
    verb.getCommandSpec()
        .usageMessage()
        .synopsisHeading("Usage: ")
        .abbreviateSynopsis(true)
        .synopsisSubcommandLabel("VERB")
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading("%n")
        .commandListHeading("%nVerbs:%n");
    verb.getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
            help -> ownOptions(help).isEmpty() ? "" : "\n");
    verb.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::ownList);
    if (verb.getCommandSpec().usageMessage().footer().length == 0) {
      verb.getCommandSpec().usageMessage().footer("", "Options of all verbs: hevelius --help");
    }
    verb.getSubcommands().values().forEach(HelpLayout::applyToVerb);
  }

  private static List<OptionSpec> ownOptions(Help help) {
    return help.commandSpec().options().stream()
        .filter(option -> !option.inherited() && !option.hidden())
        .toList();
  }

  private static String ownList(Help help) {
    List<OptionSpec> own = ownOptions(help);
    if (own.isEmpty()) {
      return "";
    }
    Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(own, help.parameterLabelRenderer());
    return layout.toString();
  }

  private static String groups(Help help, List<Verb> verbs) {
    Map<Group, Map<String, String>> groups = new EnumMap<>(Group.class);
    for (Verb verb : verbs) {
      Help known = help.allSubcommands().get(verb.name());
      if (verb.group() != Group.HIDDEN && known != null) {
        String[] header = known.commandSpec().usageMessage().header();
        String[] description = known.commandSpec().usageMessage().description();
        String first = header.length > 0 ? header[0] : description.length > 0 ? description[0] : "";
        groups.computeIfAbsent(verb.group(), group -> new TreeMap<>()).put(verb.name(), first);
      }
    }
    int width = verbs.stream().mapToInt(verb -> verb.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (group, lines) -> {
          text.append('\n').append(group.title()).append(":\n");
          lines.forEach(
              (name, line) ->
                  text.append("  ")
                      .append(help.colorScheme().commandText(name))
                      .append(" ".repeat(width - name.length() + 3))
                      .append(line)
                      .append('\n'));
        });
    return text.toString();
  }
}
