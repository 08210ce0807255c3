package io.vestibule.auth.servlet.pages;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sign-in page: a form, and a wait where there were too many attempts. */
final class LoginView implements View {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Times times;

  LoginView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.put(View.NAME, words.text("login.title"));
    view.put("confirm", model.flag("confirm"));
    view.put("remember_text", rememberText(model, words));
    view.put("remember", model.flag("remember"));
    view.put("offers", offers(model, words));
    if (model.text("error").equals("rate-limited")) {
      view.putAll(waiting(model, words));
    }
    return view;
  }

  private static List<Map<String, Object>> offers(Model model, Words words) {
    return model.rows("providers").stream()
        .map(row -> Map.<String, Object>of(
            "url", row.text("url"),
            "icon", row.text("icon"),
            "text", words.with("label", row.text("label")).text("login.with")))
        .toList();
  }

  private static String rememberText(Model model, Words words) {
    long days = model.number("remember_days").orElse(0);
    return days > 0 ? words.counted("login.remember", days) : "";
  }

  /** The text that is final without a script, and what a script needs to count down. */
  private Map<String, Object> waiting(Model model, Words words) {
    Instant end = end(model);
    Duration left = times.until(end);
    String time = times.clockTime(end, words);
    Map<String, Object> view =
        times.sentence("error.rate-limited", end, time, words.with("wait", inWords(left, words)));
    view.put("error_text", view.get("before") + time + view.get("after"));
    view.put(
        "waiting",
        Map.of(
            "seconds", Math.max(1, left.toSeconds()),
            "text",
                times
                    .sentence("error.rate-limited", end, time, words.with("wait", "{left}"))
                    .getOrDefault("before", "")));
    return view;
  }

  private Instant end(Model model) {
    return model
        .instant("retry_at")
        .orElseGet(() -> times.now().plusSeconds(model.number("retry_after").orElse(60)));
  }

  private static String inWords(Duration left, Words words) {
    return left.compareTo(MINUTE) < 0
        ? words.counted("wait.seconds", Math.max(1, left.toSeconds()))
        : words.counted("wait.minutes", left.plusSeconds(59).toMinutes());
  }
}
