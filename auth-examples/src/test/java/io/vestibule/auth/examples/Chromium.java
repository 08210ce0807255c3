package io.vestibule.auth.examples;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A real Chromium, driven by chromedriver over plain WebDriver (W3C WebDriver, 6). */
public final class Chromium implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final List<String> FLAGS = List.of(
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-dev-shm-usage");
  private static final int BLOCKED = 2;
  private static final int ALLOWED = 1;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process driver;
  private final String base;
  private String session = "";

  private Chromium(Process driver, int port) {
    this.driver = driver;
    this.base = "http://127.0.0.1:" + port;
  }

  /** Starts one that keeps its files in this folder; more may be said on its command line. */
  public static Chromium start(Path folder, boolean scripts, String... more) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process driver = new ProcessBuilder("chromedriver", "--port=" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("chromedriver.log").toFile())
        .start();
    Chromium chromium = new Chromium(driver, port);
    try {
      chromium.open(folder, scripts, List.of(more));
      return chromium;
    } catch (Exception broken) {
      chromium.close();
      throw broken;
    }
  }

  private void open(Path folder, boolean scripts, List<String> more) throws Exception {
    await(() -> driver.isAlive() && answers());
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add("--user-data-dir=" + folder.resolve("chromium"));
    flags.addAll(more);
    Map<String, Object> options = Map.of(
        "args",
        flags,
        "prefs",
        Map.of("profile.default_content_setting_values.javascript", scripts ? ALLOWED : BLOCKED));
    Map<String, Object> wanted =
        Map.of("capabilities", Map.of("alwaysMatch", Map.of("goog:chromeOptions", options)));
    session = "/session/" + ((Map<?, ?>) send("POST", "/session", wanted)).get("sessionId");
  }

  private boolean answers() throws InterruptedException, ParseException {
    try {
      return send("GET", "/status", Map.of()) instanceof Map<?, ?> status
          && Boolean.TRUE.equals(status.get("ready"));
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Goes to a page and waits until it is there. */
  public void go(String url) throws Exception {
    send("POST", session + "/url", Map.of("url", url));
  }

  public String url() throws Exception {
    return (String) send("GET", session + "/url", Map.of());
  }

  /** What stands in the page, tags and all. */
  public String source() throws Exception {
    return (String) send("GET", session + "/source", Map.of());
  }

  /** Writes into a field as a person would. */
  public void type(String css, String text) throws Exception {
    send("POST", element(css) + "/value", Map.of("text", text));
  }

  void clear(String css) throws Exception {
    send("POST", element(css) + "/clear", Map.of());
  }

  /** Presses what stays on the page. */
  void click(String css) throws Exception {
    send("POST", element(css) + "/click", Map.of());
  }

  /** Presses a button and waits until the page that it leads to is there. */
  public void press(String css, String awaited) throws Exception {
    send("POST", element(css) + "/click", Map.of());
    awaitText(awaited);
  }

  /** Waits until this stands in the page: scripts may write it late. */
  void awaitText(String text) throws Exception {
    try {
      await(() -> source().contains(text));
    } catch (IllegalStateException never) {
      throw new IllegalStateException("no " + text + " in " + url() + ":\n" + source(), never);
    }
  }

  /** What a script answers that calls its last argument with it. */
  Object run(String script) throws Exception {
    return send("POST", session + "/execute/async", Map.of("script", script, "args", List.of()));
  }

  /** What it shows, as PNG. */
  byte[] picture() throws Exception {
    return Base64.getDecoder().decode((String) send("GET", session + "/screenshot", Map.of()));
  }

  /** What it sends along as {@code Cookie} to the page that it shows. */
  String cookies() throws Exception {
    List<?> all = (List<?>) send("GET", session + "/cookie", Map.of());
    return all.stream()
        .map(cookie -> ((Map<?, ?>) cookie).get("name") + "=" + ((Map<?, ?>) cookie).get("value"))
        .collect(Collectors.joining("; "));
  }

  boolean isShown(String css) throws Exception {
    return Boolean.TRUE.equals(send("GET", element(css) + "/displayed", Map.of()));
  }

  private String element(String css) throws Exception {
    Map<String, Object> wanted = Map.of("using", "css selector", "value", css);
    Map<?, ?> found = (Map<?, ?>) send("POST", session + "/element", wanted);
    return session + "/element/" + found.get(ELEMENT);
  }

  private Object send(String method, String path, Map<String, Object> body)
      throws IOException, InterruptedException, ParseException {
    String answer =
        http.send(request(method, path, body), BodyHandlers.ofString()).body();
    Object value = JSONObjectUtils.parse(answer).get("value");
    if (value instanceof Map<?, ?> failed && failed.get("error") != null) {
      throw new IllegalStateException(method + " " + path + ": " + failed.get("message"));
    }
    return value == null ? "" : value;
  }

  private HttpRequest request(String method, String path, Map<String, Object> body) {
    String text = method.equals("POST") ? JSONObjectUtils.toJSONString(body) : "";
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
        .method(method, text.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(text))
        .build();
  }

  /** What is to become true. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not within " + PATIENCE_SECONDS + " s");
      }
      Thread.onSpinWait();
    }
  }

  /** Closes the browser, then ends the driver. */
  @Override
  public void close() {
    if (!session.isEmpty()) {
      http.sendAsync(request("DELETE", session, Map.of()), BodyHandlers.discarding())
          .join();
    }
    driver.destroy();
    driver
        .onExit()
        .completeOnTimeout(driver, PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    driver.destroyForcibly();
  }
}
