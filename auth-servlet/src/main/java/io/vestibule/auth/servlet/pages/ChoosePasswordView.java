package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.Map;

/** The page to which a link leads: somebody chooses a password, and where there is no user yet, a name. */
final class ChoosePasswordView implements View {
  private static final long MIN_LENGTH = 12;

  @Override
  public Map<String, Object> of(Model model, Words words) {
    long length = model.number("min_length").orElse(MIN_LENGTH);
    Words counting = words.with("min_length", length);
    String purpose = model.text("purpose");
    Map<String, Object> view = new HashMap<>(Refusal.of(model, counting));
    view.put(View.NAME, words.text("choose-password.title"));
    view.put("min_length", length);
    view.put("new_password", true);
    view.put("choose_name", model.flag("choose_name"));
    view.put("rules_text", counting.text("change-password.rules"));
    view.put("password_described", ("rules " + view.get("password_described")).strip());
    view.put("open", !purpose.isEmpty());
    view.put("intro", purpose.isEmpty() ? "" : words.text("choose-password." + purpose));
    view.put("tell_tokens", purpose.equals("reset") && model.flag("has_tokens"));
    if (model.text("status_message").equals("stale-page")) {
      view.put("status_text", words.text("choose-password.stale"));
    }
    return view;
  }
}
