package io.vestibule.auth.examples.schemes;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.UnaryOperator;

/** Sends one case with a cookie jar of its own: Flask keeps nonces in a cookie. */
final class FlaskClient {
  private final HttpClient http = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .cookieHandler(new CookieManager())
      .build();
  private final String base;

  FlaskClient(String base) {
    this.base = base;
  }

  /** The status, and who is greeted; a 401 without a challenge is told too. */
  String ask(FlaskCases one) throws Exception {
    HttpRequest.Builder request = request(one);
    HttpResponse<String> response = send(request);
    String challenge = response.headers().firstValue("WWW-Authenticate").orElse("");
    for (UnaryOperator<DigestAnswer> change : one.digest()) {
      String uri = URI.create(base + one.path()).getRawPath();
      DigestAnswer answer = change.apply(DigestAnswer.to(challenge, "john", "hello", uri));
      response = send(request(one).header("Authorization", answer.header()));
    }
    return told(one, response);
  }

  private HttpRequest.Builder request(FlaskCases one) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + one.path()))
        .method(one.method(), HttpRequest.BodyPublishers.noBody());
    for (int i = 0; i < one.fields().size(); i += 2) {
      request.header(one.fields().get(i), one.fields().get(i + 1));
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String told(FlaskCases one, HttpResponse<String> response) {
    String status = Integer.toString(response.statusCode());
    if (response.statusCode() == 401) {
      return response.headers().firstValue("WWW-Authenticate").isPresent()
          ? status
          : "401 without a challenge";
    }
    return response.statusCode() == 200 && one.method().equals("GET")
        ? status + " " + response.body().strip().replaceAll("(?i)^hello,? |!$", "")
        : status;
  }
}
