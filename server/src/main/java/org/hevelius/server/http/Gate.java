package org.hevelius.server.http;

import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Action;
import org.hevelius.core.access.Principal;
import org.hevelius.core.dataset.DatasetName;

/** The one place that decides whether a request may be handled. */
final class Gate {
  private static final Principal NOBODY = new Principal("nobody", "none", List.of(), List.of());

  private final Authenticator authenticator;

  Gate(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /**
   * Who may go on.
   *
   * @throws HeveliusException if that is nobody
   */
  Principal admit(Route route, Request request) {
    if (route.scope() instanceof Route.Open) {
      return NOBODY;
    }
    Principal caller = recognized(request);
    try {
      needRight(route, request, caller);
    } catch (HeveliusException e) {
      if (e.category() == Category.DENIED || e.category() == Category.NOT_FOUND) {
        authenticator.refused(request, caller, e);
      }
      throw e;
    }
    authenticator.admitted(request, caller);
    return caller;
  }

  private static void needRight(Route route, Request request, Principal caller) {
    switch (route.scope()) {
      case Route.Open(), Route.Recognized() -> {}
      case Route.Everywhere() -> caller.requireEverywhere(route.action());
      case Route.OfDataset(Route.Locator locator) ->
          caller.require(route.action(), locator.locate(request));
      case Route.ByRequest(Route.Judge judge) -> require(caller, judge.need(request, caller));
    }
  }

  private static void require(Principal caller, Route.Need need) {
    Action action = need.action();
    DatasetName dataset = need.dataset();
    if (dataset == null) {
      caller.requireEverywhere(action);
    } else {
      caller.require(action, dataset);
    }
  }

  private Principal recognized(Request request) {
    try {
      return authenticator.authenticate(request);
    } catch (ProblemException e) {
      throw e;
    } catch (HeveliusException e) {
      if (e.category() != Category.DENIED) {
        throw e;
      }
      throw new ProblemException(
          401,
          "unauthenticated",
          Category.DENIED,
          String.valueOf(e.getMessage()),
          e.advice().toArray(String[]::new));
    }
  }
}
