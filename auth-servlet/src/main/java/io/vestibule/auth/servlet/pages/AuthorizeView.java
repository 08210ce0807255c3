package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The question whether an app may act as whoever is signed in. */
final class AuthorizeView implements View {

  @Override
  public Map<String, Object> of(Model model, Words words) {
    List<String> scopes = model.texts("scopes");
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.put(View.NAME, words.text("authorize.title"));
    view.put("rights", !scopes.isEmpty());
    view.put(
        "scopes",
        scopes.stream()
            .map(scope -> Map.of("text", words.find("scope." + scope).orElse(scope)))
            .toList());
    return view;
  }
}
