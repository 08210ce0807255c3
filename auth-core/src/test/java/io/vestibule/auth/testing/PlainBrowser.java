package io.vestibule.auth.testing;

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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An old browser without scripts: it keeps cookies and sends forms, and says of no request where it comes from. */
public final class PlainBrowser {
  private static final Pattern FORM =
      Pattern.compile("<form method=\"post\" action=\"([^\"]*)\".*?</form>", Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

  private static final String HTML = "text/html";

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

  /** A browser of what listens on this port of the loopback address. */
  public static PlainBrowser at(int port) {
    return new PlainBrowser("http://127.0.0.1:" + port + "/");
  }

  /** Goes to a page; the path begins with the context path. */
  public HttpResponse<String> go(String path) throws IOException, InterruptedException {
    return send(URI.create(origin + path), "GET", "", HTML);
  }

  /** Asks as a program does that keeps cookies; fields are names and values in turn. */
  public HttpResponse<String> json(String method, String path, String body, String... fields)
      throws IOException, InterruptedException {
    return send(URI.create(origin + path), method, body, "application/json", fields);
  }

  /** The value of the cookie whose name ends so. */
  public Optional<String> cookie(String end) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().endsWith(end))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  /** Goes to the same on another node, with the same cookies: they know no port. */
  public HttpResponse<String> go(String url, String path) throws IOException, InterruptedException {
    return send(URI.create(url.substring(0, url.length() - 1) + path), "GET", "", HTML);
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
  public void takeCookies(PlainBrowser other) {
    other.cookies.getCookieStore().getCookies().forEach(cookie -> cookies
        .getCookieStore()
        .add(URI.create(origin), cookie));
  }

  /** Signs in on the page. */
  public HttpResponse<String> signIn(String username, String password)
      throws IOException, InterruptedException {
    Map<String, String> filledIn = Map.of("username", username, "password", password);
    return submit(go("/auth/login"), "/auth/login", filledIn);
  }

  /** Opens the set-up link and makes the first administrator; what the form is answered. */
  public HttpResponse<String> setUp(String link, String username, String password)
      throws IOException, InterruptedException {
    HttpResponse<String> page = follow(send(URI.create(link), "GET", "", HTML));
    return submit(page, "/auth/setup", Map.of("username", username, "password", password));
  }

  /** Sends these fields, as a form does. */
  public HttpResponse<String> post(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    String body = fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
    return send(
        URI.create(origin + path),
        "POST",
        body,
        HTML,
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  /** A form with its hidden fields. */
  public record Form(String action, Map<String, String> hidden) {}

  /** The form of a page whose action ends so. */
  public static Form form(String html, String action) {
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
  public static String text(String escaped) {
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
      URI address, String method, String body, String accept, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address)
        .timeout(Duration.ofSeconds(60))
        .header("Accept", accept)
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (int i = 0; i < fields.length; i += 2) {
      request.header(fields[i], fields[i + 1]);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
