package org.hevelius.app.remote;

import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.usecase.ChangeLog;
import org.hevelius.core.usecase.LogView;
import org.hevelius.core.usecase.Oversight;
import tools.jackson.core.type.TypeReference;

/** The change log of a dataset of a service, compared there a few versions at a time. */
record RemoteChangeLog(Connection connection) implements Oversight.ChangeLogUses {
  /** Each version of a page is compared before the first one comes. */
  private static final int AT_ONCE = 20;

  @Override
  public Stream<LogView> log(ChangeLog.Request request, BooleanSupplier canceled) {
    Ask ask =
        Ask.of(DatasetName.of(request.dataset()), "/log")
            .with("since", request.since())
            .with("until", request.until())
            .with("author", request.author())
            .with("files", request.files())
            .with("limit", Math.min(request.limit(), AT_ONCE));
    Stream<LogView> entries = connection.pages(ask, new TypeReference<>() {});
    return entries
        .limit(request.limit())
        .peek(
            _ -> {
              if (canceled.getAsBoolean()) {
                throw new HeveliusException(
                    Category.CANCELED, "the comparison was stopped", "nothing was changed");
              }
            });
  }
}
