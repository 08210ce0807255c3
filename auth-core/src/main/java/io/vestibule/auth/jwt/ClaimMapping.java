package io.vestibule.auth.jwt;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Identity;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.password.Roles;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the claims of a token make of whoever shows it: subject, roles, scopes and by what they signed in. Immutable.
 *
 * <p>A client's own token names the client and no user (RFC 9700, 4.15): whoever registers a client could else be any user
 * by its name.
 *
 * <p>When they signed in is {@code auth_time} and nothing else: a token may be young, and the sign-in behind it old.
 * One that does not say it meets no {@code fresh(…)}.
 */
public final class ClaimMapping {
  private static final String SUBJECT = "subject_claim";
  private static final String PREFIX = "subject_prefix";
  private static final String CLIENT_PREFIX = "client_prefix";
  private static final String ROLES = "roles_claim";

  /** Who was given the token: RFC 9068, 2.2, and OpenID Connect Core 1.0, 2. */
  private static final List<String> CLIENT = List.of("client_id", "azp");

  private static final String DEFAULT_ROLE = "default_role";
  private static final String MFA_ACR = "mfa_acr";

  private final String subjectClaim;
  private final String prefix;
  private final Optional<String> clientPrefix;
  private final String rolesClaim;
  private final Optional<String> defaultRole;
  private final List<String> mfaAcr;
  private final Roles roles;

  private ClaimMapping(Settings settings, String usualSubject) {
    this.subjectClaim = settings.optional(SUBJECT).orElse(usualSubject);
    this.prefix = settings.optional(PREFIX).orElse("");
    this.clientPrefix = settings.optional(CLIENT_PREFIX);
    this.rolesClaim = settings.text(ROLES);
    this.defaultRole = settings.optional(DEFAULT_ROLE);
    this.mfaAcr = settings.list(MFA_ACR);
    this.roles = Roles.from(settings);
  }

  /** The keys by which a section says it. */
  public static List<Key> keys() {
    return List.of(
        Key.of(
            SUBJECT,
            Key.Type.TEXT,
            "The claim that names the user; without this line, sub. A token without the claim is refused.",
            "preferred_username"),
        Key.of(
            PREFIX,
            Key.Type.TEXT,
            "What goes before the name, so that users of two issuers are never one.",
            "partner:"),
        Key.of(
            CLIENT_PREFIX,
            Key.Type.TEXT,
            "What goes before the name of a client that shows a token of its own; without it such a token is refused.",
            "client:"),
        Key.of(
                ROLES,
                Key.Type.TEXT,
                "The claim that lists the roles; dots lead into inner objects. [roles] sees them as group:NAME.",
                "realm_access.roles")
            .orElse("roles"),
        Key.of(DEFAULT_ROLE, Key.Type.TEXT, "The role of whoever has none by the token.", "reader"),
        Key.of(
            MFA_ACR,
            Key.Type.LIST,
            "The values of acr that mean more than one factor, beside amr = mfa; asked for where a rule says mfa.",
            "gold"));
  }

  /** The section that a factory which uses this names in {@code alsoReads}. */
  public static Section alsoReads() {
    return Roles.SECTION;
  }

  /** What this section says; the claim of the subject is the usual one where it does not say. */
  public static ClaimMapping from(Settings settings, String usualSubject) {
    return new ClaimMapping(settings, usualSubject);
  }

  /** What goes before a subject. */
  public String prefix() {
    return prefix;
  }

  /** Who it is; empty where the claim that names the user is missing or no name, or a client's where none may come. */
  public Optional<Identity> identity(String scheme, Map<String, Object> claims) {
    boolean client = isClient(claims);
    return claims.get(subjectClaim) instanceof String name
            && isName(name)
            && (!client || clientPrefix.isPresent())
        ? Optional.of(new Identity(
            prefix + (client ? clientPrefix.orElse("") : "") + name,
            scheme,
            roles(claims),
            scopes(claims),
            methods(claims),
            Optional.ofNullable(claims.get("auth_time"))
                .flatMap(Claims::instant)
                .orElse(Instant.EPOCH),
            claims))
        : Optional.empty();
  }

  /** Why it is nobody, where {@link #identity} says so. */
  public String nobody(Map<String, Object> claims) {
    return isClient(claims) && clientPrefix.isEmpty()
        ? "it is a client's own token and names no user; client_prefix lets such in"
        : "the token names no user";
  }

  /** Where the claim of the subject is the client's, the file says that clients are who comes. */
  private boolean isClient(Map<String, Object> claims) {
    Object subject = claims.get("sub");
    return !CLIENT.contains(subjectClaim)
        && CLIENT.stream()
            .map(claims::get)
            .anyMatch(client -> client instanceof String
                && (client.equals(subject) || client.equals(claims.get(subjectClaim))));
  }

  /** The same, with the roles that the host gives now: a token is remembered for a while, and they may change. */
  public AuthResult.Authenticated current(AuthResult.Authenticated seen) {
    if (!roles.hasHost()) {
      return seen;
    }
    Identity known = seen.identity();
    Set<String> all = new HashSet<>(known.roles());
    all.addAll(roles.ofHost(known.subject(), named(known.claims())));
    return new AuthResult.Authenticated(known.withRoles(all), seen.responseHeaders());
  }

  private List<String> named(Map<String, Object> claims) {
    return Claims.at(claims, rolesClaim).map(Claims::texts).orElse(List.of());
  }

  private static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= 255
        && name.chars().noneMatch(Character::isISOControl);
  }

  private Set<String> roles(Map<String, Object> claims) {
    List<String> named = named(claims);
    Set<String> all = new HashSet<>(roles.listed("", named));
    all.addAll(named);
    if (all.isEmpty()) {
      defaultRole.ifPresent(all::add);
    }
    return all;
  }

  /** RFC 8693, 4.2: one text with blanks; some write a list, and some call it scp. */
  private static Set<String> scopes(Map<String, Object> claims) {
    Object named = claims.getOrDefault("scope", claims.getOrDefault("scp", ""));
    Set<String> scopes = new HashSet<>();
    Claims.texts(named).forEach(text -> Arrays.stream(text.split(" ", -1))
        .filter(scope -> !scope.isEmpty())
        .forEach(scopes::add));
    return scopes;
  }

  /** RFC 8176; what acr means is between the provider and us. */
  private Set<String> methods(Map<String, Object> claims) {
    Set<String> methods = new HashSet<>(Claims.texts(claims.getOrDefault("amr", "")));
    methods.remove("");
    if (claims.get("acr") instanceof String acr && mfaAcr.contains(acr)) {
      methods.add("mfa");
    }
    return methods;
  }
}
