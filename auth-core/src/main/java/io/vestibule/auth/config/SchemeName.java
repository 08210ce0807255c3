package io.vestibule.auth.config;

import io.vestibule.auth.internal.Schemes;
import java.util.Locale;
import java.util.Set;

/**
 * The key by which Basic or Digest goes by another name: browsers know the standard ones and open a prompt of their
 * own. One name serves one kind of signing in. Without state.
 */
public final class SchemeName {
  private static final String KEY = "scheme";
  private static final Set<String> STANDARD =
      Set.of("basic", "bearer", "digest", "dpop", "negotiate", "ntlm", "session");

  private SchemeName() {}

  /** The key, for the section of this scheme. */
  public static Key key(String standard) {
    return Key.of(
            KEY,
            Key.Type.TEXT,
            "What stands before the credentials and in the challenge; browsers ask for no password under another name.",
            "X" + standard)
        .orElse(standard);
  }

  /** The name; a fault is reported where it cannot be one, or is somebody else's. */
  public static String read(Settings settings, String standard) {
    String name = settings.text(KEY);
    boolean other = !name.equalsIgnoreCase(standard);
    if (!Schemes.isToken(name) || (other && STANDARD.contains(name.toLowerCase(Locale.ROOT)))) {
      settings.fault(
          KEY,
          "\"" + name + "\" cannot be another name of " + standard,
          "write scheme = X" + standard + ", or remove the line");
      return standard;
    }
    settings
        .shared(Schemes.class, Schemes::new)
        .take(name, settings.name())
        .ifPresent(before -> settings.fault(
            KEY, "the scheme " + name + " belongs to [" + before + "]", "choose another name"));
    return name;
  }
}
