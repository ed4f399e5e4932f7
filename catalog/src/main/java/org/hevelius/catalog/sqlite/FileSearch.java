package org.hevelius.catalog.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
  private static final String COLUMNS =
      "e.first, e.last, e.type, e.size, e.seconds, e.nanos, e.mode, e.content_key, e.name";

  private static final int STARS = 3;

  /** One dataset in the index, with its versions in order. */
  private record Indexed(DatasetName name, List<Long> versions) {}

  private record Directory(long id, long dataset, String path) {}

  private final Session session;
  private final FileQuery query;
  private final Consumer<FileHit> hits;
  private final Map<Long, Indexed> datasets = new HashMap<>();
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
    List<Long> versions = versions(session, dataset);
    List<FileInterval> history = new ArrayList<>();
    session.each(
        "SELECT "
            + COLUMNS
            + " FROM dir AS d JOIN entry AS e ON e.dir = d.id"
            + " WHERE d.dataset = ? AND d.path = ? AND e.name = ? ORDER BY e.first",
        row -> {
          FileInterval interval = interval(row, versions);
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
    // The inner query reads nothing but the index of names.
    session.each(
        "SELECT "
            + COLUMNS
            + ", d.dataset, d.path FROM (SELECT name, dir, first FROM entry WHERE name >= ?"
            + " AND name < ? AND name GLOB ?) AS h CROSS JOIN dir AS d ON d.id = h.dir"
            + " CROSS JOIN entry AS e ON e.dir = h.dir AND e.name = h.name AND e.first = h.first"
            + " WHERE ? IN (0, d.dataset)",
        row -> hit(row, row.getLong(10), row.getString(11)),
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
    List<Directory> directories = new ArrayList<>();
    session.each(
        "SELECT id, dataset, path FROM dir WHERE ? IN (0, dataset)"
            + " AND path || '/' >= ? AND path || '/' < ?",
        row -> {
          String path = row.getString(3);
          String slashed = path.isEmpty() ? "" : path + "/";
          boolean fits =
              directoryPattern == null ? slashed.isEmpty() : directoryPattern.matches(slashed);
          if (deep || fits) {
            directories.add(new Directory(row.getLong(1), row.getLong(2), path));
          }
          return true;
        },
        dataset,
        prefix,
        afterAll(prefix));
    String names = deep ? "*" : sqliteGlob(Glob.parse(name.isEmpty() ? "*" : name));
    for (Directory directory : directories) {
      if (left > 0) {
        session.each(
            "SELECT " + COLUMNS + " FROM entry AS e WHERE e.dir = ? AND e.name GLOB ?",
            row -> hit(row, directory.dataset(), directory.path()),
            directory.id(),
            names);
      }
    }
  }

  private boolean hit(ResultSet row, long datasetId, String directory) throws SQLException {
    String name = row.getString(9);
    String path = directory.isEmpty() ? name : directory + "/" + name;
    if (query.pattern().matches(query.pattern().isPath() ? path : name)) {
      Indexed indexed = indexed(datasetId);
      FileInterval interval = interval(row, indexed.versions());
      if (interval != null) {
        hits.accept(new FileHit(indexed.name(), path, interval));
        left--;
      }
    }
    return left > 0;
  }

  private Indexed indexed(long id) throws SQLException {
    Indexed indexed = datasets.get(id);
    if (indexed == null) {
      String name =
          session
              .first("SELECT name FROM dataset WHERE id = ?", row -> row.getString(1), id)
              .orElseThrow();
      indexed = new Indexed(DatasetName.of(name), versions(session, id));
      datasets.put(id, indexed);
    }
    return indexed;
  }

  private static List<Long> versions(Session session, long dataset) throws SQLException {
    return session.list(
        "SELECT version FROM version WHERE dataset = ? ORDER BY version",
        row -> row.getLong(1),
        dataset);
  }

  /** The interval narrowed down to versions that are in the index; null when none is. */
  private static @Nullable FileInterval interval(ResultSet row, List<Long> versions)
      throws SQLException {
    long last = row.getLong(2);
    int from = Collections.binarySearch(versions, row.getLong(1));
    int to = last == 0 ? versions.size() - 1 : Collections.binarySearch(versions, last);
    from = from < 0 ? -from - 1 : from;
    to = to < 0 ? -to - 2 : to;
    if (from > to) {
      return null;
    }
    Object key = row.getObject(8);
    return new FileInterval(
        versions.get(from),
        versions.get(to),
        last == 0,
        type(row.getString(3)),
        row.getLong(4),
        Instant.ofEpochSecond(row.getLong(5), row.getLong(6)),
        row.getInt(7),
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
