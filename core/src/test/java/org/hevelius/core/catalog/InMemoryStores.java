package org.hevelius.core.catalog;

import org.hevelius.core.access.AccessStore;
import org.hevelius.core.access.InMemoryAccess;
import org.hevelius.core.drill.DrillStore;
import org.hevelius.core.drill.InMemoryDrills;
import org.hevelius.core.event.EventStore;
import org.hevelius.core.metrics.FigureStore;
import org.hevelius.core.metrics.InMemoryTally;
import org.hevelius.core.notify.InMemoryNotifications;
import org.hevelius.core.notify.NotificationStore;
import org.hevelius.core.publication.PublicationStore;
import org.hevelius.core.recovery.InMemoryRecoveries;
import org.hevelius.core.recovery.RecoveryStore;
import org.hevelius.core.request.InMemoryKeys;
import org.hevelius.core.request.KeyStore;
import org.hevelius.core.runner.HookStore;
import org.hevelius.core.runner.ImpactStore;
import org.hevelius.core.runner.InMemoryHooks;
import org.hevelius.core.runner.InMemoryImpacts;
import org.hevelius.core.runner.InMemoryLeases;
import org.hevelius.core.runner.InMemoryRuns;
import org.hevelius.core.runner.LeaseStore;
import org.hevelius.core.runner.Run;
import org.hevelius.core.runner.RunStore;
import org.hevelius.core.storage.AlarmStore;
import org.hevelius.core.storage.InMemoryAlarms;
import org.hevelius.core.storage.InMemoryUsage;
import org.hevelius.core.storage.UsageStore;

/** The stores of a catalog in memory that stand by themselves. */
abstract class InMemoryStores implements Catalog {
  private final AccessStore access = new InMemoryAccess(this::append);
  private final InMemoryTally tally = new InMemoryTally();
  private final RunStore runs = new InMemoryRuns(tally);
  private final LeaseStore leases = new InMemoryLeases();
  private final HookStore hooks = new InMemoryHooks();
  private final RecoveryStore recoveries = new InMemoryRecoveries(leases, this::append);
  private final ImpactStore impacts = new InMemoryImpacts(this::oldestRun);
  private final EventStore events = new InMemoryEvents(this::append);
  private final PublicationStore publications = new InMemoryPublications(this::append);
  private final AlarmStore alarms = new InMemoryAlarms();
  private final UsageStore usage = new InMemoryUsage(this::append);
  private final KeyStore requestKeys = new InMemoryKeys();
  private final HomeStore home = new InMemoryHome();
  private final DrillStore drills = new InMemoryDrills(this::append);
  private final NotificationStore notifications = new InMemoryNotifications(this::append);

  /** What was done. */
  final InMemoryTally tally() {
    return tally;
  }

  @Override
  public final AccessStore access() {
    return access;
  }

  @Override
  public final RunStore runs() {
    return runs;
  }

  @Override
  public final LeaseStore leases() {
    return leases;
  }

  @Override
  public final HookStore hooks() {
    return hooks;
  }

  @Override
  public final RecoveryStore recoveries() {
    return recoveries;
  }

  @Override
  public final ImpactStore impacts() {
    return impacts;
  }

  private long oldestRun() {
    return runs
        .page(new RunStore.Query(null, null, null, Long.MAX_VALUE, Integer.MAX_VALUE))
        .stream()
        .mapToLong(Run::id)
        .min()
        .orElse(0);
  }

  @Override
  public final EventStore events() {
    return events;
  }

  @Override
  public final PublicationStore publications() {
    return publications;
  }

  @Override
  public final DrillStore drills() {
    return drills;
  }

  @Override
  public final FigureStore figures() {
    return new InMemoryFigures(this, tally);
  }

  @Override
  public final KeyStore requestKeys() {
    return requestKeys;
  }

  @Override
  public final HomeStore home() {
    return home;
  }

  @Override
  public final UsageStore usage() {
    return usage;
  }

  @Override
  public final AlarmStore alarms() {
    return alarms;
  }

  @Override
  public final SnapshotFacts facts() {
    return new InMemoryFacts(this);
  }

  @Override
  public final NotificationStore notifications() {
    return notifications;
  }
}
