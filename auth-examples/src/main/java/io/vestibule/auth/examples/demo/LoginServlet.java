package io.vestibule.auth.examples.demo;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Signs in with the servlet API's own method; who is already signed in is told so with 409. */
final class LoginServlet extends HttpServlet {
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String username = request.getParameter("username");
    String password = request.getParameter("password");
    if (username == null || password == null) {
      Text.send(response, HttpServletResponse.SC_BAD_REQUEST, "username and password, please");
    } else if (request.getUserPrincipal() != null) {
      Text.send(response, HttpServletResponse.SC_CONFLICT, "already signed in");
    } else {
      login(request, response, username, password);
    }
  }

  private static void login(
      HttpServletRequest request, HttpServletResponse response, String username, String password)
      throws IOException {
    try {
      request.login(username, password);
      Json.send(response, Who.of(request));
    } catch (ServletException refused) {
      Text.send(response, HttpServletResponse.SC_UNAUTHORIZED, "not signed in");
    }
  }
}
