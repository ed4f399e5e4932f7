package org.hevelius.server.http;

import org.hevelius.core.HeveliusException;
import org.hevelius.core.access.Principal;

/** The port to who somebody is. Called for each request to a route that isn't open. */
@FunctionalInterface
public interface Authenticator {
  /**
   * Who sent the request. For a cookie's session it also makes sure that a method that changes
   * something was sent by a page of this service.
   *
   * @throws HeveliusException DENIED if nobody is recognized; the answer is 401
   */
  Principal authenticate(Request request);

  /**
   * Told of each request that is let in, before it is handled.
   *
   * @throws HeveliusException if it must not be handled after all
   */
  default void admitted(Request request, Principal caller) {}

  /** Told of each request of somebody recognized who has no right to it. */
  default void refused(Request request, Principal caller, HeveliusException why) {}
}
