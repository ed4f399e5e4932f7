package org.hevelius.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stand-in for one test, whose clock stands until it is moved. */
final class Stage implements AutoCloseable {
  final Path root;
  final List<String> log = new CopyOnWriteArrayList<>();
  private Simulator simulator;
  Client vms;

  private Stage(Path root) {
    this.root = root;
    start();
  }

  /** A stand-in with a view on {@code /prod/obs}. */
  static Stage at(Path root) {
    Stage stage = new Stage(root);
    stage.vms.patch("/simulator/clock", "{'now': '2026-11-22 10:00:00', 'frozen': true}").is(200);
    stage.vms.patch("/simulator/clock", "{'now': '2026-11-22 10:00:00'}").is(200);
    stage
        .vms
        .post(
            "/api/views/",
            "{'path': '/prod/obs', 'policy_id': 1, 'create_dir': true,"
                + " 'protocols': ['NFS', 'S3'], 'bucket': 'obs'}")
        .is(201);
    stage.write("prod/obs/a.txt", "first");
    stage.write("prod/obs/sub/b.txt", "second");
    return stage;
  }

  private void start() {
    try {
      simulator = Simulator.start(Simulator.Settings.forTests(root), Clock.systemUTC(), log::add);
      vms = Client.of(simulator.address(), simulator.authority());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Simulator simulator() {
    return simulator;
  }

  void restart() {
    close();
    start();
  }

  Path data(String path) {
    return root.resolve("data").resolve(path);
  }

  void write(String path, String text) {
    try {
      Files.createDirectories(data(path).getParent());
      Files.writeString(data(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String path) {
    try {
      return Files.readString(data(path));
    } catch (IOException e) {
      return "";
    }
  }

  /** Takes a snapshot of the view; its number. */
  long snapshot(String name) {
    return vms.post("/api/snapshots/", "{'name': '%s', 'path': '/prod/obs'}".formatted(name))
        .is(201)
        .id();
  }

  /** A protected path over the view with this policy's frames; its number. */
  long protectedPath(String frames) {
    long policy =
        vms.post(
                "/api/protectionpolicies/",
                "{'name': 'p', 'prefix': 'dev', 'clone_type': 'LOCAL', 'frames': %s}"
                    .formatted(frames))
            .is(201)
            .id();
    return vms.post(
            "/api/protectedpaths/",
            "{'name': 'pp', 'source_dir': '/prod/obs', 'tenant_id': 1,"
                + " 'protection_policy_id': %d}".formatted(policy))
        .is(201)
        .id();
  }

  @Override
  public void close() {
    try {
      simulator.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
