package io.vestibule.auth.examples.demo;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers {@code true} or {@code false}: is the user in the role that the path names? */
final class RoleServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    if (path == null || path.length() < 2) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    } else {
      Text.send(response, String.valueOf(request.isUserInRole(path.substring(1))));
    }
  }
}
