package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.Map;

/** The page on which a link for another password is asked for, and what it says to everybody after that. */
final class ForgotView implements View {
  private final Times times;

  ForgotView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    boolean asked = model.flag("asked");
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.put(View.NAME, words.text("forgot.title"));
    view.put("open", !asked);
    if (asked) {
      long minutes = model.number("minutes").orElse(0);
      view.put("status_text", words.with("minutes", minutes).text("forgot.asked"));
    }
    if (model.text("status_message").equals("stale-page")) {
      view.put("status_text", words.text("forgot.stale"));
    }
    view.putAll(new Waiting(times).of(model, words));
    return view;
  }
}
