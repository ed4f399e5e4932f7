package org.hevelius.core.usecase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hevelius.core.access.PlainHasher;
import org.hevelius.core.alert.Alert;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.catalog.InMemoryCatalog;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.find.InMemoryFileIndex;
import org.hevelius.core.notify.Channels;
import org.hevelius.core.provider.Actor;
import org.hevelius.core.provider.GitReader;
import org.hevelius.core.provider.OneRepository;
import org.hevelius.core.provider.Programs;
import org.hevelius.core.provider.Scratch;
import org.hevelius.core.storage.AccessProfile;
import org.hevelius.core.storage.InMemoryStorage;
import org.hevelius.core.storage.Limits;
import org.hevelius.core.storage.NewView;
import org.hevelius.core.storage.StorageParts;
import org.hevelius.core.storage.StorageSettingsReader;
import org.hevelius.testkit.TestClock;

/** A home that knows one storage system in memory, with the chore that watches it. */
final class StorageFixture {
  static final String VIEW = "vast:lab/swift/burst";

  final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
  final InMemoryCatalog catalog = new InMemoryCatalog();
  final InMemoryStorage storage = new InMemoryStorage();
  final List<Alert> alerts = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  String settings = "";
  boolean lost;
  final StorageCare care;
  final Context context;

  StorageFixture() {
    context =
        new Context(
            catalog,
            new InMemoryFileIndex(),
            Map.of(),
            new OneRepository(),
            GitReader.NONE,
            new Actor("maya", "mars"),
            clock,
            new PlainHasher(),
            Programs.NONE,
            Channels.NONE,
            Scratch.NONE,
            new StorageParts(
                List.of(storage),
                StorageParts.NONE.clusters(),
                () -> StorageSettingsReader.read("storage.yaml", settings)));
    care = watcher();
  }

  /** A watcher as another node has it. */
  StorageCare watcher() {
    return new StorageCare(
        new Automation.Parts(
            context,
            "mars/1",
            new Desk(),
            Runnable::run,
            alerts::add,
            new Automation.Log(log::add)));
  }

  Storage uses() {
    return new Storage(context);
  }

  /** A view of 8,000 and 10,000 bytes that uses so many. */
  StorageFixture view(String name, long used) {
    storage.create(
        new NewView(
            SourceSpec.parse(name),
            AccessProfile.BURST,
            new Limits(8_000L, 10_000L),
            List.of(),
            null));
    storage.use(name, used);
    return this;
  }

  /** The rule of the view, with these lines besides. */
  StorageFixture rule(String... lines) {
    settings =
        "expansion:\n- views: [%s]\n  at: 80 %%\n  ceiling: 20kB\n  pause: 24h\n  floor: 10 %%\n"
                .formatted(VIEW)
            + "  "
            + String.join("\n  ", lines)
            + "\n";
    return this;
  }

  /** One round of watching, some time later. */
  void round(Duration later) {
    clock.advance(later);
    care.run(clock.instant(), () -> lost);
  }

  void round() {
    round(Duration.ofMinutes(15));
  }

  Limits limits() {
    return Objects.requireNonNull(storage.view(SourceSpec.parse(VIEW)).quota()).limits();
  }

  List<Alert.Kind> told() {
    return alerts.stream().map(Alert::kind).toList();
  }

  /** Each entry of the trail as its action, outcome and detail. */
  List<String> trail() {
    return catalog
        .audit()
        .map(AuditEntry::event)
        .map(event -> event.action() + " " + event.outcome() + " " + event.detail())
        .toList();
  }

  Instant now() {
    return clock.instant();
  }
}
