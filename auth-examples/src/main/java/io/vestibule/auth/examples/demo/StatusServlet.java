package io.vestibule.auth.examples.demo;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers with the status in its path, by {@code sendError}: the way into an error dispatch. */
final class StatusServlet extends HttpServlet {
  private static final Pattern ERROR = Pattern.compile("/[45][0-9][0-9]");

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.sendError(status(request.getPathInfo()));
  }

  private static int status(@Nullable String path) {
    return path != null && ERROR.matcher(path).matches()
        ? Integer.parseInt(path.substring(1))
        : HttpServletResponse.SC_BAD_REQUEST;
  }
}
