package org.hevelius.providers.zfs;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.SourceSpec;

/**
 * A ZFS dataset on a machine, written {@code POOL/DATASET} on this one and {@code
 * MACHINE:POOL/DATASET} on another.
 *
 * @param machine empty for this one
 * @param dataset with its pool
 */
record Place(String machine, String dataset) {
  /** The longest name of a dataset or snapshot that ZFS takes, in bytes. */
  static final int MAX_NAME = 255;

  private static final Pattern DATASET =
      Pattern.compile("[A-Za-z][A-Za-z0-9_.:-]*(/[A-Za-z0-9_.:][A-Za-z0-9_.: -]*)*");

  Place {
    if (!DATASET.matcher(dataset).matches()
        || dataset.contains("/../")
        || dataset.endsWith("/..")
        || dataset.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
      throw new HeveliusException(
          Category.INVALID,
          "\"" + dataset + "\" is no name of a ZFS dataset",
          "write zfs:POOL/DATASET, or zfs:MACHINE:POOL/DATASET for another machine");
    }
  }

  static Place of(SourceSpec source) {
    if (source.kind() != SourceSpec.Kind.ZFS) {
      throw new HeveliusException(
          Category.INVALID, source + " is no ZFS source; they are written zfs:POOL/DATASET");
    }
    String text = source.location();
    int colon = text.indexOf(':');
    int slash = text.indexOf('/');
    // A colon behind the pool belongs to the name of a dataset.
    boolean named = colon >= 0 && (slash < 0 || colon < slash);
    return named
        ? new Place(text.substring(0, colon), text.substring(colon + 1))
        : new Place("", text);
  }

  /** The place of a dataset on a machine. */
  SourceSpec source() {
    boolean plain = machine.isEmpty() && pool().indexOf(':') < 0;
    return new SourceSpec(SourceSpec.Kind.ZFS, plain ? dataset : machine + ":" + dataset);
  }

  static String pool(String dataset) {
    int slash = dataset.indexOf('/');
    return slash < 0 ? dataset : dataset.substring(0, slash);
  }

  String pool() {
    return pool(dataset);
  }

  boolean isPool() {
    return dataset.indexOf('/') < 0;
  }

  static boolean isWithin(String dataset, String above) {
    return dataset.equals(above) || dataset.startsWith(above + "/");
  }
}
