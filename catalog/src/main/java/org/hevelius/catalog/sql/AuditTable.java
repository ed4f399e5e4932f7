package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.hevelius.core.audit.AuditChain;
import org.hevelius.core.audit.AuditEntry;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.audit.AuditHead;

/** The audit trail and its recorded end. */
final class AuditTable {
  private AuditTable() {}

  static AuditEntry append(Session session, AuditEvent event) throws SQLException {
    AuditEntry entry = AuditChain.next(head(session), event);
    session.update(
        """
        INSERT INTO audit (sequence, time, actor, host, action, target, outcome, detail, previous,
          hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        entry.sequence(),
        Times.text(event.time()),
        event.actor(),
        event.host(),
        event.action(),
        event.target(),
        event.outcome().name(),
        event.detail(),
        entry.previous(),
        entry.hash());
    session.update(
        "INSERT INTO audit_head (one, sequence, hash) VALUES (1, ?, ?)"
            + " ON CONFLICT (one) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash",
        entry.sequence(),
        entry.hash());
    return entry;
  }

  static AuditHead head(Session session) throws SQLException {
    return session
        .first(
            "SELECT sequence, hash FROM audit_head",
            row -> new AuditHead(row.getLong(1), row.getString(2)))
        .orElse(AuditHead.EMPTY);
  }

  static List<AuditEntry> page(Session session, long from, int limit) throws SQLException {
    return session.list(
        """
        SELECT sequence, time, actor, host, action, target, outcome, detail, previous, hash
        FROM audit WHERE sequence >= ? ORDER BY sequence LIMIT ?
        """,
        AuditTable::row,
        from,
        limit);
  }

  static List<AuditEntry> newest(Session session, String action, int limit) throws SQLException {
    return session.list(
        """
        SELECT sequence, time, actor, host, action, target, outcome, detail, previous, hash
        FROM audit WHERE action = ? ORDER BY sequence DESC LIMIT ?
        """,
        AuditTable::row,
        action,
        limit);
  }

  private static AuditEntry row(ResultSet row) throws SQLException {
    AuditEvent event =
        new AuditEvent(
            Times.parse(row.getString(2)),
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            AuditEvent.Outcome.valueOf(row.getString(7)),
            row.getString(8));
    return new AuditEntry(row.getLong(1), event, row.getString(9), row.getString(10));
  }
}
