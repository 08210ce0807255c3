package io.vestibule.auth;

/** What a path asks of whoever wants to pass. Immutable; its text form is what a rule would say. */
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
  record Open() implements Requirement {
    @Override
    public String toString() {
      return "public";
    }
  }

  /** The rule says {@code optional}. */
  record Lenient() implements Requirement {
    @Override
    public String toString() {
      return "optional";
    }
  }

  /** The rule says {@code deny}. */
  record Closed() implements Requirement {
    @Override
    public String toString() {
      return "deny";
    }
  }

  /** The rule asks for an identity that this expression accepts. */
  record Demands(Access access) implements Requirement {
    @Override
    public String toString() {
      return access.toString();
    }
  }
}
