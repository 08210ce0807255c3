package io.vestibule.auth.token;

import com.nimbusds.jose.util.JSONArrayUtils;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Headers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Tokens as programs and pages are told of them. */
final class TokenRows {
  private TokenRows() {}

  /** All rows as a JSON array. */
  static AuthResponse array(List<ApiToken> tokens) {
    List<Map<String, Object>> rows = tokens.stream().map(TokenRows::row).toList();
    return new AuthResponse(
        200, Headers.NO_STORE, Body.text("application/json", JSONArrayUtils.toJSONString(rows)));
  }

  /** The token that was made: its text is told this once. */
  static AuthResponse made(ApiTokens.Made made) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", made.token().id());
    members.put("token", made.text().reveal());
    row(made.token()).forEach(members::putIfAbsent);
    return new AuthResponse(201, Headers.NO_STORE, new Body.Json(members));
  }

  /** For a program: what is not known is null. */
  private static Map<String, Object> row(ApiToken token) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", token.id());
    row.put("name", token.name());
    row.put("scopes", List.copyOf(new TreeSet<>(token.scopes())));
    row.put("created", text(token.created()));
    row.put("expires", token.end().map(TokenRows::text).orElse(null));
    row.put("lastUsed", token.used().map(TokenRows::text).orElse(null));
    return row;
  }

  /** For a page: what is not known is left out. */
  static Map<String, Object> shown(ApiToken token) {
    Map<String, Object> row = new LinkedHashMap<>(row(token));
    row.put("ending", token.ending());
    row.put("address", token.lastAddress());
    row.values().removeIf(value -> value == null);
    return row;
  }

  private static String text(Instant when) {
    return when.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
