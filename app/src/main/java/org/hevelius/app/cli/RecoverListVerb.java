package org.hevelius.app.cli;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.usecase.RecoveryView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = "list whole recoveries, the newest first",
    footer = {"", "hevelius recover list metis"})
final class RecoverListVerb implements Runnable {
  private static final int MOST = 1000;

  private final Session session;

  @Parameters(paramLabel = "DATASET", arity = "0..1", description = "only of this dataset")
  @Nullable String dataset;

  @Option(names = "--limit", paramLabel = "N", description = "how many at most (${DEFAULT-VALUE})")
  int limit = 30;

  RecoverListVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (limit < 1 || limit > MOST) {
      throw new HeveliusException(Category.INVALID, "--limit takes 1 to 1,000, not " + limit);
    }
    List<RecoveryView> all = session.withFacade(home -> home.recoveries().list(dataset, limit));
    session.result(all, () -> new RecoverText(session).list(all));
  }
}
