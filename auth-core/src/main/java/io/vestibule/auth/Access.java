package io.vestibule.auth;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A compiled access expression: a question about an identity, answered yes or no. Immutable; its text form is
 * the expression as a rule would have it.
 */
public sealed interface Access {
  /** More than one factor, in the words of RFC 8176. */
  String MFA = "mfa";

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
    return attainableBy(identity, Set.of(MFA));
  }

  /** The same, where it can prove no more than by these methods (RFC 8176). */
  default boolean attainableBy(Identity identity, Set<String> methods) {
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

    @Override
    public String toString() {
      return "user";
    }
  }

  /** Whoever has the role. */
  record Role(String name) implements Access {
    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      return identity.roles().contains(name);
    }

    @Override
    public boolean attainableBy(Identity identity, Set<String> methods) {
      return identity.roles().contains(name);
    }

    @Override
    public String toString() {
      return "role:" + quoted(name);
    }
  }

  /** Whoever shows credentials of this scope. */
  record Scope(String name) implements Access {
    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      return identity.scopes().contains(name);
    }

    @Override
    public boolean attainableBy(Identity identity, Set<String> methods) {
      return identity.scopes().contains(name);
    }

    @Override
    public String toString() {
      return "scope:" + quoted(name);
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

    @Override
    public String toString() {
      return "via:" + quoted(name);
    }
  }

  /** Whoever proved more than one factor. */
  record Mfa() implements Access {
    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      return identity.methods().contains(MFA);
    }

    @Override
    public boolean attainableBy(Identity identity, Set<String> methods) {
      return methods.contains(MFA);
    }

    @Override
    public String toString() {
      return MFA;
    }
  }

  /** Whoever proved it no longer ago than this. */
  record Fresh(Duration maxAge) implements Access {
    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      return !identity.authenticatedAt().plus(maxAge).isBefore(clock.instant());
    }

    @Override
    public String toString() {
      return "fresh(" + age(maxAge.toSeconds()) + ")";
    }
  }

  /** All of them. */
  record AllOf(List<Access> parts) implements Access {
    /** Copies the parts, of which there must be one. */
    public AllOf {
      parts = atLeastOne(parts);
    }

    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).test(identity, via, clock)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean reachableBy(String via) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).reachableBy(via)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean attainableBy(Identity identity, Set<String> methods) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).attainableBy(identity, methods)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return parts.stream()
          .map(part -> part instanceof AnyOf ? "(" + part + ")" : part.toString())
          .collect(Collectors.joining(" & "));
    }
  }

  /** Any of them. */
  record AnyOf(List<Access> parts) implements Access {
    /** Copies the parts, of which there must be one. */
    public AnyOf {
      parts = atLeastOne(parts);
    }

    @Override
    public boolean test(Identity identity, String via, InstantSource clock) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).test(identity, via, clock)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean reachableBy(String via) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).reachableBy(via)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean attainableBy(Identity identity, Set<String> methods) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).attainableBy(identity, methods)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return parts.stream().map(Access::toString).collect(Collectors.joining(" | "));
    }
  }

  private static List<Access> atLeastOne(List<Access> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("an expression without parts says nothing");
    }
    return List.copyOf(parts);
  }

  /** The name as the language of rules wants it: between quotation marks where it is more than one plain word. */
  private static String quoted(String name) {
    boolean plain = name.chars()
        .noneMatch(c -> "|&()\",".indexOf(c) >= 0
            || Character.isWhitespace(c)
            || Character.isSpaceChar(c)
            || Character.isISOControl(c));
    return plain && !name.equals("*") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** In the largest unit that leaves nothing over. */
  private static String age(long seconds) {
    if (seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3600 != 0) {
      return seconds / 60 + "m";
    }
    return seconds % 86400 == 0 ? seconds / 86400 + "d" : seconds / 3600 + "h";
  }
}
