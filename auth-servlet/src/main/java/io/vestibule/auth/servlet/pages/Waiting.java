package io.vestibule.auth.servlet.pages;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What a form says while there were too many attempts: for how long, and until when. */
record Waiting(Times times) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** The text that is final without a script, and what a script needs to count down; empty where nobody waits. */
  Map<String, Object> of(Model model, Words words) {
    if (!model.text("error").equals("rate-limited")) {
      return Map.of();
    }
    Instant end = end(model);
    Duration left = times.until(end);
    String time = times.clockTime(end, words);
    Map<String, Object> view = new HashMap<>(
        times.sentence("error.rate-limited", end, time, words.with("wait", inWords(left, words))));
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
