package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.usecase.NativeSync;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "sync",
    description = {
      "list what storage has taken by itself as policies say",
      "",
      "Where a policy says native-schedule: true, storage such as VAST takes and expires snapshots."
          + " Each becomes a version of its dataset, once; one that the storage has removed is"
          + " marked gone. The service does this each minute. Nothing is changed on the storage."
    })
final class PolicySyncVerb implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "DATASET", arity = "0..1", description = "only this one")
  @Nullable String dataset;

  PolicySyncVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<NativeSync.Result> results = session.withHome(home -> home.nativeSync().sync(dataset));
    session.result(results, () -> print(results));
  }

  private void print(List<NativeSync.Result> results) {
    Console console = session.console();
    if (results.isEmpty()) {
      console.line("No storage was told to take snapshots by itself.");
      return;
    }
    for (NativeSync.Result one : results) {
      console.line(
          "%s  %s%s"
              .formatted(
                  one.dataset(),
                  one.adopted().isEmpty()
                      ? "nothing new"
                      : "new: " + String.join(", ", one.adopted()),
                  one.gone().isEmpty() ? "" : "; gone: " + String.join(", ", one.gone())));
      if (!one.trouble().isEmpty()) {
        console.line(
            console.yellow("  not in effect on the storage: " + Text.printable(one.trouble())));
      }
    }
  }
}
