package io.vestibule.auth.session;

import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.password.UsersSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What may stand in {@code [session]}, and what it means. */
final class SessionKeys {
  static final String APP_NAME = "app_name";
  static final String LOGIN_VIEW = "login_view";
  static final String LOGIN_PAGE = "login_page";

  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final int MOST_PER_USER = 1000;
  private static final List<Key> OWN = List.of(
      Key.of("idle_timeout", Key.Type.DURATION, "How long a session lasts without use.", "30m")
          .orElse("30m"),
      Key.of("absolute_timeout", Key.Type.DURATION, "How long a session lasts at most.", "24h")
          .orElse("24h"),
      Key.of(
              "remember",
              Key.Type.DURATION,
              "How long \"stay signed in\" lasts after the last use.",
              "30d")
          .orElse("30d"),
      Key.of("max_per_user", Key.Type.NUMBER, "How many sessions a user may have.", "20")
          .orElse("20"),
      Key.of(APP_NAME, Key.Type.TEXT, "What the cookies are named after.", "tickets")
          .orElse("vestibule"),
      Key.of(LOGIN_VIEW, Key.Type.TEXT, "The name of the login page.", "login").orElse("login"),
      Key.of(
          LOGIN_PAGE,
          Key.Type.TEXT,
          "A login page of the application's own, open to everybody; it posts to /auth/login.",
          "/signin"));

  static final Section SECTION = Section.of(
          "session",
          "A login page, and a cookie that remembers who signed in.",
          Stream.concat(UsersSettings.keys().stream(), OWN.stream()).toArray(Key[]::new))
      .orNamed("flask-login", "local");

  private SessionKeys() {}

  static Lifetimes lifetimes(Settings settings) {
    for (String key : List.of("idle_timeout", "absolute_timeout", "remember")) {
      if (settings.duration(key).isZero()) {
        settings.fault(key, "a session of no length signs nobody in", "write " + key + " = 30m");
      }
    }
    long perUser = settings.number("max_per_user");
    if (perUser < 1 || perUser > MOST_PER_USER) {
      settings.fault("max_per_user", "is " + perUser, "write a number from 1 to " + MOST_PER_USER);
    }
    return new Lifetimes(
        settings.duration("idle_timeout"),
        settings.duration("absolute_timeout"),
        settings.duration("remember"),
        (int) Math.max(1, Math.min(perUser, MOST_PER_USER)),
        BOUND);
  }
}
