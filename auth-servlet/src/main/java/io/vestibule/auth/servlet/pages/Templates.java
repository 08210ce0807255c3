package io.vestibule.auth.servlet.pages;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The templates, all read and compiled at the start. What they show is escaped, always. Thread-safe. */
final class Templates {
  /** Every page, by the name that a {@link io.vestibule.auth.Body.Page} says. */
  static final List<String> PAGES = List.of(
      "login",
      "login-code",
      "logout",
      "signed-out",
      "sessions",
      "authorize",
      "forbidden",
      "setup",
      "choose-password",
      "profile",
      "confirm-address",
      "forgot",
      "register",
      "close-account",
      "change-password",
      "error",
      "tokens",
      "token-new",
      "token-created",
      "users",
      "user",
      "user-new",
      "user-link",
      "user-delete",
      "two-factor",
      "two-factor-setup",
      "recovery-codes");

  /** What the pages share. */
  static final List<String> PARTS = List.of(
      "head",
      "foot",
      "notices",
      "username",
      "email",
      "password",
      "code",
      "account",
      "when",
      "user-email",
      "user-roles");

  /** The ways to print a value as it is, or to change what the braces mean. */
  private static final Pattern UNESCAPED = Pattern.compile("\\{\\{\\s*[{&=]");

  private static final Pattern TEXT = Pattern.compile("\\{\\{\\s*t\\.([^}\\s]+)\\s*}}");

  private final Map<String, Template> pages = new HashMap<>();

  /**
   * Reads and compiles them.
   *
   * @param known whether there is a text of this key
   * @throws IllegalStateException when one prints unescaped values, or asks for a part or a text that is nowhere
   */
  Templates(Files files, Predicate<String> known) {
    Map<String, String> parts = new HashMap<>();
    PARTS.forEach(name -> parts.put(name, source(files, name, known)));
    Mustache.Compiler compiler = Mustache.compiler()
        .escapeHTML(true)
        .defaultValue("")
        .emptyStringIsFalse(true)
        .withLoader(name -> new StringReader(part(parts, name)));
    PARTS.forEach(name -> compiler.compile(part(parts, name)));
    PAGES.forEach(name -> pages.put(name, compiler.compile(source(files, name, known))));
  }

  /**
   * Fills a page.
   *
   * @throws IllegalArgumentException when there is none of this name
   */
  String render(String name, Map<String, Object> context) {
    Template page = pages.get(name);
    if (page == null) {
      throw new IllegalArgumentException("no page is named " + name);
    }
    return page.execute(context);
  }

  private static String part(Map<String, String> parts, String name) {
    String part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("a template asks for the part " + name + "; there is none");
    }
    return part;
  }

  private static String source(Files files, String name, Predicate<String> known) {
    String source = files.text(name + ".html");
    if (UNESCAPED.matcher(source).find()) {
      throw new IllegalStateException(name
          + ".html prints a value unescaped; write {{name}}, with two braces and nothing else");
    }
    Matcher asked = TEXT.matcher(source);
    while (asked.find()) {
      if (!known.test(asked.group(1))) {
        throw new IllegalStateException(
            name + ".html asks for the text " + asked.group(1) + "; add it to messages.properties");
      }
    }
    return source;
  }
}
