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
  private final Verdicts verdicts;
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
    this(context, new Verdicts(), onIdle, onClose);
    new Forgetting(context).settle();
  }

  private Hevelius(Context context, Verdicts verdicts, Runnable onIdle, Runnable onClose) {
    this.context = context;
    this.verdicts = verdicts;
    this.onIdle = onIdle;
    this.onClose = onClose;
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
            context.channels(),
            context.scratch(),
            context.storage()),
        verdicts,
        onIdle,
        onClose);
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
    return new Snapshots(context, verdicts);
  }

  @Override
  public Trees trees() {
    return new Trees(context);
  }

  @Override
  public Finds finds() {
    return new Finds(context);
  }

  /**
   * What keeps the index of file names up to date ahead of those who search. It stands still until
   * it is started.
   *
   * @param log told in lines what operators should know
   */
  public NameIndexing nameIndexing(Consumer<String> log) {
    return new NameIndexing(context, log, onIdle);
  }

  @Override
  public Comparisons comparisons() {
    return new Comparisons(context);
  }

  @Override
  public ChangeLog changeLog() {
    return new ChangeLog(context);
  }

  @Override
  public Lineage lineage() {
    return new Lineage(context);
  }

  @Override
  public Publications publications() {
    return new Publications(context);
  }

  @Override
  public CitationChecks citationChecks() {
    return new CitationChecks(context);
  }

  @Override
  public Restores restores() {
    return new Restores(context);
  }

  @Override
  public NativeStores stores() {
    return new NativeStores(context);
  }

  @Override
  public Rollbacks rollbacks() {
    return new Rollbacks(context);
  }

  @Override
  public ManagedPolicies policies() {
    return new ManagedPolicies(context);
  }

  @Override
  public Care trail() {
    return care();
  }

  /** Lists what storage takes by itself, as policies say. */
  public NativeSync nativeSync() {
    return new NativeSync(context);
  }

  @Override
  public Events events() {
    return new Events(context);
  }

  @Override
  public Cleanup cleanup() {
    return new Cleanup(context);
  }

  @Override
  public Drills drills() {
    return new Drills(context);
  }

  @Override
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

  @Override
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

  /**
   * Remembers which requests were begun under a key.
   *
   * @param node names this node; another one after each start
   */
  public RequestKeys requestKeys(String node) {
    return new RequestKeys(context, node);
  }

  /** The state of this home in numbers. */
  public Gauges gauges() {
    return new Gauges(context);
  }

  @Override
  public KnownClusters clusters() {
    return new KnownClusters(context);
  }

  @Override
  public Storage storage() {
    return new Storage(context);
  }

  @Override
  public Recoveries recoveries() {
    return new Recoveries(context);
  }

  @Override
  public Runbooks runbooks() {
    return new Runbooks(context);
  }

  @Override
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
