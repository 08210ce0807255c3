package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.Map;

/** The page for what went wrong or is refused: in the reader's language where the code is known. */
final class ProblemView implements View {

  @Override
  public Map<String, Object> of(Model model, Words words) {
    String key = "problem." + model.text("code");
    String title = words.find(key + ".title").orElse(model.text("title"));
    Map<String, Object> view = new HashMap<>();
    view.put(View.NAME, title);
    view.put("heading", title);
    view.put("text", words.find(key + ".detail").orElse(model.text("detail")));
    return view;
  }
}
