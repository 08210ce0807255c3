package io.vestibule.auth.mail;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A mail that is to be sent, before its words are chosen. Immutable.
 *
 * @param kind what it is about
 * @param to to whom
 * @param asker who has it sent
 * @param values what its text is filled with; each is asked for once it is certain that the mail is sent
 */
public record Mail(MailKind kind, String to, Asker asker, Map<String, Supplier<String>> values) {

  /** Copies the values. */
  public Mail {
    values = Map.copyOf(values);
  }

  /** One without values. */
  public static Mail of(MailKind kind, String to, Asker asker) {
    return new Mail(kind, to, asker, Map.of());
  }

  /** The same, with this value in its text. */
  public Mail with(String name, String value) {
    return with(name, () -> value);
  }

  /**
   * The same, with a value that is made only where the mail is sent: a link that nobody gets would only end the one before.
   */
  public Mail with(String name, Supplier<String> value) {
    Map<String, Supplier<String>> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Mail(kind, to, asker, more);
  }

  @Override
  public String toString() {
    return "mail " + kind.word() + " to " + Message.masked(to);
  }
}
