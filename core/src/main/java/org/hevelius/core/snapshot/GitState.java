package org.hevelius.core.snapshot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The state of the Git work tree that a snapshot was taken of.
 *
 * @param commit the full commit id, 40 or 64 lower-case hex digits
 * @param branch the branch; null when the work tree was detached from any
 * @param dirtyFiles how many files differed from the commit or were unknown to Git
 * @param remote where the commit comes from, without credentials; null when there is no remote
 */
public record GitState(
    String commit, @Nullable String branch, long dirtyFiles, @Nullable String remote) {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern URL =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://)(?:([^/@]*)@)?([^?#]*).*", Pattern.DOTALL);

  /** Checks the commit and takes credentials out of the remote. */
  public GitState {
    if (!COMMIT.matcher(commit).matches() || dirtyFiles < 0) {
      throw new HeveliusException(
          Category.INVALID, "not the state of a Git work tree: " + commit + ", " + dirtyFiles);
    }
    branch = branch == null ? null : Texts.line("Git branch", branch);
    remote = remote == null ? null : Texts.line("Git remote", withoutCredentials(remote));
  }

  /** Branch and short commit, such as {@code main@5a49f37}; {@code (detached)@5a49f37}. */
  public String text() {
    return (branch == null ? "(detached)" : branch) + "@" + commit.substring(0, 7);
  }

  /**
   * The remote without user names, passwords and tokens. The bare user name of an ssh address
   * stays: it is part of the address and no secret.
   */
  static String withoutCredentials(String remote) {
    Matcher url = URL.matcher(remote);
    if (!url.matches()) {
      return remote;
    }
    String user = url.group(2);
    boolean plain = url.group(1).contains("ssh") && user != null && !user.contains(":");
    return url.group(1) + (plain ? user + "@" : "") + url.group(3);
  }
}
