package org.hevelius.app.remote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.publication.CitedVersion;
import org.hevelius.core.tree.Names;
import org.hevelius.core.usecase.CitationChecks;
import org.hevelius.core.usecase.Facade;
import tools.jackson.databind.JsonNode;

/** Holds citations against the bytes that a service has. */
record RemoteCitations(Connection connection) implements Facade.CitationUses {
  /** A request is at most 1 MiB. */
  private static final int MOST_LISTED_CHARACTERS = 400_000;

  @Override
  public CitationChecks.Result inStorage(
      CitedVersion cited, Progress progress, BooleanSupplier canceled) {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("content", cited.content().toString());
    if (cited.name() != null) {
      wish.put("name", cited.name());
    }
    Map<String, String> files = cited.files();
    boolean tooMany = files != null && isTooMuch(files);
    if (files != null && !tooMany) {
      Map<String, String> shown = new LinkedHashMap<>();
      files.forEach((path, hash) -> shown.put(Names.show(path), hash));
      wish.put("files", shown);
    }
    Connection.Answer answer = connection.start(Ask.of("citation-checks"), wish, Map.of());
    JsonNode said = answer.as(JsonNode.class);
    CitationChecks.Result result =
        Wire.MAPPER.treeToValue(
            said.has("verdict") ? said : Following.end(connection, answer, progress, canceled),
            CitationChecks.Result.class);
    return tooMany && result.verdict() == CitationChecks.Verdict.DIFFERS
        ? withoutFiles(result)
        : result;
  }

  private static boolean isTooMuch(Map<String, String> files) {
    long characters = 0;
    for (Map.Entry<String, String> file : files.entrySet()) {
      characters += file.getKey().length() + file.getValue().length() + 8L;
    }
    return characters > MOST_LISTED_CHARACTERS;
  }

  private static CitationChecks.Result withoutFiles(CitationChecks.Result result) {
    List<String> notes = new ArrayList<>(result.notes());
    notes.add(
        "the citation lists more files than a service takes: which of them differ is told on the"
            + " machine that has the home");
    return new CitationChecks.Result(
        result.verdict(),
        result.reference(),
        result.cited(),
        result.found(),
        result.files(),
        result.bytes(),
        result.differing(),
        result.differences(),
        notes);
  }
}
