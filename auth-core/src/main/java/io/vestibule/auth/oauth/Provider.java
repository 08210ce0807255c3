package io.vestibule.auth.oauth;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Somebody with whom people can sign in, as data. Immutable.
 *
 * @param name what {@code provider} says
 * @param label what the button says
 * @param issuer who vouches; empty where the file must say it
 * @param addresses where it is asked; {@code {issuer}} and {@code {origin}} stand for those of the issuer, {@code
 *     {tenant}} for the key {@code tenant}
 * @param scopes what is asked for where the file says nothing
 * @param profile how its answers are read
 * @param parameters what goes along when the browser is sent off
 * @param deviations in what it differs from OpenID Connect
 */
record Provider(
    String name,
    String label,
    String issuer,
    Map<Address, String> addresses,
    List<String> scopes,
    Profile profile,
    Map<String, String> parameters,
    Set<Deviation> deviations) {

  Provider {
    addresses = Map.copyOf(addresses);
    scopes = List.copyOf(scopes);
    parameters = Map.copyOf(parameters);
    deviations = Set.copyOf(deviations);
  }

  /** What is asked, each at an address of its own, with the key that overrides it. */
  enum Address {
    AUTHORIZATION("authorization_endpoint"),
    TOKEN("token_endpoint"),
    USERINFO("userinfo_endpoint"),
    EMAILS("emails_endpoint"),
    KEYS("jwks_url"),
    PUSH("pushed_authorization_request_endpoint"),
    LOGOUT("end_session_endpoint");

    private final String key;

    Address(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }
  }

  /**
   * How an answer about a person is read.
   *
   * @param id the claim that never changes and is never given to anybody else
   * @param email the claim with the e-mail address
   * @param verified the claim that says that the address is verified; see {@link Profile#ALWAYS} and the like
   * @param name the claim with the name to show
   */
  record Profile(String id, String email, String verified, String name) {
    /** Every address that is told is verified. */
    static final String ALWAYS = "*";
    /** It is never said whether an address is verified. */
    static final String NEVER = "";

    static final Profile OPENID = new Profile("sub", "email", "email_verified", "name");
  }

  /** In what a provider differs. */
  enum Deviation {
    /** It knows no ID token: whoever signed in is told by the access token's answer (RFC 6749 alone). */
    NO_ID_TOKEN,
    /** The client's secret goes into the form, not into a header. */
    SECRET_IN_FORM,
    /** The client's secret is a JWT that is signed anew each time (Apple). */
    SIGNED_SECRET,
    /** The answer comes as a form that another site posts. */
    FORM_POST,
    /** Addresses are listed apart; the verified primary one counts (GitHub). */
    LISTED_EMAILS,
    /** An account can be there and barred; only {@code state = active} counts (GitLab). */
    ACCOUNT_STATE,
    /** The time when an address was confirmed says that it is verified (GitLab). */
    CONFIRMED_AT,
    /** The issuer has the tenant of the person in it (Microsoft's common tenants). */
    TENANT_IN_ISSUER
  }

  boolean is(Deviation deviation) {
    return deviations.contains(deviation);
  }
}
