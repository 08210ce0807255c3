package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is known of somebody, and the form that changes the e-mail address; the page that confirms a new one. */
final class ProfileView implements View {
  private static final String NAME_OF_MENU = "profile";

  private final Times times;

  ProfileView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    boolean hasEmail = model.find("email").isPresent();
    List<String> roles = model.texts("roles");
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.putAll(new Waiting(times).of(model, words));
    view.putAll(AccountMenu.of(NAME_OF_MENU, model, words));
    view.put(View.NAME, words.text("profile.title"));
    calm(view);
    view.put("has_email", hasEmail);
    view.put("unverified", hasEmail && !model.flag("email_verified"));
    view.put("roles_text", String.join(", ", roles));
    view.put("can_change", model.flag("can_change"));
    view.put("has_form", hasEmail || model.flag("can_change"));
    view.put("factor", model.flag("factor"));
    view.put("recovery", model.flag("recovery"));
    return view;
  }

  /** Whoever has done nothing yet reads first: no field takes the focus. */
  private static void calm(Map<String, Object> view) {
    if (!Boolean.TRUE.equals(view.get(View.REFUSED))) {
      view.keySet().removeIf(name -> name.startsWith("focus_"));
    }
  }

  /** The page to which the link in a mail leads. */
  static Map<String, Object> confirming(Model model, Words words) {
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.putAll(AccountMenu.of(NAME_OF_MENU, model, words));
    view.put(View.NAME, words.text("confirm-address.title"));
    view.put("open", model.find("address").isPresent());
    return view;
  }
}
