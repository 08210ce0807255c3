package io.vestibule.auth.servlet.pages;

import io.vestibule.auth.AuthResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every state of the pages on which administrators look after users. */
final class UserStates {
  private static final List<String> PAGES = List.of("sessions", "tokens", "users");

  private final Map<String, AuthResponse> states = new LinkedHashMap<>();

  private UserStates() {
    lists();
    forms();
    one("user", 200, Map.of());
    one("user-own", 200, Map.of("own", true));
    one("user-mail", 200, Map.of("can_mail", true, "email_verified", true, "mfa", true));
    one(
        "user-invited",
        200,
        Map.of("invited", true, "has_password", false, "email", "", "given_roles", List.of()));
    one("user-disabled", 200, Map.of("disabled", true));
    for (String done :
        List.of("roles", "email", "end-sessions", "reset-mfa", "disable", "enable")) {
      one("user-done-" + done, 200, Map.of("status_message", "user-" + done));
    }
    one("user-stale", 200, Map.of("status_message", "stale-page"));
    for (String code : List.of(
        "own-account", "last-administrator", "disabled-user", "no-factor", "changed-meanwhile")) {
      one("user-" + code, 409, Map.of("error", code));
    }
    one("user-unusable-role", 422, Map.of("error", "unusable-role", "field", "roles"));
    one("user-bad-email", 422, Map.of("error", "bad-email", "field", "email"));
    add("user-delete", 200, "user-delete", Map.of("name", "Ada <b>"));
    Map<String, Object> link = Map.of(
        "name",
        "Ada <b>",
        "purpose",
        "invite",
        "link",
        "app.example.org/auth/choose-password?token=x",
        "expires",
        States.NOW.plusSeconds(3600).toString());
    add("user-link", 201, "user-link", link);
    Map<String, Object> invitation = new HashMap<>(link);
    invitation.put("expires", States.NOW.plusSeconds(72 * 3600).toString());
    add("user-link-invite", 201, "user-link", invitation);
    Map<String, Object> mailed = new HashMap<>(link);
    mailed.remove("link");
    mailed.put("mailed_to", "ada@example.org");
    add("user-link-mailed", 201, "user-link", mailed);
  }

  static Map<String, AuthResponse> all() {
    return new UserStates().states;
  }

  private void lists() {
    List<Map<String, Object>> rows = List.of(
        user("Ada <b>", Map.of("roles", List.of("admin"), "mfa", true)),
        user("bob", Map.of("disabled", true, "given_roles", List.of("staff"))),
        user("new+one", Map.of("invited", true)));
    add("users", 200, "users", Map.of("users", rows));
    add(
        "users-more",
        200,
        "users",
        Map.of("users", rows, "search", "a b", "next", "new+one", "status_message", "user-delete"));
    add("users-none", 200, "users", Map.of("users", List.of(), "search", "x"));
    add("users-unknown", 404, "users", Map.of("users", rows, "error", "unknown-user"));
  }

  private static Map<String, Object> user(String name, Map<String, Object> more) {
    Map<String, Object> user = new HashMap<>();
    user.put("username", name);
    user.put("email", "ada@example.org");
    user.put("roles", List.of());
    user.put("given_roles", List.of());
    user.putAll(more);
    return user;
  }

  private void forms() {
    add("user-new", 200, "user-new", Map.of());
    add("user-new-mail", 200, "user-new", Map.of("can_mail", true));
    Map.of(
            "missing-name", "name",
            "unusable-name", "name",
            "name-taken", "name",
            "unusable-role", "roles",
            "bad-email", "email")
        .forEach((code, field) -> add(
            "user-new-" + code,
            422,
            "user-new",
            Map.of(
                "error", code, "field", field, "name", "ada", "roles_text", "a b", "email", "x")));
  }

  private void one(String state, int status, Map<String, Object> more) {
    Map<String, Object> model = new HashMap<>();
    model.put("name", "Ada <b>");
    model.put("email", "ada@example.org");
    model.put("roles_text", "admin, editor");
    model.put("given_roles", List.of("staff"));
    model.put("has_password", true);
    model.putAll(more);
    add(state, status, "user", model);
  }

  private void add(String state, int status, String page, Map<String, Object> more) {
    Map<String, Object> model = new HashMap<>(more);
    model.put("username", "root");
    model.put("pages", PAGES);
    states.put(state, States.page(status, page, States.login(model)));
  }
}
