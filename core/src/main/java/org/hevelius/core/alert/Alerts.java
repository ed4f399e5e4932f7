package org.hevelius.core.alert;

/** Takes alerts. Returns at once and never fails: telling people never stops the work. */
@FunctionalInterface
public interface Alerts {
  /** Nobody is told. */
  Alerts NONE = _ -> {};

  /** Takes an alert on its way. */
  void raise(Alert alert);
}
