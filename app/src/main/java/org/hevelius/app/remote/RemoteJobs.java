package org.hevelius.app.remote;

import java.util.List;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.runner.Run;
import org.hevelius.core.usecase.Jobs;
import org.hevelius.core.usecase.Oversight;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** What a service did without being asked, and how its datasets stand. */
record RemoteJobs(Connection connection) implements Oversight.JobUses {
  @Override
  public Jobs.Listing list(@Nullable String dataset, Run.@Nullable State state, int limit) {
    String name = dataset == null ? null : DatasetName.of(dataset).text();
    Wire.Page<Jobs.Next> due =
        connection.get(Ask.of("due").with("dataset", name), new TypeReference<>() {});
    List<Jobs.View> runs =
        connection.all(
            Ask.of("jobs")
                .with("dataset", name)
                .with("state", state == null ? null : Jobs.word(state)),
            limit,
            new TypeReference<>() {});
    return new Jobs.Listing(runs, due.items());
  }

  @Override
  public Jobs.Status status() {
    return connection.get(Ask.of("status"), Jobs.Status.class);
  }
}
