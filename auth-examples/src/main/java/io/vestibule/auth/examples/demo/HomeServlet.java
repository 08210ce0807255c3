package io.vestibule.auth.examples.demo;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page for a person: who you are, and where you can go from here. */
final class HomeServlet extends HttpServlet {
  private static final List<String> LINKS = List.of(
      "/public/hello",
      "/hello",
      "/admin/hello",
      "/me",
      "/async/me",
      "/events/me",
      "/async/dispatch?to=/me",
      "/forward?to=/admin/hello",
      "/include?to=/hello",
      "/headers",
      "/status/404",
      "/servlet/authenticate",
      "/servlet/role/admin");

  /** For whoever signed in on the page. */
  private static final List<String> OF_SESSIONS = List.of("/auth/sessions", "/auth/logout");

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/html");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'");
    response
        .getWriter()
        .print(page(
            escaped(Json.of(Who.of(request))),
            escaped(request.getContextPath()),
            HttpServletRequest.FORM_AUTH.equals(request.getAuthType()) ? OF_SESSIONS : List.of()));
  }

  private static String page(String who, String context, List<String> more) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Vestibule demo</title>
        <style>body { font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem }
        code { overflow-wrap: anywhere }</style>
        </head>
        <body>
        <h1>Vestibule demo</h1>
        <p>You are <code>%s</code></p>
        <ul>
        %s</ul>
        <form method="post" action="%s/echo"><input name="text" aria-label="Text" value="hello">
        <button>POST /echo</button></form>
        <form method="post" action="%s/servlet/login"><input name="username" aria-label="User name">
        <input name="password" type="password" aria-label="Password"> <button>POST /servlet/login</button></form>
        <form method="post" action="%s/servlet/logout"><button>POST /servlet/logout</button></form>
        </body>
        </html>
        """.formatted(who, links(context, more), context, context, context);
  }

  private static String links(String context, List<String> more) {
    return Stream.concat(LINKS.stream(), more.stream())
        .map(link -> "<li><a href=\"" + context + link + "\">" + link + "</a></li>\n")
        .collect(Collectors.joining());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
