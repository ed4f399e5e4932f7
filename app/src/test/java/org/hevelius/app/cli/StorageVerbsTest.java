package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.storage.Finding;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.InMemoryStorage;
import org.junit.jupiter.api.Test;

class StorageVerbsTest {
  private static final String VIEW = "vast:lab/swift/burst";
  private static final String SETTINGS =
      """
      budgets:
      - {name: swift, total: 26kB, views: [vast:lab/swift/burst, vast:lab/swift/deep]}
      expansion:
      - {views: [vast:lab/swift/burst], ceiling: 20kB, apply: false}
      """;

  private final MemoryHome home = new MemoryHome();
  private final InMemoryStorage storage = new InMemoryStorage();

  @Test
  void speakAsInTheTranscript() {
    home.ok("init");
    VerbTranscript transcript = new VerbTranscript(home);
    transcript.run("view").run("view", "list").run("quota", "list").run("health");
    transcript.run("cluster", "list").run("cluster", "add", "lab", "--address", "vms");
    home.systems = List.of(storage);
    transcript
        .run("view", "create", VIEW, "--profile", "burst", "--soft", "8kB", "--hard", "10kB")
        .run("view", "create", VIEW, "--profile", "deep")
        .run("view", "create", "vast:lab/swift/deep", "--profile", "fast")
        .run("view", "create", "vast:lab/swift/deep", "--profile", "deep", "--hard", "10kB");
    storage.use(VIEW, 8_500);
    transcript.run("view", "list").run("view", "show", VIEW).run("view", "list", "zfs:tank");
    transcript
        .run("quota", "list")
        .run("quota", "expand", VIEW, "--dry-run")
        .run("quota", "expand", VIEW, "--yes");
    home.storageSettings = SETTINGS;
    transcript
        .run("quota", "list", "vast:lab")
        .run("quota", "expand", VIEW, "--yes")
        .run("quota", "expand", VIEW, "--factor", "0.5", "--dry-run")
        .run("quota", "set", VIEW, "--soft", "9", "--hard", "12kB")
        .run("quota", "set", VIEW, "--hard", "8kB")
        .run("quota", "set", VIEW, "--soft", "none", "--hard", "9kB")
        .run("health");
    storage.health(
        List.of(
            new Finding(
                Finding.Kind.NODE,
                Grade.ALERT,
                InMemoryStorage.SYSTEM,
                "cnode-3",
                "FAILED",
                "look at the node in the management system")));
    transcript
        .run("health", "vast:lab", "--events", "--least", "warn")
        .run("health", "--events", "--least", "bad");
    transcript.run("health", "vast:lab").run("metrics", "--since", "24h");
    storage.fail(new HeveliusException(Category.UNAVAILABLE, "lab doesn't answer"));
    transcript.run("view", "list").run("view", "list", "vast:lab").run("health");
    transcript.isAsIn("storage.txt");
  }
}
