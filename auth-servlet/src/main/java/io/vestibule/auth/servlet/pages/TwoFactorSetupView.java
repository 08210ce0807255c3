package io.vestibule.auth.servlet.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an authenticator app needs to know: as a picture to scan, as a link, and as a key to type. */
final class TwoFactorSetupView implements View {
  private static final int SCALE = 5;

  private final Times times;

  TwoFactorSetupView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    Optional<QrPicture> picture = model.find("otpauth").flatMap(QrPicture::of);
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.putAll(new Waiting(times).of(model, words));
    view.putAll(AccountMenu.of("two-factor", model, words));
    view.put(View.NAME, words.text("two-factor-setup.title"));
    view.put("recovery", false);
    view.put("groups", groups(model.text("key")));
    view.put("picture", picture.map(TwoFactorSetupView::drawn).map(List::of).orElse(List.of()));
    if (!Boolean.TRUE.equals(view.get(View.REFUSED))) {
      view.keySet().removeIf(name -> name.startsWith("focus_")); // the picture comes first
    }
    return view;
  }

  private static Map<String, Object> drawn(QrPicture picture) {
    return Map.of("side", picture.side(), "pixels", picture.side() * SCALE, "path", picture.path());
  }

  /** {@code GEZD GNBV GY3T}: a person reads four characters at a time. */
  private static String groups(String key) {
    return key.replaceAll("(.{4})(?=.)", "$1 ");
  }
}
