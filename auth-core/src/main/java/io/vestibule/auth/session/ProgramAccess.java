package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Form;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Serves programs that want tokens, at the JSON twins of the pages, before a session is thought of. Thread-safe. */
public interface ProgramAccess {

  /** Answers {@code POST /auth/api/login}; empty for whoever wants a session. */
  Optional<AuthResponse> signIn(AuthRequest request, Form form);

  /** Answers {@code POST /auth/api/logout}; empty for whoever leaves a session. */
  Optional<AuthResponse> signOut(AuthRequest request, Form form);

  /** Whose sign-in the field {@code Refresh-Token} stands for; it stays as good as it was, and opens nothing else. */
  default AuthResult standing(AuthRequest request) {
    return AuthResult.notAttempted();
  }

  /** Whether a page of another origin asks without cookies: it may read an answer, and gets nothing that goes with one. */
  default boolean isElsewhere(AuthRequest request) {
    return false;
  }

  /** The same answer, which the pages of other origins that may ask here may read. */
  default AuthResponse readable(AuthRequest request, AuthResponse answer) {
    return answer;
  }

  /**
   * A program that somebody has signed in, and that stays so until its tokens end. Immutable.
   *
   * @param client what it calls itself; {@code ""} where it said nothing
   * @param lastSeen when it was given tokens
   */
  record Program(String id, String client, Set<String> scopes, Instant created, Instant lastSeen) {

    /** Copies the scopes. */
    public Program {
      scopes = Set.copyOf(scopes);
    }
  }

  /**
   * The programs that somebody of this name has signed in; empty where there are none.
   *
   * @param theirs whether the {@link SignInProofs.Proof} behind them is that person's
   */
  default List<Program> programs(String username, Predicate<String> theirs) {
    return List.of();
  }

  /** Ends the tokens of one of these; false where the user has none of this id. */
  default boolean end(String username, String id) {
    return false;
  }

  /**
   * Where a browser goes on to from a page of ours, in words of a Content-Security-Policy: {@code
   * https://app.example.org} or {@code com.example.app:}. Empty where it stays here.
   *
   * @param page within the application, as {@code return_to} says it
   */
  default Optional<String> leadsTo(String page) {
    return Optional.empty();
  }
}
