package org.hevelius.core.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.dataset.SourceSpec;

/** Storage with schedules of its own, and somebody who changes things on it by hand. */
public interface SchedulesFixture extends AutoCloseable {
  /** The port, as a process that has just begun has it. */
  NativeSchedules schedules();

  /** A source that has something in it. */
  SourceSpec source();

  /** What the storage's clock says. */
  Instant now();

  /** Lets time pass there. */
  void advance(Duration time);

  /** The names of all schedules on the storage, ours and others'. */
  List<String> names();

  /** Sets up a schedule for the source as another program does. */
  void foreign(String name);

  /** Lets what is called so take snapshots at other times. */
  void editByHand(String name);

  /** Takes the source from under what is called so. */
  void unprotectByHand(String name);

  /** Lets the storage fail, some changes on; with the largest number no more. */
  void failAfter(int changes);

  /** Removes a snapshot as its expiry does. */
  void expire(NativeSchedules.Taken taken);

  @Override
  void close();
}
