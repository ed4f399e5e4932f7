package org.hevelius.providers.zfs;

import java.time.Instant;

/** A snapshot of one ZFS dataset, as it was listed. */
record Snap(Zfs zfs, Listed listed) {
  /** The dataset that has it now. */
  String dataset() {
    return listed.dataset();
  }

  /** With its dataset. */
  String full() {
    return listed.name();
  }

  /** Without its dataset. */
  String name() {
    return listed.name().substring(listed.name().indexOf('@') + 1);
  }

  String guid() {
    return listed.text("guid");
  }

  long txg() {
    return listed.number("createtxg");
  }

  Instant created() {
    return Instant.ofEpochSecond(listed.number("creation"));
  }

  /** What all snapshots that one capture took have in common; empty when it isn't ours. */
  String token() {
    return listed.own(Labels.TOKEN);
  }

  /** The id of the home that took it; empty when it names none. */
  String home() {
    return listed.own(Labels.HOME);
  }

  /** Whether Hevelius took it, of whatever home. */
  boolean isOfHevelius() {
    return !token().isEmpty();
  }

  long holds() {
    return listed.number("userrefs");
  }

  boolean isSameAs(Snap other) {
    return guid().equals(other.guid());
  }

  /** Whether another snapshot was taken by the same act, of this dataset or below it. */
  boolean took(Snap other) {
    boolean together =
        isOfHevelius()
            ? token().equals(other.token())
            : !other.isOfHevelius() && txg() == other.txg();
    return together && name().equals(other.name()) && Place.isWithin(other.dataset(), dataset());
  }

  /** The dataset of another snapshot that this one took, relative to the dataset of this one. */
  String relative(Snap other) {
    return other.dataset().equals(dataset())
        ? ""
        : other.dataset().substring(dataset().length() + 1);
  }
}
