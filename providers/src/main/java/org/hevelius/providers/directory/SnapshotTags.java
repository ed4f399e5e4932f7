package org.hevelius.providers.directory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hevelius.core.snapshot.Manifest;
import org.hevelius.core.snapshot.Snapshot;

/** What a repository's snapshot says of ours, for people who look at it with another program. */
final class SnapshotTags {
  private SnapshotTags() {}

  static List<String> of(Snapshot snapshot) {
    List<String> tags = new ArrayList<>();
    tags.add(StoredCaptures.TAG);
    tags.add("dataset=" + snapshot.dataset());
    tags.add("version=" + snapshot.version());
    tags.addAll(snapshot.tagTexts());
    if (snapshot.isHeld()) {
      tags.add("hold");
    }
    if (snapshot.knownGood() != null) {
      tags.add("known-good");
    }
    return tags.stream().distinct().toList();
  }

  static String json(Manifest manifest) {
    return new String(manifest.toJson(), StandardCharsets.UTF_8);
  }
}
