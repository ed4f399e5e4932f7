package org.hevelius.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.core.snapshot.Tags;
import org.hevelius.core.usecase.Creation;
import org.hevelius.core.usecase.Lineage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is recorded of a snapshot that is taken, and how long it stays. */
final class SnapshotOptions {
  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "a short name, unique in the dataset: cosmos7/raw@NAME")
  @Nullable String name;

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "KEY=VALUE",
      description = "a tag; may be given again")
  List<String> tags = List.of();

  @Option(names = "--milestone", paramLabel = "TEXT", description = "what the data has reached")
  @Nullable String milestone;

  @Option(names = "--permanent", description = "never forget it, whatever the rules say")
  boolean permanent;

  @Option(names = "--keep", paramLabel = "TIME", description = "keep it that long: 30d, 6mo, 2y")
  @Nullable String keep;

  @Option(names = "--expires", paramLabel = "DATE", description = "keep it until the end of a day")
  @Nullable String expires;

  @Option(
      names = "--derived-from",
      paramLabel = "REF",
      description = "a snapshot that it was made from; may be given again")
  List<String> derivedFrom = List.of();

  @Option(
      names = "--calibrated-with",
      paramLabel = "REF",
      description = "a snapshot whose calibration it uses; may be given again")
  List<String> calibratedWith = List.of();

  @Option(
      names = "--derived-by",
      paramLabel = "TEXT",
      description = "what made it from them, such as \"calibrate.py 2.1\"")
  String derivedBy = "";

  /** What is asked for, of this dataset, for this reason. */
  Creation.Request request(String dataset, String description, Times times) {
    Map<String, String> parsed = new LinkedHashMap<>();
    for (String tag : tags) {
      Map.Entry<String, String> entry = Tags.parse(tag);
      parsed.put(entry.getKey(), entry.getValue());
    }
    return Creation.Request.of(dataset, description)
        .edit()
        .shortName(name)
        .tags(parsed)
        .milestone(milestone)
        .permanent(permanent)
        .keep(keep)
        .expires(expires == null ? null : new Moments(times).expiry(expires))
        .madeFrom(new Lineage.Said(derivedFrom, calibratedWith, derivedBy))
        .build();
  }
}
