package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The links above each page of a user's account: to those pages that there are. */
final class AccountMenu {
  private AccountMenu() {}

  /** What the part {@code account} shows on the page of this name, such as {@code sessions}. */
  static Map<String, Object> of(String current, Model model, Words words) {
    List<String> pages = model.texts("pages");
    List<String> shown = pages.isEmpty() ? List.of(current) : pages;
    Map<String, Object> view = new HashMap<>();
    view.put("wide", true);
    view.put("leave", shown.contains("sessions"));
    view.put("nav", shown.stream().map(page -> link(page, current, words)).toList());
    return view;
  }

  private static Map<String, Object> link(String page, String current, Words words) {
    return Map.of(
        "path", "/" + page, "label", words.text("nav." + page), "current", page.equals(current));
  }
}
