package io.vestibule.auth.servlet.pages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One user, and what an administrator can do to that one. */
final class UserView implements View {
  @Override
  public Map<String, Object> of(Model model, Words words) {
    Map<String, Object> view = new HashMap<>(UserFormView.faults(model, words));
    view.putAll(AccountMenu.of("users", model, words));
    view.put(View.NAME, model.text("name"));
    view.put("name_query", UsersView.encoded(model.text("name")));
    List<String> badges = UsersView.badges(model, words);
    view.put("badges", badges);
    view.put("any_badge", !badges.isEmpty());
    view.put("own", model.flag("own"));
    view.put("disabled", model.flag("disabled"));
    view.put("can_mail", model.flag("can_mail"));
    view.put("link_text", words.text(model.flag("has_password") ? "user.reset" : "user.invite"));
    view.put("given_text", given(model, words));
    view.put("email_hint", emailHint(model, words));
    view.put("steps", steps(model, words));
    return view;
  }

  private static String given(Model model, Words words) {
    List<String> given = model.texts("given_roles");
    return given.isEmpty() ? "" : words.with("roles", String.join(", ", given)).text("user.given");
  }

  private static String emailHint(Model model, Words words) {
    if (model.text("email").isEmpty()) {
      return words.text("user.email_none");
    }
    return words.text(
        model.flag("email_verified") ? "user.email_verified" : "user.email_unverified");
  }

  /** What is asked about once more before it is done. */
  private static List<Map<String, Object>> steps(Model model, Words words) {
    List<String> actions = new ArrayList<>();
    actions.add("end-sessions");
    if (model.flag("mfa")) {
      actions.add("reset-mfa");
    }
    actions.add(model.flag("disabled") ? "enable" : "disable");
    return actions.stream()
        .map(action -> Map.<String, Object>of(
            "action",
            action,
            "label",
            words.text("user-step." + action),
            "warning",
            words.text("user-warning." + action)))
        .toList();
  }
}
