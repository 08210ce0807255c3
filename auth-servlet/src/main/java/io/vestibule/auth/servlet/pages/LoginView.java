package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sign-in page: a form, and a wait where there were too many attempts. */
final class LoginView implements View {
  private final Times times;

  LoginView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.put(View.NAME, words.text("login.title"));
    view.put("confirm", model.flag("confirm"));
    view.put("remember_text", rememberText(model, words));
    view.put("remember", model.flag("remember"));
    view.put("offers", offers(model, words));
    view.put("links", links(model, words));
    view.putAll(new Waiting(times).of(model, words));
    return view;
  }

  private static List<Map<String, Object>> offers(Model model, Words words) {
    return model.rows("providers").stream()
        .map(row -> Map.<String, Object>of(
            "url", row.text("url"),
            "icon", row.text("icon"),
            "text", words.with("label", row.text("label")).text("login.with")))
        .toList();
  }

  private static List<Map<String, Object>> links(Model model, Words words) {
    return model.texts("links").stream()
        .map(page ->
            Map.<String, Object>of("link_page", page, "link_text", words.text("login." + page)))
        .toList();
  }

  private static String rememberText(Model model, Words words) {
    long days = model.number("remember_days").orElse(0);
    return days > 0 ? words.counted("login.remember", days) : "";
  }
}
