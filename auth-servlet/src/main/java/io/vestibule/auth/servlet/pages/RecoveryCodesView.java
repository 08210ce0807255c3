package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The recovery codes that were made just now: to be kept on paper, in a file or by a password manager. */
final class RecoveryCodesView implements View {
  private final Times times;

  RecoveryCodesView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    List<String> codes = model.texts("recovery_codes");
    Map<String, Object> view = new HashMap<>(AccountMenu.of("two-factor", model, words));
    view.put(View.NAME, words.text("recovery-codes.title"));
    view.put("scripted", true);
    view.put("codes", codes);
    view.put("all", String.join("\n", codes));
    view.put(
        "made_text",
        words.with("date", times.date(times.now(), words)).text("recovery-codes.made"));
    return view;
  }
}
