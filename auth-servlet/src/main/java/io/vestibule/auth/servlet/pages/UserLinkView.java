package io.vestibule.auth.servlet.pages;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A link for a user, shown this once, or where it was mailed to. */
final class UserLinkView implements View {
  private static final Duration DAY = Duration.ofDays(1);

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
        "works", model.instant("expires").map(end -> List.of(works(end, words))).orElse(List.of()));
    return view;
  }

  /** A date says too little of a link that ends within the hour. */
  private Map<String, Object> works(Instant end, Words words) {
    return times.until(end).compareTo(DAY) < 0
        ? times.sentence("user-link.expires", end, times.clockTime(end, words), words)
        : times.on("user-link.expires", end, words);
  }
}
