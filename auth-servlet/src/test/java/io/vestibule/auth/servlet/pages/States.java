package io.vestibule.auth.servlet.pages;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every state of every page, by a name that says it. */
final class States {
  static final Instant NOW = Instant.parse("2026-11-21T13:28:00Z");

  private static final List<Map<String, Object>> PROVIDERS = List.of(
      Map.of("label", "GitHub", "icon", "", "url", "/app/auth/oauth/oauth.github?return_to=%2Fapp"),
      Map.of(
          "label",
          "Example <ID>",
          "icon",
          "data:image/png;base64,iVBORw0KGgo=",
          "url",
          "/app/auth/oauth/oauth.example"));

  private final Map<String, AuthResponse> states = new LinkedHashMap<>();

  private States() {
    logins();
    setups();
    choices();
    forgotten();
    sessions();
    tokens();
    passwords();
    problems();
    states.putAll(TwoFactorStates.all());
    states.putAll(ProfileStates.all());
    states.putAll(UserStates.all());
    add("logout", 200, "logout", Map.of("username", "ada"));
    add("logout-provider", 200, "logout", Map.of("username", "ada", "provider", "GitHub"));
    add("authorize", 200, "authorize", question(Map.of()));
    add(
        "authorize-client",
        200,
        "authorize",
        question(Map.of("client", "Backup <b>", "scopes", List.of("read", "write"))));
    add("authorize-again", 403, "authorize", question(Map.of()));
    add("signed-out", 200, "signed-out", Map.of());
    add("signed-out-next", 200, "signed-out", Map.of("next", "/end"));
    add(
        "forbidden",
        403,
        "forbidden",
        Map.of("username", "ada", "return_to", "/app/admin?x=1&y=2"));
    add(
        "forbidden-without-form",
        403,
        "forbidden",
        Map.of("csrf", "", "return_to", "/app/admin", "can_switch", true));
  }

  static Map<String, AuthResponse> all() {
    return new States().states;
  }

  static AuthResponse of(String name) {
    return all().get(name);
  }

  /** The answer of a page with this model. */
  static AuthResponse page(int status, String name, Map<String, Object> model) {
    return new AuthResponse(status, Headers.none(), new Body.Page(name, model));
  }

  static Map<String, Object> login(Map<String, Object> more) {
    Map<String, Object> model = new HashMap<>();
    model.put("base", "/app/auth");
    model.put("csrf", "token-1");
    model.put("return_to", "/app/hello");
    model.put("remember_days", 30);
    model.putAll(more);
    return model;
  }

  private static Map<String, Object> question(Map<String, Object> more) {
    Map<String, Object> model = new HashMap<>();
    model.put("csrf", "token-1");
    model.put("username", "ada");
    model.put("client", "");
    model.put("leads_to", "com.example.app:");
    model.put("scopes", List.of());
    model.put("request", "response_type=code&redirect_uri=com.example.app:/callback");
    model.putAll(more);
    return model;
  }

  private void logins() {
    add("login", 200, "login", Map.of());
    add("login-providers", 200, "login", Map.of("providers", PROVIDERS));
    add(
        "login-providers-only",
        200,
        "login",
        Map.of("providers", PROVIDERS, "no_password", true, "remember_days", 0));
    add("login-prefilled", 200, "login", Map.of("username", "ada", "remember", true));
    add("login-one-day", 200, "login", Map.of("remember_days", 1));
    add(
        "login-missing",
        422,
        "login",
        Map.of("error", "missing-field", "missing", List.of("username", "password")));
    add(
        "login-missing-password",
        422,
        "login",
        Map.of("error", "missing-field", "missing", List.of("password"), "username", "ada"));
    add("login-wrong", 401, "login", Map.of("error", "bad-credentials", "username", "ada"));
    waits();
    add("login-busy", 503, "login", Map.of("error", "busy", "username", "ada", "retry_after", 5));
    add("login-disabled", 403, "login", Map.of("error", "account-disabled", "username", "ada"));
    add(
        "login-disabled-support",
        403,
        "login",
        Map.of("error", "account-disabled", "username", "ada", "support", "help@example.org"));
    add("login-stale", 200, "login", Map.of("error", "stale-page", "username", "ada"));
    add("login-cookies", 400, "login", Map.of("error", "cookies-blocked", "username", "ada"));
    add("login-cross-site", 403, "login", Map.of("error", "cross-site"));
    add("login-other", 400, "login", Map.of("error", "never-heard-of"));
    add(
        "login-expired",
        200,
        "login",
        Map.of("status_message", "session-expired", "idle_minutes", 30));
    add(
        "login-expired-one",
        200,
        "login",
        Map.of("status_message", "session-expired", "idle_minutes", 1));
    add("login-expired-unknown", 200, "login", Map.of("status_message", "session-expired"));
    add("login-too-late", 401, "login", Map.of("error", "code-expired"));
    add("login-revoked", 401, "login", Map.of("status_message", "session-revoked"));
    add("login-password-set", 200, "login", Map.of("status_message", "password-set"));
    add("login-signed-out", 200, "login", Map.of("status_message", "signed-out"));
  }

  private void waits() {
    add("login-throttled", 429, "login", throttled(238));
    add("login-throttled-minute", 429, "login", throttled(60));
    add("login-throttled-seconds", 429, "login", throttled(30));
    add("login-throttled-second", 429, "login", throttled(1));
  }

  private static Map<String, Object> throttled(int seconds) {
    return Map.of(
        "error",
        "rate-limited",
        "username",
        "ada",
        "retry_after",
        seconds,
        "retry_at",
        NOW.plusSeconds(seconds).toString());
  }

  private void setups() {
    add("setup", 200, "setup", Map.of());
    add(
        "setup-missing",
        422,
        "setup",
        Map.of("error", "missing-field", "missing", List.of("username", "password")));
    add("setup-weak", 422, "setup", Map.of("error", "weak-password", "username", "ada"));
    add("setup-common", 422, "setup", Map.of("error", "common-password", "username", "ada"));
    add("setup-name", 422, "setup", Map.of("error", "unusable-name", "username", "a:b"));
    add("setup-long", 422, "setup", Map.of("error", "unusable-password", "username", "ada"));
    add("setup-taken", 409, "setup", Map.of("error", "name-taken", "username", "ada"));
    add("setup-used", 410, "setup", Map.of("error", "link-used"));
  }

  private void choices() {
    choice("choose-password-invite", 200, Map.of("purpose", "invite"));
    choice("choose-password-reset", 200, Map.of("purpose", "reset"));
    Map<String, Object> newcomer = Map.of(
        "purpose", "register", "choose_name", true, "address", "ada@example.org", "link", "m");
    choice("choose-password-register", 200, newcomer);
    choice("choose-password-stale", 200, Map.of("status_message", "stale-page"));
    choice("choose-password-weak", 422, Map.of("error", "weak-password"));
    Map<String, Object> taken = new HashMap<>(newcomer);
    taken.put("error", "name-taken");
    choice("choose-password-taken", 409, taken);
    choice("choose-password-swapped", 409, Map.of("error", "another-link", "purpose", ""));
    choice("choose-password-over", 410, Map.of("error", "link-over", "purpose", ""));
  }

  private void choice(String state, int status, Map<String, Object> more) {
    Map<String, Object> model = new HashMap<>(Map.of("purpose", "reset", "username", "ada"));
    model.put("min_length", 12);
    model.putAll(more);
    add(state, status, "choose-password", model);
  }

  private void forgotten() {
    add("forgot", 200, "forgot", Map.of());
    add("forgot-asked", 200, "forgot", Map.of("asked", true, "minutes", 60));
    add("forgot-stale", 200, "forgot", Map.of("status_message", "stale-page"));
    Map<String, Object> missing = Map.of("error", "missing-field", "missing", List.of("username"));
    add("forgot-missing", 422, "forgot", missing);
    Map<String, Object> wait = Map.of("error", "rate-limited", "retry_at", "2026-11-21T13:32:00Z");
    add("forgot-throttled", 429, "forgot", wait);
    add(
        "login-links",
        200,
        "login",
        Map.of("links", List.of("forgot", "register"), "remember_days", 30));
  }

  private void sessions() {
    add(
        "sessions-alone",
        200,
        "sessions",
        Map.of(
            "username", "ada", "sessions", List.of(session("s1", true, "Firefox on Linux", 20))));
    List<Map<String, Object>> many = new ArrayList<>();
    many.add(session("s2", false, "Chrome on Android", 61));
    many.add(session("s3", false, "Safari on iPhone", 60 * 61));
    many.add(session("s4", false, "Edge on Windows", 3 * 3600));
    many.add(session("s5", false, "", 25 * 3600));
    many.add(session("s6", false, "Firefox on Windows", 3 * 86400));
    many.add(session("s7", false, "Firefox on macOS", 400 * 86400));
    many.add(session("s8", false, "curl", 120));
    many.get(0).put("browser", "Chrome");
    many.get(0).put("system", "Android");
    many.get(0).put("remembered", true);
    many.get(3).put("method", "card");
    many.add(session("s1", true, "Firefox on Linux", 20));
    add("sessions", 200, "sessions", Map.of("username", "ada", "sessions", many));
    List<Map<String, Object>> alone = List.of(session("s1", true, "Firefox on Linux", 20));
    List<Map<String, Object>> programs =
        List.of(program("p1", "Backup <b>", "read", "write"), program("p2", ""));
    add(
        "sessions-apps",
        200,
        "sessions",
        Map.of("username", "ada", "sessions", alone, "programs", programs));
  }

  private static Map<String, Object> program(String id, String client, String... scopes) {
    return Map.of(
        "id", id,
        "client", client,
        "scopes", List.of(scopes),
        "created", NOW.minusSeconds(5 * 86400).toString(),
        "last_seen", NOW.minusSeconds(600).toString());
  }

  private static Map<String, Object> session(String id, boolean current, String device, long age) {
    Map<String, Object> session = new HashMap<>();
    session.put("id", id);
    session.put("current", current);
    session.put("device", device);
    session.put("address", "198.51.100.7");
    session.put("created", NOW.minusSeconds(5 * 86400 + age).toString());
    session.put("last_seen", NOW.minusSeconds(age).toString());
    session.put("method", "password");
    session.put("remembered", false);
    return session;
  }

  private void tokens() {
    add("login-confirm", 200, "login", Map.of("confirm", true, "username", "ada"));
    List<String> pages = List.of("sessions", "tokens");
    add(
        "tokens-none",
        200,
        "tokens",
        Map.of("username", "ada", "pages", pages, "can_create", true, "tokens", List.of()));
    add("tokens-by-basic", 200, "tokens", Map.of("username", "ada", "pages", List.of("tokens")));
    List<Map<String, Object>> many = List.of(
        Map.of(
            "id",
            "00112233445566ff",
            "name",
            "backup <b>",
            "scopes",
            List.of("deploy", "read_only"),
            "ending",
            "a1B2",
            "created",
            NOW.minusSeconds(5 * 86400).toString(),
            "lastUsed",
            NOW.minusSeconds(61).toString(),
            "address",
            "198.51.100.7",
            "expires",
            NOW.plusSeconds(6 * 86400).toString()),
        Map.of(
            "id",
            "ff112233445566ff",
            "name",
            "ci",
            "scopes",
            List.of(),
            "ending",
            "zzzz",
            "created",
            NOW.toString()));
    add(
        "tokens",
        200,
        "tokens",
        Map.of(
            "csrf",
            "token-1",
            "username",
            "ada",
            "pages",
            pages,
            "can_create",
            true,
            "tokens",
            many));
    tokenForms(pages);
    add(
        "token-created",
        201,
        "token-created",
        Map.of(
            "username",
            "ada",
            "pages",
            pages,
            "name",
            "backup <b>",
            "token",
            "vst_" + "x".repeat(49),
            "url",
            "tickets.example.org/app/"));
  }

  private void tokenForms(List<String> pages) {
    Map<String, Object> form = new HashMap<>(Map.of(
        "username",
        "ada",
        "pages",
        pages,
        "presets",
        List.of("1d", "7d", "30d", "90d", "365d", "never", "3600s"),
        "known_scopes",
        List.of(),
        "expires",
        "90d",
        "csrf",
        "token-1"));
    add("token-new", 200, "token-new", form);
    Map<String, Object> listed = new HashMap<>(form);
    listed.put("known_scopes", List.of("deploy"));
    listed.put("scopes", List.of("deploy"));
    add("token-new-scopes", 200, "token-new", listed);
    Map.of(
            "missing-name", "name",
            "bad-name", "name",
            "name-taken", "name",
            "too-many-tokens", "name",
            "never-heard-of", "name",
            "bad-expiry", "expires",
            "expiry-too-late", "expires",
            "unknown-scope", "scopes")
        .forEach((code, field) -> {
          Map<String, Object> refused = new HashMap<>(form);
          refused.put("error", code);
          refused.put("field", field);
          refused.put("name", "ci");
          refused.put("scopes", List.of("read_only", "other words"));
          add("token-new-" + code, 422, "token-new", refused);
        });
  }

  private void passwords() {
    password("change-password", 200, Map.of());
    password("change-password-without-tokens", 200, Map.of("pages", List.of("password")));
    password("change-password-stale", 200, Map.of("status_message", "stale-page"));
    password("change-password-cross-site", 403, Map.of("error", "cross-site"));
    List<String> both = List.of("current_password", "new_password");
    password("change-password-missing", 422, Map.of("error", "missing-field", "missing", both));
    password("change-password-wrong", 422, Map.of("error", "wrong-password"));
    for (String code :
        List.of("weak-password", "common-password", "same-password", "unusable-password")) {
      password("change-password-" + code, 422, Map.of("error", code));
    }
    password("change-password-throttled", 429, throttled(238));
    password("change-password-busy", 503, Map.of("error", "busy"));
    password("change-password-factor", 200, Map.of("factor", true));
    password("change-password-recovery", 200, Map.of("factor", true, "recovery", true));
    password(
        "change-password-code", 422, Map.of("factor", true, "error", "bad-code", "clock", true));
    password("change-password-done", 200, Map.of("changed", true));
  }

  private void password(String state, int status, Map<String, Object> more) {
    Map<String, Object> model = new HashMap<>();
    model.put("username", "ada");
    model.put("pages", List.of("password", "sessions", "tokens"));
    model.put("min_length", 12);
    model.putAll(more);
    add(state, status, "change-password", model);
  }

  private void problems() {
    Map<String, Integer> codes = new LinkedHashMap<>();
    codes.put("bad-request", 400);
    codes.put("unknown-app", 400);
    codes.put("sign-in-required", 401);
    codes.put("bad-credentials", 401);
    codes.put("not-accepted", 401);
    codes.put("code-required", 401);
    codes.put("step-up-required", 401);
    codes.put("forbidden", 403);
    codes.put("no-password", 403);
    codes.put("not-found", 404);
    codes.put("method-not-allowed", 405);
    codes.put("unavailable", 503);
    codes.put("error", 500);
    codes.put("oauth-declined", 403);
    codes.put("oauth-stale", 400);
    codes.put("oauth-failed", 502);
    codes.put("oauth-not-allowed", 403);
    codes.put("oauth-unverified", 403);
    codes.put("oauth-not-fresh", 403);
    codes.put("oauth-no-second-factor", 403);
    codes.put("oauth-name-taken", 403);
    codes.put("oauth-unavailable", 503);
    codes.put("oauth-too-many", 429);
    codes.put("oauth-loop", 400);
    codes.put("never-heard-of", 418);
    codes.forEach((code, status) -> add(
        "error-" + code,
        status,
        "error",
        Map.of(
            "status",
            status,
            "title",
            "Title",
            "detail",
            "Detail.",
            "code",
            code,
            "reference",
            "7F3K")));
    add(
        "error-with-retry",
        400,
        "error",
        Map.of("code", "oauth-stale", "retry", "/app/auth/login"));
  }

  private void add(String state, int status, String page, Map<String, Object> model) {
    states.put(state, page(status, page, login(model)));
  }
}
