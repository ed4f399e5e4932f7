package org.hevelius.catalog.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import org.hevelius.catalog.sql.SqlCatalog;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The catalog in one SQLite file: write-ahead log, full synchronization, so that what was
 * acknowledged survives the loss of power.
 */
public final class CatalogFile {
  /** "HeCa". */
  private static final SqliteMigrations LAYOUT =
      new SqliteMigrations("catalog", 0x48654361, SqlCatalog.LAYOUT);

  private static final String REMEDY =
      "move the file aside and recover it from the repository: hevelius catalog rebuild";

  private CatalogFile() {}

  /**
   * Opens the catalog in a file and brings its layout up to date.
   *
   * @throws HeveliusException NOT_FOUND when there is no such file; DAMAGED when it is no catalog;
   *     REFUSED when a newer program wrote it; DENIED or UNAVAILABLE when it can't be opened
   */
  public static SqlCatalog open(Path file) {
    if (Files.notExists(file)) {
      throw new HeveliusException(
          Category.NOT_FOUND,
          "there is no catalog at " + file,
          "a new home is made by: hevelius init",
          "a lost catalog is recovered from the repository: hevelius catalog rebuild");
    }
    return create(file);
  }

  /** Opens the catalog in a file; makes an empty one when there is none. */
  public static SqlCatalog create(Path file) {
    return new SqlCatalog(database(file));
  }

  static SqliteDatabase database(Path file) {
    return SqliteDatabase.open(file, LAYOUT, REMEDY, SynchronousMode.FULL);
  }
}
