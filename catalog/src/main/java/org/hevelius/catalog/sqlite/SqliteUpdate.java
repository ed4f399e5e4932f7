package org.hevelius.catalog.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.hevelius.catalog.sql.Session;
import org.hevelius.core.find.FileIndex;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/** The changes of one version, in one transaction on a connection of its own. */
final class SqliteUpdate implements FileIndex.Update {
  private static final int CACHED_DIRECTORIES = 50_000;
  private static final int KEY_LENGTH = 64;
  private static final int BATCH = 500;
  private static final String INSERT =
      "INSERT OR REPLACE INTO entry (dir, name, first, last, type, size, seconds, nanos, mode,"
          + " content_key) VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?)";
  private static final String INSERT_NAME =
      "INSERT INTO name (name) VALUES (?) ON CONFLICT (name) DO NOTHING";

  private final SqliteDatabase database;
  private final Session session;
  private final long dataset;
  private final long version;
  private final long previous;
  private final Map<String, Long> directories = new HashMap<>();
  private boolean open = true;
  private int waiting;

  SqliteUpdate(
      SqliteDatabase database, Session session, long dataset, long version, long previous) {
    this.database = database;
    this.session = session;
    this.dataset = dataset;
    this.version = version;
    this.previous = previous;
  }

  @Override
  public void added(String path, TreeEntry entry) {
    try {
      insert(shown(path), entry);
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  @Override
  public void changed(String path, TreeEntry entry) {
    String shown = shown(path);
    try {
      if (previous > 0) {
        end(shown, !entry.isDirectory());
      }
      insert(shown, entry);
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  @Override
  public void removed(String path) {
    try {
      end(shown(path), true);
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  @Override
  public void commit() {
    try {
      flush();
      session.update("INSERT INTO version (dataset, version) VALUES (?, ?)", dataset, version);
      session.update("COMMIT");
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      try {
        session.close();
      } catch (SQLException e) {
        throw database.failure(e);
      }
    }
  }

  /** Ends the interval of a path that was there, and with a directory of all below it. */
  private void end(String path, boolean below) throws SQLException {
    Optional<Long> parent = findDirectory(parent(path));
    if (parent.isPresent()) {
      session.update(
          "UPDATE entry SET last = ? WHERE dir = ? AND name = ? AND last = 0 AND first < ?",
          previous,
          parent.orElseThrow(),
          name(path),
          version);
    }
    if (below) {
      // '0' follows the slash. Two terms, because an OR would keep SQLite from using the index.
      session.update(
          "UPDATE entry SET last = ? WHERE last = 0 AND first < ? AND dir IN ("
              + "SELECT id FROM dir WHERE dataset = ? AND path = ? UNION ALL "
              + "SELECT id FROM dir WHERE dataset = ? AND path > ? AND path < ?)",
          previous,
          version,
          dataset,
          path,
          dataset,
          path + "/",
          path + "0");
    }
  }

  private void insert(String path, TreeEntry entry) throws SQLException {
    PreparedStatement statement = session.statement(INSERT);
    Instant modified = entry.modified();
    statement.setLong(1, directory(parent(path)));
    statement.setString(2, name(path));
    statement.setLong(3, version);
    statement.setString(4, letter(entry.type()));
    statement.setLong(5, entry.size());
    statement.setLong(6, modified.getEpochSecond());
    statement.setInt(7, modified.getNano());
    statement.setInt(8, entry.mode());
    bindKey(statement, entry.contentKey());
    PreparedStatement named = session.statement(INSERT_NAME);
    named.setString(1, name(path));
    named.addBatch();
    // In batches, which take half the time of single rows.
    statement.addBatch();
    if (++waiting == BATCH) {
      flush();
    }
  }

  private void flush() throws SQLException {
    if (waiting > 0) {
      session.statement(INSERT).executeBatch();
      session.statement(INSERT_NAME).executeBatch();
      waiting = 0;
    }
  }

  private static void bindKey(PreparedStatement statement, @Nullable String key)
      throws SQLException {
    if (key == null) {
      statement.setNull(9, Types.NULL);
    } else if (isHex(key)) {
      statement.setBytes(9, HexFormat.of().parseHex(key));
    } else {
      statement.setString(9, key);
    }
  }

  private static boolean isHex(String key) {
    if (key.length() != KEY_LENGTH) {
      return false;
    }
    for (int i = 0; i < KEY_LENGTH; i++) {
      char c = key.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  private long directory(String path) throws SQLException {
    Optional<Long> known = findDirectory(path);
    if (known.isPresent()) {
      return known.orElseThrow();
    }
    session.update("INSERT INTO dir (dataset, path) VALUES (?, ?)", dataset, path);
    return findDirectory(path).orElseThrow();
  }

  private Optional<Long> findDirectory(String path) throws SQLException {
    Long cached = directories.get(path);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<Long> found =
        session.first(
            "SELECT id FROM dir WHERE dataset = ? AND path = ?",
            row -> row.getLong(1),
            dataset,
            path);
    if (found.isPresent()) {
      if (directories.size() >= CACHED_DIRECTORIES) {
        directories.clear();
      }
      directories.put(path, found.orElseThrow());
    }
    return found;
  }

  private static String shown(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c < ' ' || c == '\\' || c == 0x7f || Character.isSurrogate(c)) {
        return Names.show(path);
      }
    }
    return path;
  }

  static String letter(TreeEntry.Type type) {
    return switch (type) {
      case FILE -> "F";
      case DIRECTORY -> "D";
      case SYMLINK -> "L";
      case SPECIAL -> "S";
    };
  }

  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
