package org.hevelius.catalog.sql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * A table as such, to be copied whole from one database into another.
 *
 * @param columns all of them
 * @param key those of the primary key
 * @param highest the highest number that it has given to a row by itself; 0 when none
 */
public record Table(String name, List<String> columns, List<String> key, long highest) {
  private static final int BATCH = 500;

  /** Takes its own copies. */
  public Table {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** What stands in a table: how many rows, and a hash over all values in the order of the key. */
  public record Content(long rows, String hash) {}

  private String select() {
    return "SELECT %s FROM %s ORDER BY %s"
        .formatted(String.join(", ", columns), name, String.join(", ", key));
  }

  /** Copies all rows. */
  public void copy(Session from, Session to) throws SQLException {
    PreparedStatement insert =
        to.statement(
            "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                    name,
                    String.join(", ", columns),
                    String.join(", ", Collections.nCopies(columns.size(), "?"))));
    long[] waiting = {0};
    from.each(
        select(),
        row -> {
          for (int i = 1; i <= columns.size(); i++) {
            bind(insert, i, row.getObject(i));
          }
          insert.addBatch();
          if (++waiting[0] % BATCH == 0) {
            insert.executeBatch();
          }
          return true;
        });
    insert.executeBatch();
  }

  private static void bind(PreparedStatement insert, int place, Object value) throws SQLException {
    switch (value) {
      case null -> insert.setNull(place, Types.NULL);
      case String text -> insert.setString(place, text);
      case Number number -> insert.setLong(place, number.longValue());
      default -> throw new IllegalStateException("can't be copied: " + value.getClass());
    }
  }

  /** Reads the whole table, a part at a time. */
  public Content content(Session session) throws SQLException {
    MessageDigest digest = sha256();
    long[] rows = {0};
    session.statement(select()).setFetchSize(BATCH);
    session.each(
        select(),
        row -> {
          rows[0]++;
          digest(digest, row);
          return true;
        });
    return new Content(rows[0], HexFormat.of().formatHex(digest.digest()));
  }

  private void digest(MessageDigest digest, ResultSet row) throws SQLException {
    for (int i = 1; i <= columns.size(); i++) {
      Object value = row.getObject(i);
      digest.update((byte) (value == null ? 'n' : value instanceof Number ? 'i' : 't'));
      if (value instanceof Number number) {
        digest.update(ByteBuffer.allocate(8).putLong(number.longValue()).flip());
      } else if (value != null) {
        byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(text.length).flip());
        digest.update(text);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
