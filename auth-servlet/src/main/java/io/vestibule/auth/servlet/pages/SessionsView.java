package io.vestibule.auth.servlet.pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where somebody is signed in: this device first, and the apps behind the devices. */
final class SessionsView implements View {
  private final Times times;

  SessionsView(Times times) {
    this.times = times;
  }

  @Override
  public Map<String, Object> of(Model model, Words words) {
    List<Model> sessions = new ArrayList<>(model.rows("sessions"));
    sessions.sort(Comparator.comparing(session -> !session.flag("current")));
    Map<String, Object> view = new HashMap<>(Refusal.of(model, words));
    view.put(View.NAME, words.text("sessions.title"));
    view.putAll(AccountMenu.of("sessions", model, words));
    view.put("rows", sessions.stream().map(session -> row(session, words)).toList());
    List<Model> programs = model.rows("programs");
    view.put("apps", programs.stream().map(program -> app(program, words)).toList());
    view.put("some_apps", !programs.isEmpty());
    view.put(
        "others",
        !programs.isEmpty() || sessions.stream().anyMatch(session -> !session.flag("current")));
    return view;
  }

  private Map<String, Object> row(Model session, Words words) {
    String device = device(session, words);
    Map<String, Object> row = new HashMap<>();
    row.put("id", session.text("id"));
    row.put("current", session.flag("current"));
    row.put("device", device);
    row.put("facts", facts(session, words));
    row.put("times", moments(session, words));
    row.put("end_label", words.with("device", device).text("sessions.end_label"));
    return row;
  }

  private Map<String, Object> app(Model program, Words words) {
    String name = program.find("client").orElseGet(() -> words.text("sessions.nameless_app"));
    String scopes = program.texts("scopes").stream()
        .map(scope -> words.find("scope." + scope).orElse(scope))
        .collect(Collectors.joining(", "));
    Map<String, Object> row = new HashMap<>();
    row.put("id", program.text("id"));
    row.put("name", name);
    row.put("facts", scopes);
    row.put("times", moments(program, words));
    row.put("end_label", words.with("device", name).text("sessions.end_label"));
    return row;
  }

  /** The parts in the reader's language, where they are known; else the words of whoever listed it. */
  private static String device(Model session, Words words) {
    Optional<String> browser = session.find("browser");
    Optional<String> system = session.find("system");
    if (browser.isPresent() && system.isPresent()) {
      return words
          .with("browser", browser.get())
          .with("system", system.get())
          .text("sessions.device");
    }
    return session.find("device").orElseGet(() -> words.text("sessions.unknown_device"));
  }

  private static String facts(Model session, Words words) {
    String method = session.text("method");
    Stream<String> facts = Stream.of(
        session.text("address"),
        words.find("method." + method).orElse(method),
        session.flag("remembered") ? words.text("sessions.remembered") : "");
    return String.join(" · ", facts.filter(fact -> !fact.isEmpty()).toList());
  }

  private List<Map<String, Object>> moments(Model session, Words words) {
    List<Map<String, Object>> moments = new ArrayList<>();
    for (String name : List.of("created", "last_seen")) {
      Optional<Instant> when = session.instant(name);
      when.ifPresent(at -> moments.add(times.ago("sessions." + name, at, words)));
    }
    return moments;
  }
}
