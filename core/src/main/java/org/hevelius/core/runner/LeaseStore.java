package org.hevelius.core.runner;

import java.time.Instant;
import java.util.Optional;
import org.hevelius.core.HeveliusException;

/**
 * Leases. Stands in the catalog, under the same promises of atomicity, concurrency and errors
 * ({@link HeveliusException}). What is compared is compared where the lease is stored, in the
 * transaction that changes it: of several who ask at once one gets it.
 */
public interface LeaseStore {
  /** The lease of that name as it is stored, lapsed or not. */
  Optional<Lease> lease(String name);

  /**
   * Takes or renews a lease: when nobody has it, when its holder asks, or when it has lapsed.
   *
   * @param now the time that lapsing is judged by; a lease lapses at its end
   * @return whether it is the holder's now; otherwise nothing has changed
   */
  boolean acquire(Lease wanted, Instant now);

  /**
   * Gives a lease back.
   *
   * @return whether the holder had it; otherwise nothing has changed
   */
  boolean release(String name, String holder);
}
