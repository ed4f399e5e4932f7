package org.hevelius.core.usecase;

/**
 * An open home: the one facade through which command line, service and tests reach every use case.
 * Close it to let go of locks and files.
 */
public final class Hevelius implements AutoCloseable {
  private final Context context;
  private final Runnable onClose;

  /**
   * Joins the use cases over these parts, and settles what an interrupted removal left behind.
   *
   * @param onClose closes the parts
   */
  public Hevelius(Context context, Runnable onClose) {
    this.context = context;
    this.onClose = onClose;
    new Forgetting(context).settle();
  }

  /** Adds, shows, changes and removes datasets. */
  public Datasets datasets() {
    return new Datasets(context);
  }

  /** Takes snapshots. */
  public Creation creation() {
    return new Creation(context);
  }

  /** Lists, shows, marks and deletes snapshots. */
  public Snapshots snapshots() {
    return new Snapshots(context);
  }

  /** Reads in snapshots and live data. */
  public Trees trees() {
    return new Trees(context);
  }

  /** Finds files over all versions. */
  public Finds finds() {
    return new Finds(context);
  }

  /** Compares versions. */
  public Comparisons comparisons() {
    return new Comparisons(context);
  }

  /** Restores, reverts and undoes. */
  public Restores restores() {
    return new Restores(context);
  }

  /** Applies, explains and plays policies. */
  public ManagedPolicies policies() {
    return new ManagedPolicies(context);
  }

  /** Forgets and frees. */
  public Cleanup cleanup() {
    return new Cleanup(context);
  }

  /** Checks, repairs, audits and rebuilds. */
  public Care care() {
    return new Care(context);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
