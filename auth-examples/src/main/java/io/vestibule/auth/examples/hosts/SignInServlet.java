package io.vestibule.auth.examples.hosts;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/** A login page of the application's own; the library answers its form. */
final class SignInServlet extends HttpServlet {
  private static final Map<String, String> REASONS = Map.of(
      "bad-credentials", "Name or password is wrong.",
      "rate-limited", "Too many attempts. Try again later.");

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String error = parameter(request, "error");
    String reason = error.isEmpty() ? "" : REASONS.getOrDefault(error, "Please try again.");
    response.setContentType("text/html;charset=UTF-8");
    response
        .getWriter()
        .printf("""
        <!doctype html>
        <html lang="en"><title>Sign in</title>
        <p role="alert">%s</p>
        <form method="post" action="%s/auth/login">
        <input type="hidden" name="return_to" value="%s">
        <label>Name <input name="username" autocomplete="username"></label>
        <label>Password <input name="password" type="password" autocomplete="current-password"></label>
        <button>Sign in</button>
        </form></html>
        """, reason, request.getContextPath(), escaped(parameter(request, "return_to")));
  }

  private static String parameter(HttpServletRequest request, String name) {
    return Objects.requireNonNullElse(request.getParameter(name), "");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }
}
