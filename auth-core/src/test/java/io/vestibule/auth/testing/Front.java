package io.vestibule.auth.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where browsers come: whoever is to be signed in is so at once, without a page. Thread-safe. */
final class Front {
  private final FakeProvider provider;
  private final Grants grants;

  Front(FakeProvider provider, Grants grants) {
    this.provider = provider;
    this.grants = grants;
  }

  /** RFC 6749, 4.1.1; PKCE is required (RFC 7636), OpenID Connect where the scope says so. */
  Reply authorize(Call call) {
    Optional<Map<String, String>> asked = call.parameter("request_uri")
        .map(grants::pulled)
        .orElseGet(() -> provider.onlyPushed() ? Optional.empty() : Optional.of(call.parameters()));
    return asked
        .map(this::authorize)
        .orElseGet(() -> Reply.html(400, "<h1>No such pushed request</h1>"));
  }

  private Reply authorize(Map<String, String> asked) {
    if (!provider.clients().knows(asked.getOrDefault("client_id", ""))
        || !asked.containsKey("redirect_uri")) {
      return Reply.html(400, "<h1>Unknown client</h1>");
    }
    if (!"code".equals(asked.get("response_type"))
        || !"S256".equals(asked.get("code_challenge_method"))
        || asked.getOrDefault("code_challenge", "").length() != 43) {
      return back(asked, Map.of("error", "invalid_request"));
    }
    String subject = provider.person();
    if (subject.isEmpty()) {
      return back(asked, Map.of("error", "login_required"));
    }
    Grant grant = new Grant(subject, provider.nextSid(), provider.now(), Map.copyOf(asked));
    return back(asked, Map.of("code", grants.keep("code", grant)));
  }

  private Reply back(Map<String, String> asked, Map<String, String> answer) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    answer.forEach((name, value) -> parameters.put(name, List.of(value)));
    if (asked.containsKey("state")) {
      parameters.put("state", List.of(asked.get("state")));
    }
    parameters.put("iss", List.of(provider.issuer()));
    provider.faults(Part.AUTHORIZATION).forEach(fault -> fault.parameters().accept(parameters));
    String target = asked.get("redirect_uri");
    if ("form_post".equals(asked.get("response_mode"))) {
      return Reply.html(200, form(target, parameters));
    }
    return Reply.redirect(target + (target.contains("?") ? "&" : "?") + query(parameters));
  }

  /** RFC 9126. */
  Reply push(Call call) {
    return provider.clients().of(call).isPresent()
        ? Reply.json(201, Map.of("request_uri", grants.push(call.parameters()), "expires_in", 60))
        : Reply.error(401, "invalid_client", "wrong secret");
  }

  /** OpenID Connect RP-Initiated Logout 1.0, 2. */
  Reply end(Call call) {
    if (provider.frame().isPresent()) {
      return Reply.html(200, frame(provider.frame().get()));
    }
    Optional<String> back = call.parameter("post_logout_redirect_uri");
    if (back.isEmpty() || call.parameter("id_token_hint").isEmpty()) {
      return Reply.html(200, "<h1>Signed out of the provider</h1>");
    }
    String state = call.parameter("state")
        .map(given -> "?state=" + URLEncoder.encode(given, UTF_8))
        .orElse("");
    return Reply.redirect(back.get() + state);
  }

  /** OpenID Connect Front-Channel Logout 1.0, 2. */
  private String frame(String target) {
    String address = target + "?iss=" + URLEncoder.encode(provider.issuer(), UTF_8) + "&sid="
        + URLEncoder.encode(provider.lastSid(), UTF_8);
    return "<title>Signed out of the provider</title><iframe src=\"" + escaped(address)
        + "\" onload=\"document.title = 'All were told'\"></iframe>";
  }

  private static String query(Map<String, List<String>> parameters) {
    return parameters.entrySet().stream()
        .flatMap(parameter -> parameter.getValue().stream()
            .map(value -> parameter.getKey() + "=" + URLEncoder.encode(value, UTF_8)))
        .collect(Collectors.joining("&"));
  }

  private static String form(String target, Map<String, List<String>> parameters) {
    String fields = parameters.entrySet().stream()
        .flatMap(parameter -> parameter.getValue().stream()
            .map(value -> "<input type=\"hidden\" name=\"" + parameter.getKey() + "\" value=\""
                + escaped(value) + "\">"))
        .collect(Collectors.joining());
    return "<body onload=\"document.forms[0].submit()\"><form method=\"post\" action=\""
        + escaped(target) + "\">" + fields + "<button>Go on</button></form></body>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }
}
