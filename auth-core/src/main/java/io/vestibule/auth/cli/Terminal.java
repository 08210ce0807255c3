package io.vestibule.auth.cli;

import io.vestibule.auth.Secret;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** What a command talks to: the streams and the environment of its process. Used by one thread. */
public interface Terminal {

  /** Writes a line of the result. */
  void out(String line);

  /** Writes a line of what is wrong. */
  void err(String line);

  /** Whether a person sits there who can be asked. */
  boolean interactive();

  /** Asks a person, without echo; empty when the answer was the end of the input. */
  Optional<Secret> ask(String prompt);

  /**
   * One line from the standard input; empty at its end.
   *
   * @throws UsageException when the line is not UTF-8 or far too long, or would be typed where others can read it
   */
  Optional<Secret> line();

  /** The environment's variables. */
  Map<String, String> environment();

  /** The time. */
  InstantSource clock();
}
