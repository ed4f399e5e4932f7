package org.hevelius.app.cli;

import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.Sizes;
import org.hevelius.core.usecase.StorageView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "set",
    description = {
      "set limits of a view; what isn't named stays as it is",
      "",
      "A hard limit below what is used is refused. Sizes are written with their unit: 8TB counts in"
          + " thousands, 8TiB in 1,024s."
    },
    footer = {"", "hevelius quota set vast:lab/swift/burst --soft 8TB --hard 10TB"})
final class QuotaSetVerb implements Runnable {
  private static final String NONE = "none";

  private final Session session;

  @Parameters(paramLabel = "VIEW", description = "the view")
  String view = "";

  @Option(names = "--soft", paramLabel = "SIZE", description = "warn beyond it; none for no limit")
  @Nullable String soft;

  @Option(
      names = "--hard",
      paramLabel = "SIZE",
      description = "nothing can be written beyond it; none for no limit")
  @Nullable String hard;

  QuotaSetVerb(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    StorageView.LimitWish wish =
        new StorageView.LimitWish(bytes(soft), bytes(hard), NONE.equals(soft), NONE.equals(hard));
    Quota quota = session.withFacade(home -> home.storage().setLimits(view, wish));
    session.result(
        quota,
        () -> {
          session
              .console()
              .line("%s: %s".formatted(quota.view(), QuotaText.limits(quota.limits())));
          session
              .console()
              .line(
                  "  %s used (%s)"
                      .formatted(
                          Humans.bytes(quota.usedBytes()), QuotaText.percent(quota.percent())));
        });
  }

  private static @Nullable Long bytes(@Nullable String text) {
    return text == null || text.equals(NONE) ? null : (Long) Sizes.parse(text);
  }
}
