package org.hevelius.core.usecase;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.access.LoginSession;
import org.hevelius.core.notify.Notifications;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.runner.Chore;
import org.hevelius.core.runner.Runner;

/**
 * An open home: the one facade through which command line, service and tests reach every use case.
 * Close it to let go of locks and files.
 */
public final class Hevelius implements Facade {
  private final Context context;
  private final Runnable onIdle;
  private final Runnable onClose;

  /**
   * Joins the use cases over parts that hold nothing between uses; see the other constructor.
   *
   * @param onClose closes the parts
   */
  public Hevelius(Context context, Runnable onClose) {
    this(context, () -> {}, onClose);
  }

  /**
   * Joins the use cases over these parts, and settles what an interrupted removal left behind.
   *
   * @param onIdle gives back what is held between uses, such as locks that others wait for
   * @param onClose closes the parts
   */
  public Hevelius(Context context, Runnable onIdle, Runnable onClose) {
    this(context, onIdle, onClose, true);
  }

  private Hevelius(Context context, Runnable onIdle, Runnable onClose, boolean settle) {
    this.context = context;
    this.onIdle = onIdle;
    this.onClose = onClose;
    if (settle) {
      new Forgetting(context).settle();
    }
  }

  /**
   * The same home for somebody else: what is done goes under that name. Safe for use by several
   * threads at once, like all of the facade; closing this home closes the one it came from.
   */
  public Hevelius as(String actor) {
    return new Hevelius(
        new Context(
            context.catalog(),
            context.index(),
            context.providers(),
            context.repositories(),
            context.git(),
            new Actor(actor, context.actor().host()),
            context.clock(),
            context.passwords(),
            context.programs(),
            context.channels()),
        onIdle,
        onClose,
        false);
  }

  /** Gives back what is held between uses; to be called now and then by who stays long. */
  public void rest() {
    onIdle.run();
  }

  @Override
  public Datasets datasets() {
    return new Datasets(context);
  }

  @Override
  public Creation creation() {
    return new Creation(context);
  }

  @Override
  public Batches batches() {
    return new Batches(context);
  }

  @Override
  public RestoreBatches restoreBatches() {
    return new RestoreBatches(context);
  }

  /** Makes snapshots of copies that were made by hand. */
  public Imports imports() {
    return new Imports(context);
  }

  /** Takes snapshots before and after a command. */
  public Experiments experiments() {
    return new Experiments(context);
  }

  @Override
  public Snapshots snapshots() {
    return new Snapshots(context);
  }

  @Override
  public Trees trees() {
    return new Trees(context);
  }

  @Override
  public Finds finds() {
    return new Finds(context);
  }

  @Override
  public Comparisons comparisons() {
    return new Comparisons(context);
  }

  /** Tells what changed from version to version. */
  public ChangeLog changeLog() {
    return new ChangeLog(context);
  }

  /** Tells what was made from what. */
  public Lineage lineage() {
    return new Lineage(context);
  }

  /** Publishes, withdraws and cites versions. */
  public Publications publications() {
    return new Publications(context);
  }

  /** Holds citations against the bytes. */
  public CitationChecks citationChecks() {
    return new CitationChecks(context);
  }

  @Override
  public Restores restores() {
    return new Restores(context);
  }

  /** Applies, explains and plays policies. */
  public ManagedPolicies policies() {
    return new ManagedPolicies(context);
  }

  /** Takes in events, and lists them. */
  public Events events() {
    return new Events(context);
  }

  @Override
  public Cleanup cleanup() {
    return new Cleanup(context);
  }

  /** Tells what was due, what became of it, and how each dataset stands. */
  public Jobs jobs() {
    return new Jobs(context);
  }

  /**
   * What does what is due without being asked, under the name {@code scheduler}. It stands still
   * until it is started.
   *
   * @param more what is done with each beat besides
   */
  public Runner runner(Automation.Settings settings, List<Chore> more) {
    return Automation.runner(as("scheduler").context, settings, more);
  }

  @Override
  public Care care() {
    return new Care(context);
  }

  /** Sums up what there is and what was done. */
  public Reports reports() {
    return new Reports(context);
  }

  @Override
  public Accounts accounts() {
    return new Accounts(context);
  }

  /**
   * Finds out who somebody is.
   *
   * @param notes runs what notes that a token or session was used
   */
  public Recognition recognition(LoginSession.Limits limits, Executor notes) {
    return new Recognition(context, limits, notes);
  }

  /** The state of this home in numbers. */
  public Gauges gauges() {
    return new Gauges(context);
  }

  /** Shows the channels to people and what waits for them, and tries them. */
  public Notices notices() {
    return new Notices(context);
  }

  /**
   * Tells people of alerts from now on, by the channels that are configured now.
   *
   * @param executor runs what may take long
   * @param log told in lines what operators should know
   * @throws HeveliusException INVALID with its place for what the configuration says wrongly
   */
  public Notifications notifications(Executor executor, Consumer<String> log) {
    return new Notifications(
        context.catalog().notifications(),
        context.channels(),
        UUID::randomUUID,
        context.clock(),
        executor,
        log);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
