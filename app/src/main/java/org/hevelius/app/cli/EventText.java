package org.hevelius.app.cli;

import org.hevelius.core.usecase.EventView;

/** Events for people. */
final class EventText {
  private EventText() {}

  /** The name, and which half of a pair it is. */
  static String name(EventView view) {
    return view.phase().isEmpty() ? view.event() : view.event() + " (" + view.phase() + ")";
  }

  /** The reference of the snapshot, or nothing. */
  static String snapshot(EventView.Result result) {
    String snapshot = result.snapshot();
    return snapshot == null ? "" : snapshot;
  }
}
