package io.vestibule.auth.examples.demo;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends plain text that no browser takes for a page. */
final class Text {
  private Text() {}

  static void send(HttpServletResponse response, String text) throws IOException {
    send(response, HttpServletResponse.SC_OK, text);
  }

  static void send(HttpServletResponse response, int status, String text) throws IOException {
    response.setStatus(status);
    prepare(response);
    response.getWriter().println(text);
  }

  static void prepare(HttpServletResponse response) {
    response.setContentType("text/plain");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("X-Content-Type-Options", "nosniff");
  }
}
