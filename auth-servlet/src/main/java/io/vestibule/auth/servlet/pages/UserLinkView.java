package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A link for a user, shown this once, or where it was mailed to. */
final class UserLinkView implements View {
  private final Times times;

  UserLinkView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    Map<String, Object> view = new HashMap<>(AccountMenu.of("users", model, words));
    view.put(View.NAME, words.text("user-link.title"));
    view.put("scripted", true);
    view.put("name_query", UsersView.encoded(model.text("name")));
    view.put(
        "works",
        model
            .instant("expires")
            .map(end -> List.of(times.on("user-link.expires", end, words)))
            .orElse(List.of()));
    return view;
  }
}
