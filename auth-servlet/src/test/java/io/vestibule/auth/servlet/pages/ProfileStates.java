package io.vestibule.auth.servlet.pages;

import io.vestibule.auth.AuthResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every state of the pages on which people look after their own accounts. */
final class ProfileStates {
  private static final List<String> PAGES = List.of("profile", "password", "sessions");

  private final Map<String, AuthResponse> states = new LinkedHashMap<>();

  private ProfileStates() {
    profile("", 200, Map.of());
    profile("-unverified", 200, Map.of("email_verified", false));
    profile("-bare", 200, Map.of("email", "", "roles", List.of()));
    profile("-without-mail", 200, Map.of("can_change", false));
    profile("-bare-without-mail", 200, Map.of("email", "", "can_change", false));
    profile("-factor", 200, Map.of("factor", true));
    profile("-recovery", 200, Map.of("factor", true, "recovery", true));
    profile(
        "-sent",
        200,
        Map.of("status_message", "email-sent", "sent_to", "new@example.org", "hours", 4));
    profile("-changed", 200, Map.of("status_message", "email-changed"));
    profile("-removed", 200, Map.of("status_message", "email-removed", "email", ""));
    profile(
        "-missing",
        422,
        Map.of(
            "error", "missing-field", "missing", List.of("email", "password"), "typed_email", ""));
    profile("-bad", 422, Map.of("error", "bad-email", "typed_email", "ada"));
    profile("-same", 422, Map.of("error", "same-email", "typed_email", "ada@example.org"));
    profile("-wrong", 422, Map.of("error", "wrong-password", "typed_email", "new@example.org"));
    profile("-code", 422, Map.of("error", "bad-code", "factor", true));
    profile(
        "-throttled",
        429,
        Map.of("error", "rate-limited", "retry_at", States.NOW.plusSeconds(238).toString()));
    profile("-cross-site", 403, Map.of("error", "cross-site"));
    profile("-stale", 409, Map.of("error", "changed-meanwhile"));
    confirm("", 200, Map.of());
    confirm("-taken", 409, Map.of("error", "email-taken", "address", ""));
    confirm("-over", 410, Map.of("error", "address-link-over", "address", ""));
    confirm("-another", 403, Map.of("error", "link-of-another", "address", ""));
    confirm("-cross-site", 403, Map.of("error", "cross-site"));
    profile("-closing", 200, Map.of("can_close", true));
    close("", 200, Map.of());
    close("-factor", 200, Map.of("factor", true));
    close("-recovery", 200, Map.of("factor", true, "recovery", true));
    close("-missing", 422, Map.of("error", "missing-field", "missing", List.of("password")));
    close("-wrong", 422, Map.of("error", "wrong-password"));
    close("-code", 422, Map.of("error", "bad-code", "factor", true));
    close("-last", 409, Map.of("error", "last-administrator"));
    close(
        "-throttled",
        429,
        Map.of("error", "rate-limited", "retry_at", States.NOW.plusSeconds(238).toString()));
    Map<String, Object> closed = States.login(Map.of("status_message", "account-closed"));
    states.put("login-account-closed", States.page(200, "login", closed));
    register("", 200, Map.of());
    register("-domains", 200, Map.of("domains", List.of("example.net", "example.org")));
    register("-asked", 200, Map.of("asked", true, "sent_to", "new@example.org", "hours", 4));
    register("-missing", 422, Map.of("error", "missing-field", "missing", List.of("email")));
    register("-bad", 422, Map.of("error", "bad-email", "typed_email", "ada"));
    register(
        "-domain",
        422,
        Map.of(
            "error",
            "email-domain",
            "domains",
            List.of("example.net", "example.org"),
            "typed_email",
            "ada@example.com"));
    register("-stale", 200, Map.of("status_message", "stale-page"));
    register("-cross-site", 403, Map.of("error", "cross-site"));
    register(
        "-throttled",
        429,
        Map.of("error", "rate-limited", "retry_at", States.NOW.plusSeconds(238).toString()));
    add(
        "choose-password-plain-name",
        422,
        "choose-password",
        Map.of(
            "purpose",
            "register",
            "choose_name",
            true,
            "address",
            "ada@example.org",
            "error",
            "plain-name"));
  }

  static Map<String, AuthResponse> all() {
    return new ProfileStates().states;
  }

  private void profile(String state, int status, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>(Map.of(
        "email",
        "ada@example.org",
        "email_verified",
        true,
        "roles",
        List.of("admin", "staff"),
        "can_change",
        true));
    model.putAll(more);
    add("profile" + state, status, "profile", model);
  }

  private void confirm(String state, int status, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>(Map.of("address", "new@example.org"));
    model.putAll(more);
    add("confirm-address" + state, status, "confirm-address", model);
  }

  private void close(String state, int status, Map<String, Object> more) {
    add("close-account" + state, status, "close-account", more);
  }

  private void register(String state, int status, Map<String, Object> more) {
    Map<String, Object> model = States.login(more);
    states.put("register" + state, States.page(status, "register", model));
  }

  private void add(String state, int status, String page, Map<String, Object> more) {
    Map<String, Object> model = States.login(more);
    model.put("username", "ada");
    model.put("pages", PAGES);
    states.put(state, States.page(status, page, model));
  }
}
