package io.vestibule.auth.examples.demo;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/** Says hello to whoever the servlet API says is there. */
final class HelloServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Text.send(
        response, "hello " + Objects.requireNonNullElse(request.getRemoteUser(), "anonymous"));
  }
}
