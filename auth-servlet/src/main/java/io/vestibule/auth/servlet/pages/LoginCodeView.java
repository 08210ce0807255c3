package io.vestibule.auth.servlet.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;

/** The second step of signing in: one field for a code of the app, or for a recovery code. */
final class LoginCodeView implements View {
  private final Times times;

  LoginCodeView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.put(View.NAME, words.text("login-code.title"));
    view.put("recovery", model.flag("recovery"));
    view.put("focus_code", !Boolean.TRUE.equals(view.get("focus_error")));
    view.put(
        "return_more",
        model
            .find("return_to")
            .map(page -> "&return_to=" + URLEncoder.encode(page, UTF_8))
            .orElse(""));
    view.putAll(new Waiting(times).of(model, words));
    return view;
  }
}
