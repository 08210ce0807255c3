package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Sends requests as a program does: it follows no redirect, keeps no cookie and tries nothing twice. */
public final class Client {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final List<String> always;

  private Client(String base, List<String> always) {
    this.base = base;
    this.always = List.copyOf(always);
  }

  /** A client of whatever answers below this address. */
  public static Client of(String base) {
    return new Client(base.endsWith("/") ? base.substring(0, base.length() - 1) : base, List.of());
  }

  /** The same client, which always shows these credentials. */
  public Client as(String username, String password) {
    String credentials =
        Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
    return with("Authorization", "Basic " + credentials);
  }

  /** The same client, which always sends this field. */
  public Client with(String name, String value) {
    List<String> fields = new ArrayList<>(always);
    fields.addAll(List.of(name, value));
    return new Client(base, fields);
  }

  /** Sends a GET. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /** Sends a DELETE. */
  public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  /** Posts a form, already encoded. */
  public HttpResponse<String> post(String path, String form)
      throws IOException, InterruptedException {
    return send(request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form)));
  }

  /** Posts bytes. */
  public HttpResponse<String> post(String path, byte[] body)
      throws IOException, InterruptedException {
    return send(request(path)
        .header("Content-Type", "application/octet-stream")
        .POST(BodyPublishers.ofByteArray(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    for (int i = 0; i < always.size(); i += 2) {
      request.header(always.get(i), always.get(i + 1));
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
