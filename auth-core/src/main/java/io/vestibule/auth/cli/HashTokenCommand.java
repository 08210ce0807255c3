package io.vestibule.auth.cli;

import io.vestibule.auth.Secret;
import io.vestibule.auth.bearer.TokenHash;
import java.security.SecureRandom;
import java.util.List;

/** Turns a token into what a tokens file holds, or makes one. */
final class HashTokenCommand implements Command {
  private static final int SHORTEST = 16;

  @Override
  public String name() {
    return "hash-token";
  }

  @Override
  public String parameters() {
    return "[--new]";
  }

  @Override
  public String help() {
    return "reads a token and prints its hash for a tokens file; with --new, makes the token first";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    if (arguments.equals(List.of("--new"))) {
      Secret token = TokenHash.newToken(new SecureRandom());
      terminal.out("token: " + token.reveal());
      terminal.out("hash:  " + TokenHash.of(token));
      return OK;
    }
    if (!arguments.isEmpty()) {
      throw new UsageException(
          "a token is never an argument: others on this machine would see it; send it through a pipe");
    }
    Secret token = (terminal.interactive() ? terminal.ask("Token: ") : terminal.line())
        .orElseThrow(() -> new UsageException("no token was given"));
    if (token.reveal().length() < SHORTEST
        || !token.reveal().equals(token.reveal().strip())) {
      terminal.err("a token has at least " + SHORTEST
          + " characters that nobody can guess, and no blanks around it; make one with --new");
      return PROBLEMS;
    }
    terminal.out(TokenHash.of(token).toString());
    return OK;
  }
}
