package org.hevelius.catalog.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.catalog.PolicyChange;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.policy.Policy;
import org.hevelius.core.policy.PolicyReader;
import org.jspecify.annotations.Nullable;

/** Policies, as the texts that they were read from. */
final class PolicyTable {
  private record Row(String name, Policy.Source source) {}

  private PolicyTable() {}

  static List<Policy> all(Session session) throws SQLException {
    List<Row> rows =
        session.list(
            "SELECT name, file, text, dataset FROM policy ORDER BY name",
            row -> {
              String dataset = row.getString(4);
              return new Row(
                  row.getString(1),
                  new Policy.Source(
                      row.getString(2),
                      row.getString(3),
                      dataset == null ? null : DatasetName.of(dataset)));
            });
    Map<Policy.Source, List<Policy>> read = new HashMap<>();
    List<Policy> policies = new ArrayList<>();
    for (Row row : rows) {
      policies.add(policy(row, read.computeIfAbsent(row.source(), s -> read(row.name(), s))));
    }
    return policies;
  }

  private static List<Policy> read(String name, Policy.Source source) {
    try {
      return PolicyReader.read(source.file(), source.text(), source.dataset());
    } catch (HeveliusException e) {
      throw new HeveliusException(
          Category.REFUSED,
          "this program can't read the stored policy %s: %s".formatted(name, e.getMessage()),
          List.of(
              "nothing was changed; use the version of hevelius that it was applied with, or mend"
                  + " its file and apply it with that version"),
          e);
    }
  }

  private static Policy policy(Row row, List<Policy> inText) {
    return inText.stream()
        .filter(policy -> policy.name().equals(row.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new HeveliusException(
                    Category.DAMAGED, "the stored text of policy " + row.name() + " lacks it"));
  }

  static void change(Session session, List<PolicyChange> changes) throws SQLException {
    Map<String, Policy> present = new HashMap<>();
    all(session).forEach(policy -> present.put(policy.name(), policy));
    for (PolicyChange change : changes) {
      if (!Objects.equals(present.get(change.name()), change.before())) {
        throw new HeveliusException(
            Category.CONFLICT,
            "policy " + change.name() + " was changed meanwhile",
            "nothing was changed; look at the difference again");
      }
      session.update("DELETE FROM policy WHERE name = ?", change.name());
      put(session, change.after());
    }
  }

  private static void put(Session session, @Nullable Policy policy) throws SQLException {
    if (policy != null) {
      DatasetName dataset = policy.source().dataset();
      session.update(
          "INSERT INTO policy (name, file, text, dataset) VALUES (?, ?, ?, ?)",
          policy.name(),
          policy.source().file(),
          policy.source().text(),
          dataset == null ? null : dataset.text());
    }
  }
}
