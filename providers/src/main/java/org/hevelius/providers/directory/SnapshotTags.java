package org.hevelius.providers.directory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;

/** What a repository's snapshot says of ours, for people who look at it with another program. */
final class SnapshotTags {
  private static final String DATASET = "dataset=";
  private static final String VERSION = "version=";

  private SnapshotTags() {}

  static List<String> of(Snapshot snapshot) {
    List<String> tags = new ArrayList<>();
    tags.add(StoredCaptures.TAG);
    tags.add(DATASET + snapshot.dataset());
    tags.add(VERSION + snapshot.version());
    tags.addAll(snapshot.tagTexts());
    if (snapshot.isHeld()) {
      tags.add("hold");
    }
    if (snapshot.knownGood() != null) {
      tags.add("known-good");
    }
    return tags.stream().distinct().toList();
  }

  /** The version that tags of ours name, if they are of that dataset. */
  static OptionalLong version(List<String> tags, DatasetName dataset) {
    if (!tags.contains(StoredCaptures.TAG) || !tags.contains(DATASET + dataset)) {
      return OptionalLong.empty();
    }
    // A person's own tag of that key stands behind ours.
    return tags.stream()
        .filter(tag -> tag.startsWith(VERSION))
        .map(tag -> tag.substring(VERSION.length()))
        .filter(text -> text.matches("[0-9]{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  static String json(Manifest manifest) {
    return new String(manifest.toJson(), StandardCharsets.UTF_8);
  }
}
