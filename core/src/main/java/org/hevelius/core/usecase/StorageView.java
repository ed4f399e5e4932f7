package org.hevelius.core.usecase;

import java.time.Instant;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.storage.BudgetUse;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.Growth;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.SystemEvent;
import org.hevelius.core.storage.View;
import org.jspecify.annotations.Nullable;

/** Storage as it is shown to people and programs. */
public final class StorageView {
  private StorageView() {}

  /**
   * Views of several systems.
   *
   * @param troubles systems that could not be asked
   */
  public record Views(List<View> views, List<Finding> troubles) {
    /** Copies the lists. */
    public Views {
      views = List.copyOf(views);
      troubles = List.copyOf(troubles);
    }
  }

  /**
   * A quota.
   *
   * @param percent of the limit that counts; null when there is none
   * @param growth null when too little is known
   * @param expands what its rule does, in a few words; empty when there is none
   */
  public record QuotaUse(
      Quota quota,
      @Nullable Double percent,
      Grade grade,
      @Nullable Growth growth,
      String expands) {}

  /**
   * Quotas of several systems, and the budgets that one of them belongs to.
   *
   * @param troubles systems that could not be asked
   */
  public record Quotas(List<QuotaUse> quotas, List<BudgetUse> budgets, List<Finding> troubles) {
    /** Copies the lists. */
    public Quotas {
      quotas = List.copyOf(quotas);
      budgets = List.copyOf(budgets);
      troubles = List.copyOf(troubles);
    }
  }

  /**
   * How storage is.
   *
   * @param grade the worst of the findings
   * @param findings the worst first
   */
  public record Health(Instant time, Grade grade, List<Finding> findings) {
    /** Copies the list. */
    public Health {
      findings = List.copyOf(findings);
    }
  }

  /**
   * What happened on systems.
   *
   * @param events the newest first
   * @param more whether there are more than are shown
   * @param troubles systems that could not be asked
   */
  public record Events(List<SystemEvent> events, boolean more, List<Finding> troubles) {
    /** Copies the lists. */
    public Events {
      events = List.copyOf(events);
      troubles = List.copyOf(troubles);
    }
  }

  /**
   * Limits as somebody wants them. What isn't named stays as it is.
   *
   * @param noSoft takes the soft limit away
   * @param noHard takes the hard limit away
   */
  public record LimitWish(
      @Nullable Long soft, @Nullable Long hard, boolean noSoft, boolean noHard) {
    /** Checks that it wishes something, and no more than one thing of each. */
    public LimitWish {
      if ((soft != null && noSoft) || (hard != null && noHard)) {
        throw new HeveliusException(
            Category.INVALID, "a limit is either set or taken away, not both");
      }
      if (soft == null && hard == null && !noSoft && !noHard) {
        throw new HeveliusException(
            Category.INVALID, "no limit is named", "give a soft limit, a hard limit or both");
      }
    }

    /** The limits that come of it. */
    public Limits of(Limits before) {
      return new Limits(
          noSoft ? null : soft != null ? soft : before.soft(),
          noHard ? null : hard != null ? hard : before.hard());
    }
  }
}
