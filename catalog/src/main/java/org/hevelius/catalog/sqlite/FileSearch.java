package org.hevelius.catalog.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hevelius.catalog.sql.Session;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.find.FileHit;
import org.hevelius.core.find.FileInterval;
import org.hevelius.core.find.FileQuery;
import org.hevelius.core.find.Glob;
import org.hevelius.core.tree.TreeEntry;
import org.jspecify.annotations.Nullable;

/**
 * Finds files. SQLite narrows the search down, by the index of names or by directories; the pattern
 * itself decides about what is left.
 */
final class FileSearch {
  /** An entry and its place, its interval narrowed down to versions that are in the index. */
  private static final String COLUMNS =
      """
      SELECT (SELECT min(v.version) FROM version AS v
          WHERE v.dataset = d.dataset AND v.version >= e.first),
        (SELECT max(v.version) FROM version AS v
          WHERE v.dataset = d.dataset
            AND v.version <= CASE e.last WHEN 0 THEN 9223372036854775807 ELSE e.last END),
        e.last = 0, e.type, e.size, e.seconds, e.nanos, e.mode, e.content_key, e.name,
        d.dataset, d.path
      """;

  /** Of more stars than this SQLite would try all combinations. */
  private static final int STARS = 3;

  private final Session session;
  private final FileQuery query;
  private final Consumer<FileHit> hits;
  private final Map<Long, DatasetName> datasets = new HashMap<>();
  private long dataset;
  private int left;

  FileSearch(Session session, FileQuery query, Consumer<FileHit> hits) {
    this.session = session;
    this.query = query;
    this.hits = hits;
    this.left = query.limit();
  }

  void run() throws SQLException {
    DatasetName wanted = query.dataset();
    if (wanted != null) {
      Optional<Long> id = SqliteFileIndex.findDataset(session, wanted);
      if (id.isEmpty()) {
        return;
      }
      dataset = id.orElseThrow();
    }
    Glob glob = query.pattern();
    String text = glob.text().startsWith("/") ? glob.text().substring(1) : glob.text();
    String name = SqliteUpdate.name(text);
    if (!glob.isPath() || (text.equals("**/" + name) && !name.contains("**"))) {
      byName(name);
    } else {
      byDirectory(text, name);
    }
  }

  static List<FileInterval> history(Session session, long dataset, String path)
      throws SQLException {
    List<FileInterval> history = new ArrayList<>();
    session.each(
        COLUMNS
            + " FROM dir AS d JOIN entry AS e ON e.dir = d.id"
            + " WHERE d.dataset = ? AND d.path = ? AND e.name = ? ORDER BY e.first",
        row -> {
          FileInterval interval = interval(row);
          if (interval != null) {
            history.add(interval);
          }
          return true;
        },
        dataset,
        SqliteUpdate.parent(path),
        SqliteUpdate.name(path));
    return history;
  }

  private void byName(String name) throws SQLException {
    Glob glob = Glob.parse(name);
    String prefix = prefix(glob);
    // Names are read from the list of names, however many versions of a file there are.
    session.each(
        COLUMNS
            + " FROM (SELECT name FROM name WHERE name >= ? AND name < ? AND name GLOB ?) AS n"
            + " CROSS JOIN entry AS e ON e.name = n.name CROSS JOIN dir AS d ON d.id = e.dir"
            + " WHERE ? IN (0, d.dataset)",
        this::hit,
        prefix,
        afterAll(prefix),
        sqliteGlob(glob),
        dataset);
  }

  private void byDirectory(String text, String name) throws SQLException {
    boolean deep = name.contains("**");
    String above = text.substring(0, text.length() - name.length());
    Glob directoryPattern = above.isEmpty() ? null : Glob.parse(above);
    String prefix = directoryPattern == null ? "" : prefix(directoryPattern);
    List<Long> directories = new ArrayList<>();
    session.each(
        "SELECT id, path FROM dir WHERE ? IN (0, dataset)"
            + " AND path || '/' >= ? AND path || '/' < ?",
        row -> {
          String path = row.getString(2);
          String slashed = path.isEmpty() ? "" : path + "/";
          boolean fits =
              directoryPattern == null ? slashed.isEmpty() : directoryPattern.matches(slashed);
          if (deep || fits) {
            directories.add(row.getLong(1));
          }
          return true;
        },
        dataset,
        prefix,
        afterAll(prefix));
    String names = deep ? "*" : sqliteGlob(Glob.parse(name.isEmpty() ? "*" : name));
    for (Long directory : directories) {
      if (left > 0) {
        session.each(
            COLUMNS
                + " FROM dir AS d CROSS JOIN entry AS e ON e.dir = d.id"
                + " WHERE d.id = ? AND e.name GLOB ?",
            this::hit,
            directory,
            names);
      }
    }
  }

  private boolean hit(ResultSet row) throws SQLException {
    String name = row.getString(10);
    String directory = row.getString(12);
    String path = directory.isEmpty() ? name : directory + "/" + name;
    if (query.pattern().matches(query.pattern().isPath() ? path : name)) {
      FileInterval interval = interval(row);
      if (interval != null) {
        hits.accept(new FileHit(dataset(row.getLong(11)), path, interval));
        left--;
      }
    }
    return left > 0;
  }

  private DatasetName dataset(long id) throws SQLException {
    DatasetName known = datasets.get(id);
    if (known == null) {
      known =
          DatasetName.of(
              session
                  .first("SELECT name FROM dataset WHERE id = ?", row -> row.getString(1), id)
                  .orElseThrow());
      datasets.put(id, known);
    }
    return known;
  }

  /** The interval; null when no version of it is in the index. */
  private static @Nullable FileInterval interval(ResultSet row) throws SQLException {
    long first = row.getLong(1);
    long last = row.getLong(2);
    if (first == 0 || last < first) {
      return null;
    }
    Object key = row.getObject(9);
    return new FileInterval(
        first,
        last,
        row.getBoolean(3),
        type(row.getString(4)),
        row.getLong(5),
        Instant.ofEpochSecond(row.getLong(6), row.getLong(7)),
        row.getInt(8),
        key instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : (String) key);
  }

  private static TreeEntry.Type type(String letter) {
    return switch (letter) {
      case "F" -> TreeEntry.Type.FILE;
      case "D" -> TreeEntry.Type.DIRECTORY;
      case "L" -> TreeEntry.Type.SYMLINK;
      default -> TreeEntry.Type.SPECIAL;
    };
  }

  /** The text that every match begins with. */
  private static String prefix(Glob glob) {
    return glob.tokens().getFirst() instanceof Glob.Literal(String literal) ? literal : "";
  }

  /** A text that follows all that begin with the prefix. */
  private static String afterAll(String prefix) {
    return prefix + Character.toString(Character.MAX_CODE_POINT);
  }

  /**
   * A pattern of SQLite that matches at least what this one matches. It has few stars: of many
   * SQLite tries all combinations.
   */
  private static String sqliteGlob(Glob glob) {
    StringBuilder text = new StringBuilder();
    int stars = 0;
    for (Glob.Token token : glob.tokens()) {
      String piece =
          switch (token) {
            case Glob.Literal(String literal) -> literal.replaceAll("[*?\\[]", "[$0]");
            case Glob.AnyCharacter(), Glob.OneOf(String _, boolean _) -> "?";
            case Glob.AnyRun(), Glob.AnyPath(), Glob.AnyDirectories() -> "*";
          };
      text.append(piece);
      if (piece.equals("*") && ++stars == STARS) {
        return text.toString();
      }
    }
    return text.toString();
  }
}
