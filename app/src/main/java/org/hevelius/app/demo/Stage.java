package org.hevelius.app.demo;

import java.util.List;

/** Where the demo plays: shows what is done, and runs real command lines. */
public interface Stage {
  /**
   * What a command line did.
   *
   * @param code its exit code
   * @param output what it printed, errors included
   */
  record Ran(int code, String output) {}

  /** Tells what comes next, or what was seen. */
  void say(String sentence);

  /** Shows a command line of Hevelius as a user would type it, runs it, and shows its output. */
  Ran hevelius(List<String> words);

  /** Runs a command line of Hevelius without showing it. */
  Ran quietly(List<String> words);

  /** Shows a command line of another program as a user would type it, and its output. */
  void other(String line, String output);
}
