package org.hevelius.core.snapshot;

/** What a snapshot promises about the consistency of its captures, strongest first. */
public enum Guarantee {
  /** One act of the storage took everything at one instant. */
  ATOMIC,
  /** Hooks held all writers while the captures were taken. */
  QUIESCED,
  /** Captures were taken in a safe order and the references between them were checked. */
  ORDERED,
  /** Each file is consistent at best; the whole is not one instant. */
  UNVERIFIED;

  /** The weaker of two guarantees. */
  public Guarantee and(Guarantee other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The stronger of two guarantees. */
  public Guarantee or(Guarantee other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
