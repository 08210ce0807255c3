package io.vestibule.auth.servlet.pages;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The second factor of somebody: whether there is one, and the forms that change it. */
final class TwoFactorView implements View {
  /** As long as there are more, nobody need think of new ones. */
  private static final long FEW = 3;

  private final Times times;

  TwoFactorView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    Optional<Instant> since = model.instant("since");
    OptionalLong left = model.number("recovery_left");
    boolean elsewhere = model.text("error").equals("no-password");
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.putAll(new Waiting(times).of(model, words));
    view.putAll(AccountMenu.of("two-factor", model, words));
    view.put(View.NAME, words.text("two-factor.title"));
    calm(view);
    view.put("on", model.flag("on"));
    view.put(
        "since", since.map(at -> List.of(times.on("two-factor.on", at, words))).orElse(List.of()));
    view.put(
        "left_text", left.isPresent() ? words.counted("two-factor.left", left.getAsLong()) : "");
    view.put("few", left.isPresent() && left.getAsLong() <= FEW);
    view.put("can_begin", !model.flag("on") && model.flag("offered"));
    view.put("elsewhere", elsewhere);
    view.put("recovery", model.flag("recovery"));
    return view;
  }

  /** Whoever has done nothing yet reads first: no field takes the focus. */
  private static void calm(Map<String, Object> view) {
    if (!Boolean.TRUE.equals(view.get(View.REFUSED))) {
      view.keySet().removeIf(name -> name.startsWith("focus_"));
    }
  }
}
