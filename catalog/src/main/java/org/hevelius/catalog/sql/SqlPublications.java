package org.hevelius.catalog.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.audit.AuditEvent;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.publication.About;
import org.hevelius.core.publication.ContentId;
import org.hevelius.core.publication.Creator;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.publication.PublicationStore;
import org.hevelius.core.publication.Withdrawal;

/** Publications in the catalog. */
final class SqlPublications implements PublicationStore {
  private static final String SELECT =
      """
      SELECT name, dataset, version, content, files, bytes, title, creators, publisher, year,
        license, doi, related, published, published_by, withdrawn, withdrawn_by, withdrawn_reason,
        ordinal
      FROM publication
      """;

  private final Database database;

  SqlPublications(Database database) {
    this.database = database;
  }

  @Override
  public void add(Publication publication, AuditEvent event) {
    if (publication.withdrawn() != null) {
      throw new HeveliusException(
          Category.INVALID, publication.reference() + " would be published as withdrawn");
    }
    boolean _ =
        database.write(
            session -> {
              if (session.number(
                      "SELECT count(*) FROM publication WHERE name = ? AND withdrawn IS NULL",
                      publication.name())
                  > 0) {
                throw new HeveliusException(
                    Category.CONFLICT,
                    publication.reference() + " is published already",
                    "nothing was changed");
              }
              insert(session, publication);
              AuditTable.append(session, event);
              return true;
            });
  }

  private static void insert(Session session, Publication publication) throws SQLException {
    About about = publication.about();
    session.update(
        """
        INSERT INTO publication (name, ordinal, dataset, version, content, files, bytes, title,
          creators, publisher, year, license, doi, related, published, published_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        publication.name(),
        1
            + session.number(
                "SELECT max(ordinal) FROM publication WHERE name = ?", publication.name()),
        publication.dataset().text(),
        publication.version(),
        publication.content().hash(),
        publication.files(),
        publication.bytes(),
        about.title(),
        String.join("\n", about.creators().stream().map(SqlPublications::line).toList()),
        about.publisher(),
        about.year(),
        about.license(),
        about.doi(),
        String.join("\n", about.related()),
        Times.text(publication.published()),
        publication.by());
  }

  private static String line(Creator creator) {
    return creator.orcid() == null ? creator.name() : creator.name() + "\t" + creator.orcid();
  }

  private static Creator creator(String line) {
    int tab = line.indexOf('\t');
    return tab < 0
        ? new Creator(line, null)
        : new Creator(line.substring(0, tab), line.substring(tab + 1));
  }

  @Override
  public void withdraw(Publication expected, Withdrawal withdrawal, AuditEvent event) {
    boolean _ =
        database.write(
            session -> {
              List<Publication> present = named(session, expected.name());
              if (expected.withdrawn() != null
                  || present.isEmpty()
                  || !present.getFirst().equals(expected)) {
                throw new HeveliusException(
                    Category.CONFLICT,
                    "the publication of " + expected.reference() + " was changed meanwhile",
                    "nothing was changed; look at it again");
              }
              session.update(
                  """
                  UPDATE publication SET withdrawn = ?, withdrawn_by = ?, withdrawn_reason = ?
                  WHERE name = ? AND withdrawn IS NULL
                  """,
                  Times.text(withdrawal.at()),
                  withdrawal.by(),
                  withdrawal.reason(),
                  expected.name());
              AuditTable.append(session, event);
              return true;
            });
  }

  @Override
  public List<Publication> of(String name) {
    return database.read(session -> named(session, name));
  }

  private static List<Publication> named(Session session, String name) throws SQLException {
    return session.list(
        SELECT + "WHERE name = ? ORDER BY ordinal DESC", SqlPublications::row, name);
  }

  @Override
  public List<Publication> of(ContentId content, int limit) {
    return database.read(
        session ->
            session.list(
                SELECT + "WHERE content = ? ORDER BY name, ordinal DESC LIMIT ?",
                SqlPublications::row,
                content.hash(),
                limit));
  }

  @Override
  public List<Entry> page(Query query) {
    List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    List<Object> parameters = new ArrayList<>();
    DatasetName dataset = query.dataset();
    if (dataset != null) {
      // '0' follows the slash.
      conditions.add(
          query.below() ? "(dataset = ? OR (dataset > ? AND dataset < ?))" : "dataset = ?");
      parameters.add(dataset.text());
      if (query.below()) {
        parameters.addAll(List.of(dataset + "/", dataset + "0"));
      }
    }
    Position after = query.after();
    if (after != null) {
      conditions.add(
          "(published < ? OR (published = ? AND (name > ? OR (name = ? AND ordinal < ?))))");
      String published = Times.clamped(after.published());
      parameters.addAll(List.of(published, published, after.name(), after.name(), after.ordinal()));
    }
    parameters.add(query.limit());
    return database.read(
        session ->
            session.list(
                SELECT
                    + "WHERE "
                    + String.join(" AND ", conditions)
                    + " ORDER BY published DESC, name, ordinal DESC LIMIT ?",
                row -> new Entry(row.getLong(19), row(row)),
                parameters.toArray()));
  }

  private static Publication row(ResultSet row) throws SQLException {
    String withdrawn = row.getString(16);
    return new Publication(
        DatasetName.of(row.getString(2)),
        row.getLong(3),
        row.getString(1),
        new ContentId(row.getString(4)),
        row.getLong(5),
        row.getLong(6),
        new About(
            row.getString(7),
            DatasetTable.lines(row.getString(8)).stream().map(SqlPublications::creator).toList(),
            row.getString(9),
            row.getInt(10),
            row.getString(11),
            row.getString(12),
            DatasetTable.lines(row.getString(13))),
        Times.parse(row.getString(14)),
        row.getString(15),
        withdrawn == null
            ? null
            : new Withdrawal(Times.parse(withdrawn), row.getString(17), row.getString(18)));
  }
}
