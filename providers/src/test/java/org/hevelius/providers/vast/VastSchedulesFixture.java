package org.hevelius.providers.vast;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeSchedules;
import org.hevelius.core.provider.SchedulesFixture;
import tools.jackson.databind.JsonNode;

/** A path on the stand-in, which keeps schedules by itself. */
final class VastSchedulesFixture implements SchedulesFixture {
  final Stand stand;

  VastSchedulesFixture(Path directory) {
    stand = Stand.at(directory);
    stand.know(stand.cluster());
    stand.view("/prod/obs", "");
    stand.write("prod/obs/a.txt", "first");
  }

  @Override
  public NativeSchedules schedules() {
    return stand.provider().schedules().orElseThrow();
  }

  @Override
  public SourceSpec source() {
    return SourceSpec.parse("vast:lab/prod/obs");
  }

  @Override
  public Instant now() {
    return stand.clock.instant();
  }

  @Override
  public void advance(Duration time) {
    stand.advance(time);
  }

  @Override
  public List<String> names() {
    return stand.all("protectionpolicies").stream()
        .map(node -> node.path("name").asString())
        .toList();
  }

  @Override
  public void foreign(String name) {
    long policy =
        stand
            .ask(
                "POST",
                "/api/protectionpolicies/",
                "{'name': '%s', 'prefix': '%s', 'clone_type': 'LOCAL', 'frames': [{'every': '1h', 'start-at': '2026-01-01 00:00:00', 'keep-local': '1d'}]}"
                    .formatted(name, name))
            .path("id")
            .asLong();
    JsonNode _ =
        stand.ask(
            "POST",
            "/api/protectedpaths/",
            "{'name': '%s', 'source_dir': '/prod/obs', 'tenant_id': 1, 'protection_policy_id': '%d'}"
                .formatted(name, policy));
  }

  private long id(String collection, String name) {
    return stand.all(collection).stream()
        .filter(node -> node.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow()
        .path("id")
        .asLong();
  }

  @Override
  public void editByHand(String name) {
    JsonNode _ =
        stand.ask(
            "PATCH",
            "/api/protectionpolicies/" + id("protectionpolicies", name) + "/",
            "{'frames': [{'every': '1h', 'start-at': '2026-01-01 00:00:00', 'keep-local': '1d'}]}");
  }

  @Override
  public void unprotectByHand(String name) {
    JsonNode _ = stand.ask("DELETE", "/api/protectedpaths/" + id("protectedpaths", name) + "/", "");
  }

  @Override
  public void failAfter(int changes) {
    if (changes == Integer.MAX_VALUE) {
      return;
    }
    stand.fault(
        "{'kind': '%s', 'method': 'POST', 'path': '/protect', 'skip': %d}"
            .formatted(changes % 2 == 0 ? "drop" : "lose_answer", changes / 2));
  }

  @Override
  public void expire(NativeSchedules.Taken taken) {
    long id =
        stand.all("snapshots").stream()
            .filter(node -> taken.capture().id().endsWith(node.path("guid").asString()))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asLong();
    JsonNode _ = stand.ask("DELETE", "/api/snapshots/" + id + "/", "");
  }

  @Override
  public void close() {
    stand.close();
  }
}
