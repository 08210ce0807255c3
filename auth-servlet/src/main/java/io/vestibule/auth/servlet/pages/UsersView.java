package io.vestibule.auth.servlet.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The users, for an administrator. */
final class UsersView implements View {
  @Override
  public Map<String, Object> of(Model model, Words words) {
    List<Map<String, Object>> rows =
        model.rows("users").stream().map(user -> row(user, words)).toList();
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.putAll(AccountMenu.of("users", model, words));
    view.put(View.NAME, words.text("users.title"));
    view.put("scripted", false);
    view.put("rows", rows);
    view.put("any", !rows.isEmpty());
    view.put("next_query", encoded(model.text("next")));
    view.put(
        "search_query",
        model.find("search").map(text -> "&search=" + encoded(text)).orElse(""));
    return view;
  }

  private static Map<String, Object> row(Model user, Words words) {
    List<String> roles = new ArrayList<>(user.texts("roles"));
    roles.addAll(user.texts("given_roles"));
    Map<String, Object> row = new HashMap<>();
    row.put("name", user.text("username"));
    row.put("name_query", encoded(user.text("username")));
    row.put("badges", badges(user, words));
    row.put(
        "roles_text", roles.isEmpty() ? words.text("users.no_roles") : String.join(", ", roles));
    row.put("email_text", user.text("email"));
    return row;
  }

  /** What stands beside a user's name. */
  static List<String> badges(Model user, Words words) {
    List<String> badges = new ArrayList<>();
    for (String flag : List.of("disabled", "invited", "mfa")) {
      if (user.flag(flag)) {
        badges.add(words.text("users." + flag));
      }
    }
    return badges;
  }

  /** A name in an address. */
  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
