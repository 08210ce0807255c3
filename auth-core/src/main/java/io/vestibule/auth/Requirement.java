package io.vestibule.auth;

/** What a path asks of whoever wants to pass. */
public sealed interface Requirement {

  /** Nothing; but credentials that are shown and wrong are refused here too. */
  Requirement OPEN = new Open();

  /** Nothing; credentials that are shown and wrong count as none. */
  Requirement LENIENT = new Lenient();

  /** Nobody passes. */
  Requirement CLOSED = new Closed();

  /** Anybody who is signed in. */
  Requirement SIGNED_IN = new Demands(Access.signedIn());

  /** The rule says {@code public}. */
  record Open() implements Requirement {}

  /** The rule says {@code optional}. */
  record Lenient() implements Requirement {}

  /** The rule says {@code deny}. */
  record Closed() implements Requirement {}

  /** The rule asks for an identity that this expression accepts. */
  record Demands(Access access) implements Requirement {}
}
