package io.vestibule.auth.mail;

import java.util.Locale;

/**
 * Who has a mail sent, as far as it matters to the mail. Immutable.
 *
 * @param language in which the reader is likely to read it
 * @param network from where it was asked for; {@code ""} where nobody can tell
 * @param user who asks, and has proved it; {@code ""} for anybody else
 */
public record Asker(Locale language, String network, String user) {

  /** Anybody. */
  public Asker(Locale language, String network) {
    this(language, network, "");
  }

  /** The same, who is this user, by one name each. */
  public Asker withUser(String name) {
    return new Asker(language, network, name);
  }
}
