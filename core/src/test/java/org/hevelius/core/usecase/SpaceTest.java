package org.hevelius.core.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.metrics.Metric;
import org.hevelius.core.notify.NotificationStore;
import org.hevelius.core.provider.NativeStorage;
import org.hevelius.core.provider.SnapshotProvider;
import org.hevelius.core.runner.Runner;
import org.junit.jupiter.api.Test;

class SpaceTest {
  private final RunnerHome home = new RunnerHome("2026-11-22T04:30:00Z").dataset("raw");
  private NativeStorage.Space space =
      new NativeStorage.Space(10, 10, OptionalLong.empty(), 90, OptionalLong.empty());
  private boolean away;

  /** The storage of the home, which also tells its space. */
  private SnapshotProvider storage() {
    return (SnapshotProvider)
        Proxy.newProxyInstance(
            NativeStorage.class.getClassLoader(),
            new Class<?>[] {NativeStorage.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("space")) {
                if (away) {
                  throw new HeveliusException(Category.UNAVAILABLE, "the pool is away");
                }
                return space;
              }
              if (method.isDefault() && !method.getDeclaringClass().isInstance(home.storage)) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              try {
                return method.invoke(home.storage, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void used(long percent) {
    space =
        new NativeStorage.Space(
            percent, percent, OptionalLong.empty(), 100 - percent, OptionalLong.empty());
  }

  private List<String> told() {
    return home.alerts.stream().map(alert -> alert.kind() + " " + alert.summary()).toList();
  }

  @Test
  void tellsOnceOfEachThresholdThatIsPassed() {
    Runner node = home.node("a", Runnable::run, home.storage.catalog, storage());
    for (long percent : List.of(74L, 75L, 79L, 80L, 91L, 95L, 60L, 76L)) {
      used(percent);
      home.at(home.clock.instant().plus(Duration.ofMinutes(10)), node);
      node.beat();
    }
    assertThat(told())
        .containsExactly(
            "STORAGE_FILLING raw: dir:/raw is 75 % full",
            "STORAGE_FILLING raw: dir:/raw is 80 % full",
            "STORAGE_FULL raw: dir:/raw is 91 % full",
            "STORAGE_FILLING raw: dir:/raw is 76 % full");
  }

  @Test
  void spaceThatIsThereAgainEndsWhatWasToldBeforeARestart() {
    Alert full =
        new Alert(
            Alert.Kind.STORAGE_FULL, "raw", "", home.clock.instant(), "raw is full", List.of());
    home.storage
        .catalog
        .notifications()
        .apply(List.of(new NotificationStore.Raise(full, home.clock.instant())));
    used(92);
    home.at("2026-11-22T04:30:00Z", home.node("a", Runnable::run, home.storage.catalog, storage()));
    assertThat(told()).isEmpty();
    used(60);
    home.at("2026-11-22T04:50:00Z", home.node("b", Runnable::run, home.storage.catalog, storage()));
    assertThat(told()).containsExactly("STORAGE_EASED raw: there is space again");
  }

  @Test
  void aQuotaCountsBeforeWhatIsFree() {
    space = new NativeStorage.Space(90, 10, OptionalLong.of(80), 1_000_000, OptionalLong.of(100));
    home.at("2026-11-22T04:30:00Z", home.node("a", Runnable::run, home.storage.catalog, storage()));
    assertThat(told()).containsExactly("STORAGE_FULL raw: dir:/raw is 90 % full");
    Context context = home.context(home.storage.catalog, storage());
    assertThat(new Gauges(context).metrics())
        .filteredOn(metric -> metric.name().equals("hevelius_source_space_used_ratio"))
        .flatExtracting(Metric::samples)
        .extracting(Metric.Sample::value)
        .containsExactly(0.9);
    assertThat(new Jobs(context).status().warnings()).contains("raw: dir:/raw is 90 % full");
  }

  @Test
  void storageThatIsAwayOrTellsNothingHasNoNumber() {
    away = true;
    Runner node = home.node("a", Runnable::run, home.storage.catalog, storage());
    home.at("2026-11-22T04:30:00Z", node);
    assertThat(home.alerts).extracting(Alert::kind).isEmpty();
    assertThat(home.log).isEmpty();
    assertThat(new Jobs(home.context(home.storage.catalog, storage())).status().warnings())
        .noneMatch(warning -> warning.contains("full"));
  }
}
