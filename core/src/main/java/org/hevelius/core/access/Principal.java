package org.hevelius.core.access;

import java.util.List;
import java.util.Locale;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;

/**
 * Somebody or something that was recognized.
 *
 * @param name a user's name
 * @param means how it was recognized, for the audit trail: {@code session}, {@code token hev_ab12}
 *     or {@code local}
 * @param grants what the user may do; any grant suffices
 * @param limits what the means may be used for; any suffices, and it never adds to the grants
 */
public record Principal(String name, String means, List<Grant> grants, List<Grant> limits) {
  /** Copies the lists. */
  public Principal {
    grants = List.copyOf(grants);
    limits = List.copyOf(limits);
  }

  /** Whether the action is allowed on a dataset. */
  public boolean may(Action action, DatasetName dataset) {
    return allows(grants, action, dataset) && allows(limits, action, dataset);
  }

  /** Whether the action is allowed on everything; for what belongs to no dataset. */
  public boolean mayEverywhere(Action action) {
    return allowsAll(grants, action) && allowsAll(limits, action);
  }

  /**
   * Makes sure that the action is allowed on a dataset.
   *
   * @throws HeveliusException DENIED, or NOT_FOUND when not even its existence may be known
   */
  public void require(Action action, DatasetName dataset) {
    if (!may(Action.READ, dataset)) {
      throw new HeveliusException(Category.NOT_FOUND, "there is no dataset " + dataset);
    }
    if (!may(action, dataset)) {
      throw denied(action, "on " + dataset);
    }
  }

  /**
   * Makes sure that the action is allowed everywhere.
   *
   * @throws HeveliusException DENIED
   */
  public void requireEverywhere(Action action) {
    if (!mayEverywhere(action)) {
      throw denied(action, "on all datasets");
    }
  }

  private HeveliusException denied(Action action, String where) {
    return new HeveliusException(
        Category.DENIED,
        "%s may not do this: it takes the role %s %s"
            .formatted(name, action.least().name().toLowerCase(Locale.ROOT), where),
        "nothing was changed; an administrator can grant it: hevelius user set");
  }

  private static boolean allows(List<Grant> grants, Action action, DatasetName dataset) {
    return grants.stream()
        .anyMatch(g -> g.role().compareTo(action.least()) >= 0 && g.covers(dataset));
  }

  private static boolean allowsAll(List<Grant> grants, Action action) {
    return grants.stream()
        .anyMatch(g -> g.role().compareTo(action.least()) >= 0 && g.scope().equals(Grant.ALL));
  }
}
