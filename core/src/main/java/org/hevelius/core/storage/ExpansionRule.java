package org.hevelius.core.storage;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;

/**
 * When and how far the limits of some views may grow by themselves.
 *
 * @param views exactly these
 * @param at from how many percent on
 * @param factor by which both limits grow, more than 1 and at most 10
 * @param ceiling the limit that counts never grows beyond so many bytes
 * @param pause how long after a change of the limits nothing grows by itself
 * @param floor what must stay free of the system were the view filled up to its new limit
 * @param apply whether it is carried out; otherwise it is only planned and told
 */
public record ExpansionRule(
    List<String> views,
    int at,
    BigDecimal factor,
    long ceiling,
    Duration pause,
    Floor floor,
    boolean apply) {
  /** What grows when nothing else is said. */
  public static final BigDecimal FACTOR = new BigDecimal("1.5");

  /**
   * Space that must stay free.
   *
   * @param bytes used when {@code percent} is 0
   * @param percent of the whole system
   */
  public record Floor(long bytes, int percent) {
    /** A tenth of the system. */
    public static final Floor STANDARD = new Floor(0, 10);

    /** How many bytes of a system that is. */
    public long of(Space space) {
      return percent == 0
          ? bytes
          : BigDecimal.valueOf(space.totalBytes())
              .multiply(BigDecimal.valueOf(percent))
              .movePointLeft(2)
              .longValue();
    }
  }

  /** Checks the numbers. */
  public ExpansionRule {
    views = List.copyOf(views);
    factor(factor);
    if (at < 1 || at > 100) {
      throw new HeveliusException(Category.INVALID, "\"at\" is from 1 to 100 percent, not " + at);
    }
  }

  /** The factor, if it is one by which limits may grow. */
  public static BigDecimal factor(BigDecimal factor) {
    if (factor.compareTo(BigDecimal.ONE) <= 0 || factor.compareTo(BigDecimal.TEN) > 0) {
      throw new HeveliusException(
          Category.INVALID,
          "a factor is more than 1 and at most 10, not " + factor.toPlainString(),
          "such as 1.5, which makes 15 TB of 10 TB");
    }
    return factor;
  }
}
