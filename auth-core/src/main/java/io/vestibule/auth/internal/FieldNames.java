package io.vestibule.auth.internal;

import java.util.Locale;

/** Names of header fields, as careless readers take them. Without state. */
public final class FieldNames {
  private FieldNames() {}

  /** One spelling for all that differ in case, or in what is neither a letter nor a digit: to a CGI they are one. */
  public static String folded(String name) {
    StringBuilder folded = new StringBuilder(name.toLowerCase(Locale.ROOT));
    for (int i = 0; i < folded.length(); i++) {
      if (!isAlphanumeric(folded.charAt(i))) {
        folded.setCharAt(i, '-');
      }
    }
    return folded.toString();
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
