package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The form by which an administrator adds a user. */
final class UserFormView implements View {
  @Override
  public Map<String, Object> of(Model model, Words words) {
    Map<String, Object> view = new HashMap<>(faults(model, words));
    view.putAll(AccountMenu.of("users", model, words));
    view.put(View.NAME, words.text("user-new.title"));
    view.put("can_mail", model.flag("can_mail"));
    view.put("given_text", "");
    view.put(
        "email_hint",
        words.text(model.flag("can_mail") ? "user-new.email_hint_mail" : "user-new.email_hint"));
    boolean refused = !model.text("error").isEmpty();
    view.put("focus_name", !refused || model.text("field").equals("name"));
    return view;
  }

  /** What is wrong stands at the field that it is about, which gets the focus; what none explains stands above. */
  static Map<String, Object> faults(Model model, Words words) {
    String code = model.text("error");
    String field = model.text("field");
    boolean above = !code.isEmpty() && field.isEmpty();
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.put("scripted", false);
    view.put("error_text", above ? text(code, words) : "");
    view.put("focus_error", above);
    for (String name : List.of("name", "email", "roles")) {
      boolean concerned = !code.isEmpty() && field.equals(name);
      view.put(name + "_error", concerned ? text(code, words) : "");
      view.put("focus_" + name, concerned);
    }
    return view;
  }

  private static String text(String code, Words words) {
    return words
        .find("error." + code + "-user")
        .or(() -> words.find("error." + code))
        .orElseGet(() -> words.text("error.other"));
  }
}
