package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.Map;

/** The page that makes the first administrator. */
final class SetupView implements View {
  private static final long MIN_LENGTH = 12;

  @Override
  public Map<String, Object> of(Model model, Words words) {
    long length = model.number("min_length").orElse(MIN_LENGTH);
    Words counting = words.with("min_length", length);
    Map<String, Object> view = new HashMap<>(Refusal.of(model, counting));
    view.put(View.NAME, words.text("setup.title"));
    view.put("min_length", length);
    view.put("new_password", true);
    view.put("rules_text", counting.text("setup.rules"));
    view.put("password_described", ("rules " + view.get("password_described")).strip());
    view.put("open", !model.text("error").equals("link-used"));
    return view;
  }
}
