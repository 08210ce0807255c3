package io.vestibule.auth;

import java.util.Locale;

/** Who reads an answer, as far as the request tells. */
public enum Caller {
  /** A person whose browser goes to a page. */
  PERSON,
  /** A script in a page: it must not open a browser's password prompt. */
  SCRIPT,
  /** A program that asks for JSON. */
  JSON_CLIENT,
  /** Any other program. */
  PROGRAM;

  /** Fetch Metadata first, then what older browsers and libraries send. */
  public static Caller of(AuthRequest request) {
    String accept = request.header("Accept").orElse("").toLowerCase(Locale.ROOT);
    if (request.header("X-Requested-With").isPresent()) {
      return SCRIPT;
    }
    String mode = request.header("Sec-Fetch-Mode").orElse("");
    if (mode.equals("navigate")) {
      return PERSON;
    }
    if (!mode.isEmpty() && request.header("Sec-Fetch-Dest").orElse("").equals("empty")) {
      return SCRIPT;
    }
    if (accept.contains("text/html")) {
      return PERSON;
    }
    if (mode.isEmpty() && isBrowser(request)) {
      return SCRIPT;
    }
    return accept.contains("json") ? JSON_CLIENT : PROGRAM;
  }

  /**
   * Over plain http browsers send no Fetch Metadata, save to this machine itself, so they are known by habit: they name
   * their languages, and call themselves Mozilla. Whatever they ask for beside pages must open no prompt.
   */
  private static boolean isBrowser(AuthRequest request) {
    return request.header("Accept-Language").isPresent()
        && request.header("User-Agent").orElse("").startsWith("Mozilla/");
  }

  /** Whether it can do more with JSON than with a page. */
  public boolean readsJson() {
    return this == SCRIPT || this == JSON_CLIENT;
  }
}
