package io.vestibule.auth.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An old browser without scripts: it keeps cookies and sends forms, and says of no request where it comes from. */
final class Browser {
  private static final Pattern FORM =
      Pattern.compile("<form method=\"post\" action=\"([^\"]*)\".*?</form>", Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient http = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .cookieHandler(cookies)
      .build();
  private final String origin;

  Browser(int port) {
    this.origin = "http://127.0.0.1:" + port;
  }

  /** Goes to a page; the path begins with the context path. */
  HttpResponse<String> go(String path) throws IOException, InterruptedException {
    return send("GET", path, "", "text/html");
  }

  /** Goes to where an answer leads. */
  HttpResponse<String> follow(HttpResponse<String> answer)
      throws IOException, InterruptedException {
    return go(answer.headers().firstValue("Location").orElseThrow());
  }

  /** Asks as a program does that keeps cookies. */
  HttpResponse<String> json(String method, String path, String body, String... fields)
      throws IOException, InterruptedException {
    return send(method, path, body, "application/json", fields);
  }

  /** Fills in the form of a page whose action ends so, and sends it. */
  HttpResponse<String> submit(
      HttpResponse<String> page, String action, Map<String, String> filledIn)
      throws IOException, InterruptedException {
    Form form = form(page.body(), action);
    Map<String, String> fields = new LinkedHashMap<>(form.hidden());
    fields.putAll(filledIn);
    return post(form.action(), fields);
  }

  HttpResponse<String> post(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    String body = fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
    return send(
        "POST", path, body, "text/html", "Content-Type", "application/x-www-form-urlencoded");
  }

  /** The value of the cookie whose name ends so. */
  Optional<String> cookie(String end) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().endsWith(end))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  /** A form with its hidden fields. */
  record Form(String action, Map<String, String> hidden) {}

  static Form form(String html, String action) {
    Matcher forms = FORM.matcher(html);
    while (forms.find()) {
      String target = text(forms.group(1));
      if (target.endsWith(action)) {
        Map<String, String> hidden = new LinkedHashMap<>();
        FIELD
            .matcher(forms.group())
            .results()
            .forEach(field -> hidden.put(field.group(1), text(field.group(2))));
        return new Form(target, hidden);
      }
    }
    throw new AssertionError("no form for " + action + " in " + html);
  }

  /** What an escaped attribute says. */
  static String text(String escaped) {
    return escaped
        .replace("&#x3D;", "=")
        .replace("&#x2F;", "/")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  private HttpResponse<String> send(
      String method, String path, String body, String accept, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
        .timeout(Duration.ofSeconds(30))
        .header("Accept", accept)
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    List<String> more = List.of(fields);
    for (int i = 0; i < more.size(); i += 2) {
      request.header(more.get(i), more.get(i + 1));
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
