package org.hevelius.providers.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.jspecify.annotations.Nullable;

/**
 * A machine on which commands of the storage run: this one, or one that is reached over SSH; as the
 * present account, or through sudo. A command is a list of arguments, here and there: no shell of
 * this machine ever sees it, and for the shell that SSH starts on the other side each argument is
 * quoted. Commands run with {@code LC_ALL=C} and {@code TZ=UTC} and nothing else of the environment
 * that could change what they say.
 *
 * @param name what it is called in places such as {@code zfs:NAME:pool/data}; empty for this one
 * @param ssh {@code host} or {@code user@host}, or a name of SSH's own configuration; null for this
 *     machine
 * @param options of ssh, such as {@code -i} and a file; none of them may be a password
 * @param sudo whether commands run as {@code sudo -n}
 * @param programs where programs lie, by their names; others are found on the path
 */
public record Machine(
    String name,
    @Nullable String ssh,
    List<String> options,
    boolean sudo,
    Map<String, String> programs) {
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+@)?[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
  private static final int MOST_OUTPUT = 64 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String CONNECT_SECONDS = "15";

  /** This machine, with programs from the path. */
  public static final Machine LOCAL = new Machine("", null, List.of(), false, Map.of());

  /** Checks the address. */
  public Machine {
    if (ssh != null && !HOST.matcher(ssh).matches()) {
      throw new HeveliusException(
          Category.INVALID, "\"" + ssh + "\" is no address for ssh", "write host or user@host");
    }
    options = List.copyOf(options);
    programs = Map.copyOf(programs);
  }

  /** Whether it is this machine, so that what is mounted there can be read here. */
  public boolean isLocal() {
    return ssh == null;
  }

  /** What is run on this machine for a command there. */
  public List<String> argv(List<String> command) {
    List<String> there = new ArrayList<>();
    if (sudo) {
      there.addAll(List.of("sudo", "-n", "--"));
    }
    String program = command.getFirst();
    there.add(programs.getOrDefault(program, program));
    there.addAll(command.subList(1, command.size()));
    String host = ssh;
    if (host == null) {
      return List.copyOf(there);
    }
    List<String> argv = new ArrayList<>(List.of("ssh", "-o", "BatchMode=yes"));
    argv.addAll(List.of("-o", "ConnectTimeout=" + CONNECT_SECONDS));
    argv.addAll(options);
    argv.addAll(List.of("--", host));
    argv.add(
        "LC_ALL=C TZ=UTC " + there.stream().map(Machine::quoted).collect(Collectors.joining(" ")));
    return List.copyOf(argv);
  }

  /** A word as a shell takes it for exactly one: for the other side, and for people to copy. */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * Runs a command to its end, whatever its exit status says.
   *
   * @throws HeveliusException UNAVAILABLE when it can't be started, takes too long, or the machine
   *     isn't reached; then it may still have been carried out
   */
  public ProgramResult run(List<String> command) {
    return run(command, PATIENCE);
  }

  /** As {@link #run(List)}, with another limit of time. */
  public ProgramResult run(List<String> command, Duration limit) {
    ProgramResult result =
        new ProgramRunner(limit, MOST_OUTPUT)
            .run(
                argv(command),
                environment -> {
                  environment.keySet().removeIf(key -> key.startsWith("LC_"));
                  environment.putAll(Map.of("LC_ALL", "C", "LANG", "C", "TZ", "UTC"));
                });
    if (ssh != null && result.status() == 255) {
      throw new HeveliusException(
          Category.UNAVAILABLE,
          "the machine %s isn't reached over ssh: %s".formatted(ssh, result.errors()),
          "check with: ssh " + ssh + " true");
    }
    return result;
  }
}
