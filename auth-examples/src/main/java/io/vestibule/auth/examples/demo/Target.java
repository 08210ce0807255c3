package io.vestibule.auth.examples.demo;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Where the parameter {@code to} sends a request on to, inside this application. */
record Target(String path, RequestDispatcher dispatcher) {
  private static final String HOPS = Target.class.getName() + ".hops";
  private static final int MOST_HOPS = 5;

  /** Empty when {@code to} is missing or leads nowhere, and when the request has been sent on too often. */
  static Optional<Target> of(HttpServletRequest request) {
    String to = request.getParameter("to");
    return to == null || !to.startsWith("/") || tooFar(request)
        ? Optional.empty()
        : dispatcher(request, to).map(dispatcher -> new Target(to, dispatcher));
  }

  /** {@code /forward?to=/forward} would go round for ever: the parameter outlives the forward. */
  private static boolean tooFar(HttpServletRequest request) {
    int hops = request.getAttribute(HOPS) instanceof Integer before ? before + 1 : 1;
    request.setAttribute(HOPS, hops);
    return hops > MOST_HOPS;
  }

  private static Optional<RequestDispatcher> dispatcher(HttpServletRequest request, String to) {
    try {
      return Optional.ofNullable(request.getServletContext().getRequestDispatcher(to));
    } catch (IllegalArgumentException undecodable) {
      return Optional.empty();
    }
  }
}
