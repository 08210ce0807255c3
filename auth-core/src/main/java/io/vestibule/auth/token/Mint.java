package io.vestibule.auth.token;

import io.vestibule.auth.Form;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where tokens are made and taken back: the page, its twin for programs and the command line come here. Thread-safe. */
final class Mint {
  private static final String EXPIRES = "expires";
  private static final Set<String> MEMBERS = Set.of("name", "scopes", "scope", EXPIRES, "csrf");

  private final ApiTokens tokens;
  private final Limits limits;

  Mint(ApiTokens tokens, Limits limits) {
    this.tokens = tokens;
    this.limits = limits;
  }

  /** What came of it. */
  sealed interface Outcome {
    /** There is a new token. */
    record Made(ApiTokens.Made made) implements Outcome {}

    /** There is none. */
    record Refused(Fault fault) implements Outcome {}
  }

  Limits limits() {
    return limits;
  }

  /**
   * Makes a token of what was asked for: {@code name}, {@code scopes} and {@code expires}. Who writes {@code scope} means
   * the same. Whatever else was asked for is refused: to pass over it would make a token that may do more, or for longer.
   */
  Outcome make(Owner owner, Form form) {
    if (!MEMBERS.containsAll(form.fields().keySet())) {
      return new Outcome.Refused(Fault.MEMBER_UNKNOWN);
    }
    String expiry = form.value(EXPIRES).orElse("");
    if (expiry.isEmpty() && form.fields().containsKey(EXPIRES)) {
      return new Outcome.Refused(Fault.EXPIRY_UNREADABLE);
    }
    List<String> scopes = Stream.of("scopes", "scope")
        .flatMap(field -> form.values(field).stream())
        .flatMap(value -> Stream.of(value.strip().split("[ ,]+")))
        .filter(scope -> !scope.isEmpty())
        .distinct()
        .toList();
    return make(owner, form.value("name").orElse(""), scopes, expiry);
  }

  /** Makes a token; an empty expiry is the usual one. */
  Outcome make(Owner owner, String name, List<String> scopes, String expiry) {
    Limits.Answer answer = limits.judge(name, scopes, expiry);
    if (answer instanceof Limits.Answer.Granted granted) {
      Wish wish = granted.wish();
      List<ApiToken> present = tokens.of(owner);
      if (present.stream().anyMatch(token -> token.name().equals(wish.name()))) {
        return new Outcome.Refused(Fault.NAME_TAKEN);
      }
      return present.size() >= limits.perUser()
          ? new Outcome.Refused(Fault.TOO_MANY)
          : new Outcome.Made(tokens.make(owner, wish));
    }
    return new Outcome.Refused(((Limits.Answer.Refused) answer).fault());
  }

  List<ApiToken> of(Owner owner) {
    return tokens.of(owner);
  }

  /** Takes back a token of this owner; empty where there is none of this id. */
  Optional<ApiToken> revoke(Owner owner, String id) {
    return tokens.of(owner).stream()
        .filter(token -> token.id().equals(id))
        .findFirst()
        .filter(tokens::revoke);
  }
}
