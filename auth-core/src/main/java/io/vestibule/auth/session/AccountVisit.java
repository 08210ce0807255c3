package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Secret;
import io.vestibule.auth.password.User;
import java.util.List;
import java.util.stream.Stream;

/** A user of the login form who asks for a page of the own account, by the session, and what was sent. Immutable. */
public final class AccountVisit {
  private final AuthRequest request;
  private final Form form;
  private final Session session;
  private final User user;

  AccountVisit(AuthRequest request, Form form, Session session, User user) {
    this.request = request;
    this.form = form;
    this.session = session;
    this.user = user;
  }

  /** What is asked for. */
  public AuthRequest request() {
    return request;
  }

  /** What was sent; empty for GET. */
  public Form form() {
    return form;
  }

  /** Who asks, as the account is now. */
  public User user() {
    return user;
  }

  /** What was typed into a field; {@code ""} for nothing. */
  public String typed(String field) {
    return form.value(field).orElse("");
  }

  /** The same, of a field whose text must not show. */
  public Secret secret(String field) {
    return Secret.of(typed(field));
  }

  /** The code that was typed, of the second factor. */
  public CodeForm code() {
    return new CodeForm(form);
  }

  /** Which of these fields nothing was typed into, and of the code where there is a second factor. */
  public List<String> missing(String... fields) {
    Stream<String> code = user.hasFactor() ? Stream.of("code") : Stream.of();
    return Stream.concat(Stream.of(fields), code)
        .filter(field -> typed(field).isBlank())
        .toList();
  }

  /** Whether the page is to ask for a recovery code: so was asked for it, or one was typed. */
  public boolean isRecovery() {
    return code().isRecovery()
        || request.parameter("recovery").filter("1"::equals).isPresent();
  }

  /** Whether this browser stays signed in. */
  boolean stays() {
    return session.remembered();
  }
}
