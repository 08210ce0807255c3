package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vestibule.auth.jwt.Mint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in for a service that hands out one code, {@code the-code}, and says of its owner what a test tells it. */
final class StandIn implements AutoCloseable {
  private final Mint mint = Mint.of("RS256", "key-1");
  private final Map<String, String> sayings = new ConcurrentHashMap<>();
  private final Map<String, String> form = new ConcurrentHashMap<>();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private final Map<String, String> asked = new ConcurrentHashMap<>();
  private final HttpServer server;
  private volatile Instant now = Instant.EPOCH;

  StandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  void says(String path, String json) {
    sayings.put(path, json);
  }

  /** The browser came with these parameters. */
  void expect(Map<String, String> parameters, Instant time) {
    asked.putAll(parameters);
    now = time;
  }

  Map<String, String> form() {
    return form;
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** RFC 7636, 4.6. */
  boolean isVerified() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256")
          .digest(form.getOrDefault("code_verifier", "").getBytes(UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(digest)
          .equals(asked.get("code_challenge"));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body =
        switch (path) {
          case "/token" -> token(exchange);
          case "/jwks" -> mint.jwks();
          default -> sayings.getOrDefault(path, "{}");
        };
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String token(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    form.clear();
    form.putAll(Browser.query(URI.create("x:/?" + text)));
    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
        .ifPresent(value -> headers.put("Authorization", value));
    if ("refresh_token".equals(form.get("grant_type"))) {
      return sayings.getOrDefault("/refresh", "{\"error\":\"invalid_grant\"}");
    }
    if (!"the-code".equals(form.get("code")) || !isVerified()) {
      return "{\"error\":\"invalid_grant\"}";
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", "the-token");
    answer.put("token_type", "bearer");
    answer.put("refresh_token", "the-refresh-token");
    if (sayings.containsKey("/claims")) {
      answer.put("id_token", idToken());
    }
    return sayings.getOrDefault("/token", JSONObjectUtils.toJSONString(answer));
  }

  private String idToken() {
    try {
      Map<String, Object> claims = new HashMap<>(JSONObjectUtils.parse(sayings.get("/claims")));
      claims.putIfAbsent("aud", asked.get("client_id"));
      claims.putIfAbsent("nonce", asked.get("nonce"));
      claims.putIfAbsent("iat", now.getEpochSecond());
      claims.putIfAbsent("exp", now.getEpochSecond() + 300);
      Map<String, Object> header = mint.header();
      header.put("typ", "JWT");
      return mint.token(header, claims);
    } catch (ParseException notOurs) {
      throw new IllegalStateException(notOurs);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
