package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The page on which somebody asks for an account, and what it says to everybody after that. */
final class RegisterView implements View {
  private final Times times;

  RegisterView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words plain) {
    List<String> domains = model.texts("domains");
    Words words = plain.with("domains", String.join(", ", domains));
    boolean asked = model.flag("asked");
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.put(View.NAME, words.text("register.title"));
    view.put("open", !asked);
    view.put("domains_text", domains.isEmpty() ? "" : words.text("register.domains"));
    if (asked) {
      view.put("status_text", words.text("register.asked"));
    } else if (model.text("error").isEmpty()) {
      view.put("focus_email", true);
    }
    if (model.text("status_message").equals("stale-page")) {
      view.put("status_text", words.text("register.stale"));
    }
    view.putAll(new Waiting(times).of(model, words));
    return view;
  }
}
