package io.vestibule.auth.servlet.pages;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.config.Look;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page as a person gets it. */
record Shown(AuthResponse answer) {
  static final Pages PAGES = pages(Look.plain().withTitle("Tickets"));

  static Pages pages(Look look) {
    return Pages.of(look, InstantSource.fixed(States.NOW), ZoneId.of("Europe/Paris"));
  }

  static Shown state(String name) {
    return of(States.of(name));
  }

  static Shown of(AuthResponse state) {
    return of(PAGES, state, Ask.page("/auth/login"));
  }

  static Shown of(Pages pages, AuthResponse state, Ask ask) {
    return new Shown(pages.answer(ask, state));
  }

  String html() {
    return answer.body().toString();
  }

  String title() {
    return inside("<title>(.*?)</title>");
  }

  String heading() {
    return inside("<h1>(.*?)</h1>");
  }

  /** The start tag of the element with this id. */
  String tag(String id) {
    return inside("(<[^<>]* id=\"" + id + "\"[^<>]*>)");
  }

  /** The text of the element with this id, without what is marked up in it. */
  String text(String id) {
    return inside("<[^<>]* id=\"" + id + "\"[^<>]*>(.*?)</(?:p|div)>").replaceAll("<[^>]*>", "");
  }

  boolean has(String id) {
    return html().contains(" id=\"" + id + "\"");
  }

  private String inside(String regex) {
    Matcher matcher = Pattern.compile(regex, Pattern.DOTALL).matcher(html());
    return matcher.find() ? matcher.group(1) : "";
  }
}
