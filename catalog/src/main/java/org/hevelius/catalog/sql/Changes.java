package org.hevelius.catalog.sql;

import java.sql.SQLException;
import org.hevelius.core.audit.AuditEvent;

/** The frame of every change: one transaction, and its event in the audit trail. */
record Changes(Database database) {
  /** Changes rows. */
  interface Change {
    void run(Session session) throws SQLException;
  }

  /** Makes a change that leaves no trace in the audit trail. */
  void note(Change change) {
    boolean _ =
        database.write(
            session -> {
              change.run(session);
              return true;
            });
  }

  /** Makes a change and adds its event. */
  void make(AuditEvent event, Change change) {
    boolean _ =
        makeIf(
            event,
            session -> {
              change.run(session);
              return true;
            });
  }

  /** Makes a change, and adds its event if there was anything to change. */
  boolean makeIf(AuditEvent event, Database.Work<Boolean> change) {
    return database.write(
        session -> {
          boolean changed = change.run(session);
          if (changed) {
            AuditTable.append(session, event);
          }
          return changed;
        });
  }
}
