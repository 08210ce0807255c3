package io.vestibule.auth.servlet.pages;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.config.Look;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Serves every state of every page on loopback, to be looked at: {@code http://127.0.0.1:PORT/app/STATE}. Arguments:
 * a port, and a folder of templates and texts with a language that is written from right to left.
 */
final class Gallery {
  private final Pages pages;

  private Gallery(Pages pages) {
    this.pages = pages;
  }

  public static void main(String[] arguments) throws IOException {
    Look look = Look.plain().withTitle("Tickets").withSupportText("help@example.org");
    if (arguments.length > 1) {
      look = look.withFolder(Path.of(arguments[1])).withLanguages(List.of("en", "de", "fr", "ar"));
    }
    Gallery gallery =
        new Gallery(Pages.of(look, InstantSource.fixed(States.NOW), ZoneId.of("Europe/Paris")));
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/app", gallery::show);
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort() + "/app/");
  }

  private void show(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath().substring("/app".length());
    Ask ask = Ask.page(path)
        .asking(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
    AuthResponse answer = pages.asset(ask).orElseGet(() -> answer(ask));
    answer.headers().fields().forEach(field -> exchange
        .getResponseHeaders()
        .add(field.name(), field.value()));
    Body.Text text = (Body.Text) answer.body();
    exchange.getResponseHeaders().set("Content-Type", text.mediaType());
    exchange.sendResponseHeaders(answer.status(), text.length());
    text.writeTo(exchange.getResponseBody());
    exchange.close();
  }

  private AuthResponse answer(Ask ask) {
    AuthResponse state = States.of(ask.path().substring(1));
    return state == null
        ? new AuthResponse(
            200,
            io.vestibule.auth.Headers.none(),
            Body.text("text/plain", String.join("\n", States.all().keySet())))
        : pages.answer(ask, state);
  }
}
