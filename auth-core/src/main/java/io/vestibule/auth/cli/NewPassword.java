package io.vestibule.auth.cli;

import io.vestibule.auth.Secret;

/** Asks for a new password: a person twice, a pipe for one line. It is never an argument. */
final class NewPassword {
  private NewPassword() {}

  static Secret read(Terminal terminal) {
    return terminal.interactive()
        ? asked(terminal)
        : terminal.line().orElseThrow(NewPassword::none);
  }

  private static Secret asked(Terminal terminal) {
    Secret first = terminal.ask("Password: ").orElseThrow(NewPassword::none);
    Secret again = terminal.ask("Again: ").orElseThrow(NewPassword::none);
    if (!first.equals(again)) {
      throw new UsageException("the two passwords are not the same");
    }
    return first;
  }

  private static UsageException none() {
    return new UsageException(
        "no password was given; type it when asked, or send it through a pipe");
  }
}
