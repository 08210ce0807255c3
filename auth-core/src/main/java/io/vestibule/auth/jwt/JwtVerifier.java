package io.vestibule.auth.jwt;

import io.vestibule.auth.AuthUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signed tokens of one issuer (RFC 7519, RFC 8725): form, algorithm, type, key, signature, and then what
 * the token says. Encrypted tokens are refused. Thread-safe.
 *
 * <pre>{@code
 * JwtVerifier verifier = JwtVerifier.builder()
 *     .issuer("https://id.example.org")
 *     .audience("https://api.example.org")
 *     .algorithms(JwsAlgorithm.RS256, JwsAlgorithm.ES256)
 *     .types("at+jwt")
 *     .keys(Keys.of(jwks))
 *     .build();
 * if (verifier.verify(token) instanceof VerifiedJwt jwt) { … }
 * }</pre>
 */
public final class JwtVerifier {
  private static final JwtResult MALFORMED_HEADER =
      RefusedJwt.malformed("the header is malformed, or asks for what we do not know");
  private static final int MOST_HEADERS = 64;

  private final ClaimRules rules;
  private final Set<JwsAlgorithm> algorithms;
  private final Set<String> types;
  private final KeySource keys;
  private final InstantSource clock;
  private final int longest;
  private final Map<String, JoseHeader> headers = new ConcurrentHashMap<>();

  private JwtVerifier(Builder builder, String issuer, Keys keys) {
    this.rules = new ClaimRules(
        issuer, builder.audience, builder.required, builder.skew, builder.longestAge);
    this.algorithms = Set.copyOf(builder.algorithms);
    this.types = Set.copyOf(builder.types);
    this.keys = keys.source();
    this.clock = builder.clock;
    this.longest = builder.longest;
  }

  /** Begins a verifier; issuer, audience, algorithms, types and keys must be given. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Verifies a token in compact form, exactly as it was shown.
   *
   * @throws AuthUnavailableException when the keys are not at hand and cannot be fetched
   */
  public JwtResult verify(String token) {
    Optional<CompactJws> parts = CompactJws.parse(token, longest);
    if (parts.isEmpty()) {
      return RefusedJwt.malformed("not three parts of base64url, or too long");
    }
    Optional<JoseHeader> header = header(parts.get());
    return header.isPresent() ? verify(parts.get(), header.get()) : MALFORMED_HEADER;
  }

  /** Whether a token says that it is of our issuer; that may be a lie. It needs no key to say so. */
  public boolean isOurs(String token) {
    return CompactJws.parse(token, longest)
        .map(CompactJws::payload)
        .flatMap(JsonText::object)
        .filter(claims -> rules.issuer().equals(claims.get("iss")))
        .isPresent();
  }

  /**
   * The same for a token of unknown origin: empty where its issuer is another one, or it has no such form.
   *
   * @throws AuthUnavailableException when the keys are not at hand and cannot be fetched
   */
  public Optional<JwtResult> verifyIfOurs(String token) {
    Optional<CompactJws> parts = CompactJws.parse(token, longest);
    Optional<Map<String, Object>> claims = parts.map(CompactJws::payload).flatMap(JsonText::object);
    if (claims.isEmpty() || !rules.issuer().equals(claims.get().get("iss"))) {
      return Optional.empty();
    }
    return Optional.of(header(parts.orElseThrow())
        .map(header -> verify(parts.orElseThrow(), header, claims.get()))
        .orElse(MALFORMED_HEADER));
  }

  /** Changes whenever the keys do: what was verified by earlier ones is to be verified again. */
  public long generation() {
    return keys.generation();
  }

  /** In whose name the tokens are. */
  public String issuer() {
    return rules.issuer();
  }

  private JwtResult verify(CompactJws parts, JoseHeader header) {
    Optional<RefusedJwt> fault = signatureFault(parts, header);
    return fault.isPresent()
        ? fault.get()
        : JsonText.object(parts.payload())
            .map(claims -> judged(header, claims))
            .orElseGet(() -> RefusedJwt.malformed("the payload is no JSON object"));
  }

  private JwtResult verify(CompactJws parts, JoseHeader header, Map<String, Object> claims) {
    Optional<RefusedJwt> fault = signatureFault(parts, header);
    return fault.isPresent() ? fault.get() : judged(header, claims);
  }

  private Optional<RefusedJwt> signatureFault(CompactJws parts, JoseHeader header) {
    if (!algorithms.contains(header.algorithm())) {
      return refused("signed by " + header.algorithm().text() + ", which is not allowed");
    }
    if (!types.contains(header.type())) {
      return refused(header.type().isEmpty() ? "it has no typ" : "its typ is not one of " + types);
    }
    List<VerifyingKey> candidates = candidates(header);
    if (candidates.isEmpty()) {
      return refused("signed by a key that is not the issuer's");
    }
    if (!isSigned(parts, header, candidates)) {
      return refused("the signature is wrong");
    }
    remember(parts, header);
    return Optional.empty();
  }

  private static Optional<RefusedJwt> refused(String detail) {
    return Optional.of(RefusedJwt.invalid(detail));
  }

  /** RFC 8725, 3.10: a kid only ever chooses among the issuer's own keys. */
  private List<VerifyingKey> candidates(JoseHeader header) {
    List<VerifyingKey> known = keys.now().candidates(header, rules.issuer());
    return known.isEmpty()
        ? keys.demand().map(newer -> newer.candidates(header, rules.issuer())).orElse(known)
        : known;
  }

  private static boolean isSigned(
      CompactJws parts, JoseHeader header, List<VerifyingKey> candidates) {
    byte[] signed = parts.signingInput();
    byte[] signature = parts.signature();
    for (VerifyingKey key : candidates) {
      if (key.verify(header.algorithm(), signed, signature)) {
        return true;
      }
    }
    return false;
  }

  private JwtResult judged(JoseHeader header, Map<String, Object> claims) {
    Optional<RefusedJwt> fault =
        rules.fault(claims).or(() -> rules.timeFault(claims, clock.instant()).map(this::withDrift));
    return fault.isPresent() ? fault.get() : new VerifiedJwt(header, claims);
  }

  private RefusedJwt withDrift(RefusedJwt fault) {
    return keys.wrongClock()
        .map(clock -> new RefusedJwt(fault.reason(), fault.detail() + "; " + clock))
        .orElse(fault);
  }

  /** An issuer has a handful of headers, so those of tokens that were right are not read anew. */
  private Optional<JoseHeader> header(CompactJws parts) {
    JoseHeader known = headers.get(parts.headerText());
    return known != null
        ? Optional.of(known)
        : JsonText.object(parts.header()).flatMap(JoseHeader::of);
  }

  private void remember(CompactJws parts, JoseHeader header) {
    if (headers.size() < MOST_HEADERS) {
      headers.putIfAbsent(parts.headerText(), header);
    }
  }

  /** Collects what a verifier must know; nothing that weakens it has a default. Not thread-safe. */
  public static final class Builder {
    private final Set<String> audience = new HashSet<>();
    private final Set<JwsAlgorithm> algorithms = EnumSet.noneOf(JwsAlgorithm.class);
    private final Set<String> types = new HashSet<>();
    private final Set<String> required = new HashSet<>();
    private @Nullable String issuer;
    private @Nullable Keys keys;
    private @Nullable Duration longestAge;
    private Duration skew = Duration.ofSeconds(60);
    private InstantSource clock = InstantSource.system();
    private int longest = 8192;

    private Builder() {}

    /** Whose tokens: their {@code iss}, letter by letter. */
    public Builder issuer(String newIssuer) {
      this.issuer = newIssuer;
      return this;
    }

    /** For whom they must be: one of these must be in their {@code aud}. */
    public Builder audience(String... names) {
      audience.addAll(Arrays.asList(names));
      return this;
    }

    /** By what they may be signed. */
    public Builder algorithms(JwsAlgorithm... allowed) {
      algorithms.addAll(Arrays.asList(allowed));
      return this;
    }

    /** What their {@code typ} may be, such as {@code at+jwt}; case and {@code application/} do not matter. */
    public Builder types(String... names) {
      Arrays.stream(names).map(JoseHeader::normal).forEach(types::add);
      return this;
    }

    /** Accepts those without {@code typ} too, beside the types that are named: ID tokens often have none. */
    public Builder orWithoutType() {
      types.add("");
      return this;
    }

    /** By whose keys they must be signed. */
    public Builder keys(Keys newKeys) {
      this.keys = newKeys;
      return this;
    }

    /** Claims that they must have beside issuer, audience and expiry, such as {@code sub}. */
    public Builder required(String... claims) {
      required.addAll(Arrays.asList(claims));
      return this;
    }

    /** Accepts those without {@code exp} that were issued at most so long ago; logout tokens may be such. */
    public Builder orIssuedWithin(Duration age) {
      this.longestAge = age;
      return this;
    }

    /** How far the clocks may differ; 60 s unless told otherwise. It lengthens the life of each token. */
    public Builder clockSkew(Duration newSkew) {
      this.skew = newSkew;
      return this;
    }

    /** The clock by which times are judged. */
    public Builder clock(InstantSource newClock) {
      this.clock = newClock;
      return this;
    }

    /** How many characters a token may have; 8,192 unless told otherwise. Longer ones are not looked at. */
    public Builder longest(int characters) {
      this.longest = characters;
      return this;
    }

    /**
     * Makes it.
     *
     * @throws IllegalStateException when something is missing, or secret keys are allowed beside public ones
     */
    public JwtVerifier build() {
      check(!audience.isEmpty() && !audience.contains(""), "an audience");
      check(!algorithms.isEmpty(), "the algorithms that are allowed");
      check(types.stream().anyMatch(type -> !type.isEmpty()), "the types that are allowed");
      if (algorithms.stream().map(JwsAlgorithm::isSymmetric).distinct().count() > 1) {
        throw new IllegalStateException("HS256 and the like cannot be allowed beside public keys");
      }
      if (skew.isNegative()) {
        throw new IllegalStateException("the clock skew is negative");
      }
      return new JwtVerifier(this, given(issuer, "an issuer"), given(keys, "keys"));
    }

    private static <T> T given(@Nullable T value, String what) {
      check(value != null && !value.equals(""), what);
      return Objects.requireNonNull(value);
    }

    private static void check(boolean given, String what) {
      if (!given) {
        throw new IllegalStateException("a verifier needs " + what);
      }
    }
  }
}
