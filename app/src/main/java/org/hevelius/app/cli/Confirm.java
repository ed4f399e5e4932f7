package org.hevelius.app.cli;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/** Asks before something is changed that can't be changed back by itself. */
final class Confirm {
  private final Console console;

  Confirm(Console console) {
    this.console = console;
  }

  /**
   * Returns when the plan may be carried out.
   *
   * @param what such as {@code plan 7f3a}
   * @param yes whether the command line has confirmed it already
   * @throws HeveliusException refused when nobody can be asked, canceled when the answer is no
   */
  void carryOut(String what, boolean yes) {
    if (yes) {
      return;
    }
    if (!console.answers()) {
      throw new HeveliusException(
          Category.REFUSED,
          what + " was not carried out: it must be confirmed, and there is no terminal to ask on",
          "nothing was changed",
          "to carry it out without a question, add --yes; to see it only, add --dry-run");
    }
    console.flush();
    console.errorRaw("Type yes to carry out " + what + ": ");
    if (!console.readLine().map(String::strip).orElse("").equals("yes")) {
      throw new HeveliusException(
          Category.CANCELED, what + " was not carried out", "nothing was changed");
    }
  }
}
