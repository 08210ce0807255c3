package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An old browser without scripts: it keeps cookies and sends forms, and says of no request where it comes from. */
public final class PlainBrowser {
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

  /** A browser that begins at this address, which ends with a slash. */
  public PlainBrowser(String url) {
    this.origin = url.substring(0, url.length() - 1);
  }

  /** Goes to a page; the path begins with the context path. */
  public HttpResponse<String> go(String path) throws IOException, InterruptedException {
    return send(URI.create(origin + path), "GET", "");
  }

  /** Goes to the same on another node, with the same cookies: they know no port. */
  HttpResponse<String> go(String url, String path) throws IOException, InterruptedException {
    return send(URI.create(url.substring(0, url.length() - 1) + path), "GET", "");
  }

  /** Goes to where an answer leads. */
  public HttpResponse<String> follow(HttpResponse<String> answer)
      throws IOException, InterruptedException {
    return go(answer.headers().firstValue("Location").orElseThrow());
  }

  /** Fills in the form of a page whose action ends so, and sends it. */
  public HttpResponse<String> submit(
      HttpResponse<String> page, String action, Map<String, String> filledIn)
      throws IOException, InterruptedException {
    Form form = form(page.body(), action);
    Map<String, String> fields = new LinkedHashMap<>(form.hidden());
    fields.putAll(filledIn);
    return post(form.action(), fields);
  }

  /** Shows from now on what the other one shows now, as a thief would. */
  void takeCookies(PlainBrowser other) {
    other.cookies.getCookieStore().getCookies().forEach(cookie -> cookies
        .getCookieStore()
        .add(URI.create(origin), cookie));
  }

  /** Signs in on the page. */
  HttpResponse<String> signIn(String username, String password)
      throws IOException, InterruptedException {
    Map<String, String> filledIn = Map.of("username", username, "password", password);
    return submit(go("/auth/login"), "/auth/login", filledIn);
  }

  /** Opens the set-up link and makes the first administrator; what the form is answered. */
  HttpResponse<String> setUp(String link, String username, String password)
      throws IOException, InterruptedException {
    HttpResponse<String> page = follow(send(URI.create(link), "GET", ""));
    return submit(page, "/auth/setup", Map.of("username", username, "password", password));
  }

  HttpResponse<String> post(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    String body = fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
    return send(URI.create(origin + path), "POST", body);
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

  private HttpResponse<String> send(URI address, String method, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address)
        .timeout(Duration.ofSeconds(60))
        .header("Accept", "text/html")
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
