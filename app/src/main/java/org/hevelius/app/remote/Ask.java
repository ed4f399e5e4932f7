package org.hevelius.app.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request with its query.
 *
 * @param text behind the address of the service
 */
record Ask(String text) {
  private static final String API = "/api/v1/";

  /** A resource of the interface. */
  static Ask of(String resource) {
    return new Ask(API + resource);
  }

  /** A resource of a dataset, such as {@code /history}; empty for the dataset itself. */
  static Ask of(DatasetName dataset, String resource) {
    return of("datasets/" + dataset.text().replace('/', '~') + resource);
  }

  /** A resource of a snapshot. */
  static Ask of(Snapshot snapshot, String resource) {
    return of(snapshot.dataset(), "/snapshots/" + snapshot.version() + resource);
  }

  /** The same with a parameter more; without it when the value is null. */
  Ask with(String name, @Nullable Object value) {
    return value == null
        ? this
        : new Ask(text + (text.contains("?") ? "&" : "?") + name + "=" + encoded(value.toString()));
  }

  /** The same with a switch that is on; without it when it is off. */
  Ask with(String name, boolean on) {
    return on ? with(name, "true") : this;
  }

  /** A name as a part of a path. */
  static String segment(String name) {
    return encoded(name);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
