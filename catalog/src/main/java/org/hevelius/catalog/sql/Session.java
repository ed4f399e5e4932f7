package org.hevelius.catalog.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection with the statements that were prepared on it, each at its first use. For one
 * thread at a time.
 */
public final class Session implements AutoCloseable {
  /** Makes a value of the row that the results stand on. */
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes the row that the results stand on and says whether it wants more. */
  public interface Rows {
    boolean accept(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /** A session on a connection, which it closes at its end. */
  public Session(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** What this database says in words of its own. */
  public Dialect dialect() {
    return dialect;
  }

  /** Runs a statement that isn't worth preparing. */
  public void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Changes rows and says how many. Parameters are text, whole numbers, bytes or null. */
  public int update(String sql, @Nullable Object... parameters) throws SQLException {
    return bound(sql, parameters).executeUpdate();
  }

  /** The statement with its parameters, for callers that bind it themselves many times. */
  public PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  /** Prepares all statements anew when they are needed: the driver closes one that has failed. */
  public void forgetStatements() throws SQLException {
    List<PreparedStatement> old = List.copyOf(prepared.values());
    prepared.clear();
    for (PreparedStatement statement : old) {
      statement.close();
    }
  }

  /** Reads rows as long as they are wanted. */
  public void each(String sql, Rows rows, @Nullable Object... parameters) throws SQLException {
    try (ResultSet results = bound(sql, parameters).executeQuery()) {
      boolean more = true;
      while (more && results.next()) {
        more = rows.accept(results);
      }
    }
  }

  /** The values of all rows. */
  public <T> List<T> list(String sql, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    List<T> list = new ArrayList<>();
    each(
        sql,
        results -> {
          list.add(row.read(results));
          return true;
        },
        parameters);
    return list;
  }

  /** The value of the first row, if there is one. */
  public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    try (ResultSet results = bound(sql, parameters).executeQuery()) {
      return results.next() ? Optional.of(row.read(results)) : Optional.empty();
    }
  }

  /** The number in the first column of the first row; 0 when there is none. */
  public long number(String sql, @Nullable Object... parameters) throws SQLException {
    return first(sql, row -> row.getLong(1), parameters).orElse(0L);
  }

  private PreparedStatement bound(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = statement(sql);
    for (int i = 0; i < parameters.length; i++) {
      switch (parameters[i]) {
        case null -> statement.setNull(i + 1, Types.NULL);
        case String text -> statement.setString(i + 1, text);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case Object other -> throw new IllegalArgumentException("can't be bound: " + other);
      }
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
