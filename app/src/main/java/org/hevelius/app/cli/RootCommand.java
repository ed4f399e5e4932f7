package org.hevelius.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hevelius} without a verb shows the help. */
@Command(
    name = "hevelius",
    description = "Versions, protects, finds, compares and restores research data.",
    versionProvider = Version.class)
final class RootCommand implements Runnable {
  @Mixin GlobalOptions options = new GlobalOptions();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "show the version")
  boolean version;

  // Set by picocli before run.
  @SuppressWarnings("NullAway.Init")
  @Spec
  CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
