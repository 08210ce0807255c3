package io.vestibule.auth.servlet.pages;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The form that makes an API token. */
final class TokenFormView implements View {
  private static final String READ_ONLY = "read_only";

  private final Times times;

  TokenFormView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    List<String> known = model.texts("known_scopes");
    List<String> offered =
        Stream.concat(Stream.of(READ_ONLY), known.stream()).distinct().toList();
    List<String> chosen = model.texts("scopes").stream()
        .flatMap(text -> Stream.of(text.strip().split(" +")))
        .toList();
    Map<String, Object> view = new HashMap<>(fault(model, words));
    view.putAll(AccountMenu.of("tokens", model, words));
    view.put(View.NAME, words.text("token-new.title"));
    view.put("scripted", true);
    view.put("lives", lives(model, words));
    view.put(
        "choices", offered.stream().map(scope -> choice(scope, chosen, words)).toList());
    view.put("others", known.isEmpty());
    view.put(
        "typed",
        chosen.stream().filter(scope -> !offered.contains(scope)).collect(Collectors.joining(" ")));
    return view;
  }

  /** What is wrong stands at the field that it is about. */
  private static Map<String, Object> fault(Model model, Words words) {
    String code = model.text("error");
    Map<String, Object> view = new HashMap<>();
    view.put(View.REFUSED, !code.isEmpty());
    view.put("status_text", "");
    view.put("error_text", "");
    for (String field : List.of("name", "expires", "scopes")) {
      boolean concerned = !code.isEmpty() && model.text("field").equals(field);
      view.put(field + "_error", concerned ? text(code, words) : "");
    }
    return view;
  }

  private static String text(String code, Words words) {
    return words
        .find("error." + code + "-token")
        .or(() -> words.find("error." + code))
        .orElseGet(() -> words.text("error.other"));
  }

  private List<Map<String, Object>> lives(Model model, Words words) {
    List<Map<String, Object>> lives = new ArrayList<>();
    for (String preset : model.texts("presets")) {
      lives.add(Map.of(
          "value",
          preset,
          "label",
          life(preset, words),
          "chosen",
          preset.equals(model.text("expires"))));
    }
    return lives;
  }

  private String life(String preset, Words words) {
    if (!preset.matches("[0-9]{1,5}[ds]")) {
      return words.text("token-new.never");
    }
    long count = Long.parseLong(preset.substring(0, preset.length() - 1));
    Duration life = preset.endsWith("d") ? Duration.ofDays(count) : Duration.ofSeconds(count);
    Instant end = times.now().plus(life);
    return preset.endsWith("d")
        ? words.with("date", times.date(end, words)).counted("token-new.days", count)
        : times.clockTime(end, words);
  }

  /** A scope of the host's is told in its own words: {@code scope.deploy} in a file of texts. */
  private static Map<String, Object> choice(String scope, List<String> chosen, Words words) {
    return Map.of(
        "value",
        scope,
        "label",
        words.find("scope." + scope).orElse(scope),
        "chosen",
        chosen.contains(scope));
  }
}
