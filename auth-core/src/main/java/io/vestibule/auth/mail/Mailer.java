package io.vestibule.auth.mail;

import java.io.IOException;

/**
 * Passes a message on to whatever delivers it. A host supplies its own in place of {@code [mail]}, by {@code
 * supply(Mailer.class, …)}. Thread-safe; it is called by a thread of the background and may take its time, but not for
 * ever.
 */
@FunctionalInterface
public interface Mailer {

  /**
   * Passes it on; returns once somebody else is answerable for it.
   *
   * @throws NotSentException when it is not, and why, in words for the log
   * @throws IOException when it is not; of this only the type gets into the log, and it is tried again
   */
  void send(Message message) throws IOException;
}
