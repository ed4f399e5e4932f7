package org.hevelius.server.http;

import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * A method on a path: what it takes to use it, and what it does. The service checks the right
 * before it calls the handler, in one place.
 *
 * @param method {@code GET}, {@code POST}, {@code PUT}, {@code PATCH} or {@code DELETE}
 * @param path with variable parts such as <code>{run}</code>, each between two slashes
 * @param action what kind of use it is
 * @param scope on what the caller must be allowed to do it
 */
public record Route(String method, String path, Action action, Scope scope, Handler handler) {

  /** On what a right is needed. */
  public sealed interface Scope {}

  /** Anybody may, known or not; the action means nothing. */
  public record Open() implements Scope {}

  /** Anybody who is recognized may; the handler leaves out what the caller may not see. */
  public record Recognized() implements Scope {}

  /** The right is needed on everything. */
  public record Everywhere() implements Scope {}

  /** The right is needed on the dataset that the request is about. */
  public record OfDataset(Locator locator) implements Scope {}

  /** What is needed depends on the request; the route's action is the least that it can be. */
  public record ByRequest(Judge judge) implements Scope {}

  /**
   * A right that is needed.
   *
   * @param dataset on what; null for everything
   */
  public record Need(Action action, @Nullable DatasetName dataset) {}

  /** Tells from a request which right it needs. */
  @FunctionalInterface
  public interface Judge {
    /**
     * The right.
     *
     * @param caller who asks; what the caller may not see must look as if it weren't there
     */
    Need need(Request request, Principal caller);
  }

  /** Tells from a request which dataset it is about. */
  @FunctionalInterface
  public interface Locator {
    /** The dataset, whether or not it exists. */
    DatasetName locate(Request request);
  }

  /** Answers a request. */
  @FunctionalInterface
  public interface Handler {
    /**
     * The answer.
     *
     * @param caller who asks; with {@link Open} somebody who may do nothing
     */
    Response handle(Request request, Principal caller);
  }
}
