package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.Map;

/** The page on which somebody closes the own account. */
final class CloseAccountView implements View {
  private final Times times;

  CloseAccountView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.putAll(new Waiting(times).of(model, words));
    view.putAll(AccountMenu.of("profile", model, words));
    view.put(View.NAME, words.text("close-account.title"));
    view.put("factor", model.flag("factor"));
    view.put("recovery", model.flag("recovery"));
    if (!Boolean.TRUE.equals(view.get(View.REFUSED))) {
      view.keySet().removeIf(name -> name.startsWith("focus_"));
    }
    return view;
  }
}
