package org.hevelius.app.remote;

import java.util.stream.Stream;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.TrailFilter;
import org.hevelius.core.usecase.Care;
import org.hevelius.core.usecase.Oversight;
import tools.jackson.core.type.TypeReference;

/** The audit trail of a service, which checks it. */
record RemoteTrail(Connection connection) implements Oversight.TrailUses {
  private static final int PAGE = 500;

  @Override
  public Stream<AuditEntry> trail(TrailFilter filter) {
    Ask ask =
        Ask.of("audit")
            .with("dataset", filter.dataset())
            .with("actor", filter.actor())
            .with("action", filter.action())
            .with("since", filter.since())
            .with("until", filter.until())
            .with("limit", PAGE);
    return connection.pages(ask, new TypeReference<>() {});
  }

  @Override
  public Care.TrailCheck verifyTrail() {
    return connection.get(Ask.of("audit/verification"), Care.TrailCheck.class);
  }
}
