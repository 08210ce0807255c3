package io.vestibule.auth.servlet.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/** Says when something was or will be, for people. Thread-safe. */
final class Times {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int DAYS_IN_WORDS = 30;

  private final InstantSource clock;
  private final ZoneId zone;

  Times(InstantSource clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
  }

  Instant now() {
    return clock.instant();
  }

  /** How long from now until then; never negative. */
  Duration until(Instant then) {
    Duration left = Duration.between(now(), then);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** {@code 14:32 CET}: the zone is the server's, so it must be said. */
  String clockTime(Instant when, Words words) {
    return format("HH:mm z", when, words);
  }

  /** A sentence whose {@code {time}} is a time in words, with the exact one beside it. */
  Map<String, Object> ago(String key, Instant when, Words words) {
    Map<String, Object> parts = sentence(key, when, relative(when, words), words);
    parts.put("exact", exact(when, words));
    return parts;
  }

  /** A sentence whose {@code {time}} is a date, with the exact time beside it. */
  Map<String, Object> on(String key, Instant when, Words words) {
    Map<String, Object> parts = sentence(key, when, date(when, words), words);
    parts.put("exact", exact(when, words));
    return parts;
  }

  /** A sentence taken apart around its {@code {time}}, so that this can be marked up. */
  Map<String, Object> sentence(String key, Instant when, String time, Words words) {
    String[] around = words.text(key).split("\\{time}", 2);
    Map<String, Object> parts = new HashMap<>();
    parts.put("before", around[0]);
    parts.put("after", around.length > 1 ? around[1] : "");
    parts.put("at", when.truncatedTo(ChronoUnit.SECONDS).toString());
    parts.put("time", time);
    parts.put("exact", "");
    return parts;
  }

  private String relative(Instant when, Words words) {
    Duration age = Duration.between(when, now());
    if (age.compareTo(MINUTE) < 0) {
      return words.text("ago.now");
    }
    if (age.toHours() < 1) {
      return words.counted("ago.minutes", age.toMinutes());
    }
    if (age.toDays() < 1) {
      return words.counted("ago.hours", age.toHours());
    }
    return age.toDays() <= DAYS_IN_WORDS
        ? words.counted("ago.days", age.toDays())
        : date(when, words);
  }

  /** {@code March 1, 2026}. */
  String date(Instant when, Words words) {
    return localized(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG), when, words);
  }

  private String exact(Instant when, Words words) {
    return date(when, words) + ", " + format("HH:mm:ss z", when, words);
  }

  private String format(String pattern, Instant when, Words words) {
    return localized(DateTimeFormatter.ofPattern(pattern), when, words);
  }

  private String localized(DateTimeFormatter formatter, Instant when, Words words) {
    return formatter.withLocale(words.texts().locale()).withZone(zone).format(when);
  }
}
