package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The page on which somebody changes the own password: a form, and what came of it. */
final class ChangePasswordView implements View {
  private static final long MIN_LENGTH = 12;
  private static final Set<String> ABOUT_NEXT =
      Set.of("weak-password", "common-password", "unusable-password", "same-password");

  private final Waiting waiting;

  ChangePasswordView(Times times) {
    this.waiting = new Waiting(times);
  }

  @Override
  public Map<String, Object> of(Model model, Words plain) {
    long length = model.number("min_length").orElse(MIN_LENGTH);
    Words words = plain.with("min_length", length);
    boolean changed = model.flag("changed");
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.putAll(AccountMenu.of("password", model, words));
    view.putAll(faults(model, words));
    view.put(View.NAME, words.text(changed ? "change-password.done" : "change-password.title"));
    view.put("min_length", length);
    view.put("rules_text", words.text("change-password.rules"));
    view.put("factor", model.flag("factor"));
    view.put("recovery", model.flag("recovery"));
    view.put("has_tokens", model.texts("pages").contains("tokens"));
    if (model.text("status_message").equals("stale-page")) {
      view.put("status_text", words.text("change-password.stale"));
    }
    if (changed) {
      view.put("status_text", words.text("change-password.changed"));
    }
    return view;
  }

  /** What is wrong stands at its field, which gets the focus; what no field explains stands above. */
  private Map<String, Object> faults(Model model, Words words) {
    String code = model.text("error");
    String current = fault(model, words, "current_password", code.equals("wrong-password"));
    String next = fault(model, words, "new_password", ABOUT_NEXT.contains(code));
    Map<String, Object> view = new HashMap<>();
    view.put("current_error", current);
    view.put("next_error", next);
    boolean atCode = code.equals("bad-code") || model.texts("missing").contains("code");
    boolean explained = atCode || !(current + next).isEmpty();
    if (explained) {
      view.put("error_text", "");
    } else if (code.equals("rate-limited")) {
      view.put("error_text", waiting.of(model, words).getOrDefault("error_text", ""));
    }
    boolean above = !code.isEmpty() && !explained;
    boolean onlyCode = atCode && (current + next).isEmpty();
    view.put("focus_error", above);
    view.put("focus_next", !next.isEmpty() && current.isEmpty());
    view.put("focus_code", onlyCode);
    view.put("focus_current", !above && !onlyCode && (next.isEmpty() || !current.isEmpty()));
    return view;
  }

  private static String fault(Model model, Words words, String field, boolean concerned) {
    if (concerned) {
      return words.text("error." + model.text("error"));
    }
    return model.text("error").equals("missing-field") && model.texts("missing").contains(field)
        ? words.text("missing." + field)
        : "";
  }
}
