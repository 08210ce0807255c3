package io.vestibule.auth.examples.demo;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Goes on to the path in {@code to} by an asynchronous dispatch. */
final class AsyncDispatchServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<Target> target = Target.of(request);
    if (target.isPresent()) {
      request.startAsync(request, response).dispatch(target.get().path());
    } else {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    }
  }
}
