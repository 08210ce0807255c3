package io.vestibule.auth;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A compiled access expression: a question about an identity, answered yes or no. Immutable. */
public sealed interface Access {

  /** Whether this identity, proved by the authenticator of that name, may pass now. */
  boolean test(Identity identity, String via, InstantSource clock);

  /** Whether whoever signs in by that authenticator could pass, given the right roles, factors and age. */
  default boolean reachableBy(String via) {
    return true;
  }

  /**
   * Whether this identity could pass once it proved more: another factor, a fresh sign-in, another way. If not,
   * asking for credentials again is pointless.
   */
  default boolean attainableBy(Identity identity) {
    return true;
  }

  /** Anybody who is signed in. */
  static Access signedIn() {
    return SignedIn.INSTANCE;
  }

  /** Anybody who is signed in. */
  record SignedIn() implements Access {
    private static final SignedIn INSTANCE = new SignedIn();

    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      return true;
    }
  }

  /** Whoever has the role. */
  record Role(String name) implements Access {
    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      return identity.roles().contains(name);
    }

    @Override
    public boolean attainableBy(Identity identity) {
      return identity.roles().contains(name);
    }
  }

  /** Whoever shows credentials of this scope. */
  record Scope(String name) implements Access {
    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      return identity.scopes().contains(name);
    }

    @Override
    public boolean attainableBy(Identity identity) {
      return identity.scopes().contains(name);
    }
  }

  /** Whoever signed in by the authenticator of this name, or by one of its family ({@code bearer.ci}). */
  record Via(String name) implements Access {
    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      return reachableBy(via);
    }

    @Override
    public boolean reachableBy(String via) {
      return via.startsWith(name)
          && (via.length() == name.length() || via.charAt(name.length()) == '.');
    }
  }

  /** Whoever proved more than one factor. */
  record Mfa() implements Access {
    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      return identity.methods().contains("mfa");
    }
  }

  /** Whoever proved it no longer ago than this. */
  record Fresh(Duration maxAge) implements Access {
    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      return !identity.authenticatedAt().plus(maxAge).isBefore(clock.instant());
    }
  }

  /** All of them. */
  record AllOf(List<Access> parts) implements Access {
    /** Copies the parts. */
    public AllOf {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      return parts.stream().allMatch(part -> part.test(identity, via, clock));
    }

    @Override
    public boolean reachableBy(String via) {
      return parts.stream().allMatch(part -> part.reachableBy(via));
    }

    @Override
    public boolean attainableBy(Identity identity) {
      return parts.stream().allMatch(part -> part.attainableBy(identity));
    }
  }

  /** Any of them. */
  record AnyOf(List<Access> parts) implements Access {
    /** Copies the parts. */
    public AnyOf {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      return parts.stream().anyMatch(part -> part.test(identity, via, clock));
    }

    @Override
    public boolean reachableBy(String via) {
      return parts.stream().anyMatch(part -> part.reachableBy(via));
    }

    @Override
    public boolean attainableBy(Identity identity) {
      return parts.stream().anyMatch(part -> part.attainableBy(identity));
    }
  }
}
