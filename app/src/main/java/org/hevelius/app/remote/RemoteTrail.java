package org.hevelius.app.remote;

import java.util.List;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.usecase.Care;
import org.hevelius.core.usecase.Oversight;
import tools.jackson.core.type.TypeReference;

/** The audit trail of a service, which checks it. */
record RemoteTrail(Connection connection) implements Oversight.TrailUses {
  @Override
  public List<AuditEntry> trail(int newest) {
    List<AuditEntry> newestFirst =
        connection.all(Ask.of("audit"), newest, new TypeReference<>() {});
    return newestFirst.reversed();
  }

  @Override
  public Care.TrailCheck verifyTrail() {
    return connection.get(Ask.of("audit/verification"), Care.TrailCheck.class);
  }
}
