package io.vestibule.auth.servlet.pages;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API tokens of somebody. */
final class TokensView implements View {
  private static final Duration SOON = Duration.ofDays(7);

  private final Times times;

  TokensView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    List<Map<String, Object>> rows =
        model.rows("tokens").stream().map(token -> row(token, words)).toList();
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.putAll(AccountMenu.of("tokens", model, words));
    view.put(View.NAME, words.text("tokens.title"));
    view.put("rows", rows);
    view.put("any", !rows.isEmpty());
    view.put("can_create", model.flag("can_create"));
    return view;
  }

  private Map<String, Object> row(Model token, Words words) {
    Map<String, Object> row = new HashMap<>();
    row.put("id", token.text("id"));
    row.put("name", token.text("name"));
    row.put("ending", token.text("ending"));
    row.put("scope_text", scopes(token, words));
    row.put("times", moments(token, words));
    row.put("unused", token.instant("lastUsed").isEmpty());
    row.put("soon", token.instant("expires").filter(this::isSoon).isPresent());
    Words named = words.with("name", token.text("name"));
    row.put("revoke_label", named.text("tokens.revoke_label"));
    row.put("submit_label", named.text("tokens.revoke_submit_label"));
    return row;
  }

  private boolean isSoon(Instant end) {
    return times.until(end).compareTo(SOON) < 0;
  }

  private static String scopes(Model token, Words words) {
    List<String> scopes = token.texts("scopes");
    return scopes.isEmpty()
        ? words.text("tokens.all")
        : words.with("scopes", String.join(", ", scopes)).text("tokens.scopes");
  }

  private List<Map<String, Object>> moments(Model token, Words words) {
    List<Map<String, Object>> moments = new ArrayList<>();
    token.instant("created").ifPresent(at -> moments.add(times.ago("tokens.created", at, words)));
    token.instant("lastUsed").ifPresent(at -> moments.add(used(token, at, words)));
    token.instant("expires").ifPresent(at -> moments.add(times.on("tokens.expires", at, words)));
    return moments;
  }

  private Map<String, Object> used(Model token, Instant at, Words words) {
    Map<String, Object> parts = times.ago("tokens.used", at, words);
    Optional<String> address = token.find("address");
    address.ifPresent(from -> parts.merge(
        "after",
        " " + words.with("address", from).text("tokens.from"),
        (before, more) -> before.toString() + more));
    return parts;
  }
}
