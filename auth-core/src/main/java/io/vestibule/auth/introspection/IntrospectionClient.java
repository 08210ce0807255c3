package io.vestibule.auth.introspection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.jwt.JsonText;
import io.vestibule.auth.remote.Remote;
import io.vestibule.auth.remote.RemoteResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Asks an authorization server about a token (RFC 7662, 2); at most sixteen times at once. Thread-safe. */
final class IntrospectionClient {
  private static final int AT_ONCE = 16;
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Remote remote;
  private final Supplier<URI> endpoint;
  private final Map<String, String> credentials;
  private final Semaphore free = new Semaphore(AT_ONCE);

  IntrospectionClient(Remote remote, Supplier<URI> endpoint, String clientId, Secret secret) {
    this.remote = remote;
    this.endpoint = endpoint;
    this.credentials = Map.of("Authorization", basic(clientId, secret));
  }

  /**
   * What the server says of a token, be it that it knows none such.
   *
   * @throws AuthUnavailableException when it does not answer, or not as RFC 7662 has it
   */
  Map<String, Object> ask(String token) {
    if (!free.tryAcquire()) {
      throw new AuthUnavailableException("too many tokens are being asked about", RETRY);
    }
    try {
      URI url = endpoint.get();
      Map<String, String> form = new LinkedHashMap<>();
      form.put("token", token);
      form.put("token_type_hint", "access_token");
      return members(url, remote.post(url, credentials, form));
    } finally {
      free.release();
    }
  }

  private static Map<String, Object> members(URI url, RemoteResponse response) {
    if (!response.ok()) {
      throw new AuthUnavailableException(
          url.getHost() + " answers introspection by status " + response.status(), RETRY);
    }
    return JsonText.object(response.text())
        .orElseThrow(() -> new AuthUnavailableException(
            url.getHost() + " answers introspection with something else than a JSON object",
            RETRY));
  }

  /** RFC 6749, 2.3.1: both are encoded as in a form first. */
  private static String basic(String clientId, Secret secret) {
    String pair =
        URLEncoder.encode(clientId, UTF_8) + ":" + URLEncoder.encode(secret.reveal(), UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
