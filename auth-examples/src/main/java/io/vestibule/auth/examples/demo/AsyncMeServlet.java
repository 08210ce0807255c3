package io.vestibule.auth.examples.demo;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Tells a program who is asking, from another thread than the one that came through the filter. */
final class AsyncMeServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync(request, response);
    async.start(() -> answer(async));
  }

  private static void answer(AsyncContext async) {
    try {
      Json.send((HttpServletResponse) async.getResponse(), Who.of((HttpServletRequest)
          async.getRequest()));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } finally {
      async.complete();
    }
  }
}
