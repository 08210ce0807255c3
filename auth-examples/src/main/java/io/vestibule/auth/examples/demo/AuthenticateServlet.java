package io.vestibule.auth.examples.demo;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Asks for a signed-in user with the servlet API's own method; who is none is challenged by the library. */
final class AuthenticateServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.authenticate(response)) {
      Json.send(response, Who.of(request));
    }
  }
}
