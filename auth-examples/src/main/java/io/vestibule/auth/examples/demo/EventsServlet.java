package io.vestibule.auth.examples.demo;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * An event stream that tells who is listening, and ends: an {@code EventSource} asks again by itself, and each time the
 * filter decides anew.
 */
final class EventsServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.flushBuffer();
    AsyncContext async = request.startAsync();
    async.start(() -> tell(async));
  }

  private static void tell(AsyncContext async) {
    try {
      Writer out = async.getResponse().getWriter();
      out.write("retry: 2000\nevent: me\nid: 1\ndata: "
          + Json.of(Who.of((HttpServletRequest) async.getRequest())).strip()
          + "\n\n");
      out.flush();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } finally {
      async.complete();
    }
  }
}
