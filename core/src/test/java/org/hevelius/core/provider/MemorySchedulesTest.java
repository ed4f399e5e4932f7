package org.hevelius.core.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.policy.NativeFrames.Frame;
import org.hevelius.core.provider.NativeSchedules.Taken;
import org.hevelius.core.provider.NativeSchedules.Wish;
import org.hevelius.testkit.TestClock;

class MemorySchedulesTest extends NativeSchedulesContract {
  @Override
  protected SchedulesFixture fixture() {
    return new Fixture();
  }

  private static final class Fixture implements SchedulesFixture {
    private static final SourceSpec SOURCE = SourceSpec.parse("zfs:tank/obs");

    private final MemoryPool pool = new MemoryPool();
    private final MemorySchedules schedules = new MemorySchedules(pool);
    private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");

    Fixture() {
      pool.add(SOURCE);
    }

    @Override
    public NativeSchedules schedules() {
      return schedules;
    }

    @Override
    public SourceSpec source() {
      return SOURCE;
    }

    @Override
    public Instant now() {
      return clock.instant();
    }

    @Override
    public void advance(Duration time) {
      Instant from = clock.instant();
      clock.advance(time);
      schedules.pass(from, clock.instant());
    }

    @Override
    public List<String> names() {
      return schedules.names();
    }

    private static Wish theirs() {
      return new Wish(
          List.of(new Frame(Duration.ofHours(1), Instant.EPOCH, Duration.ofDays(1), Duration.ZERO)),
          null);
    }

    @Override
    public void foreign(String name) {
      schedules.foreign(name, SOURCE, theirs());
    }

    @Override
    public void editByHand(String name) {
      schedules.edit(name, theirs());
    }

    @Override
    public void unprotectByHand(String name) {
      schedules.unprotect(name);
    }

    @Override
    public void failAfter(int changes) {
      schedules.failAfter(changes);
    }

    @Override
    public void expire(Taken taken) {
      schedules.expire(taken.capture().id());
    }

    @Override
    public void close() {}
  }
}
