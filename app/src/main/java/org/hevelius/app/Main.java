package org.hevelius.app;

import org.hevelius.app.cli.Console;
import org.hevelius.app.cli.Program;

/** Starts the program. */
public final class Main {
  private Main() {}

  /** Runs one command line and ends the process with its exit code. */
  public static void main(String[] args) {
    NativeLibraries.useThoseBesideTheJar();
    int code = new Program(Wiring.parts(), Console.system()).run(args);
    System.exit(code);
  }
}
