package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.store.Fields;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One sign-in that has begun in one browser: state, nonce and code verifier come from one secret, which only its cookie
 * has. Immutable.
 *
 * @param seed 256 random bits
 * @param provider whom the browser was sent to
 * @param begun when
 * @param returnTo the page that was wanted; empty for none
 * @param again what the person must prove again there
 */
record Attempt(String seed, String provider, Instant begun, String returnTo, Again again) {

  static Attempt begin(
      SecureRandom random, String provider, Instant now, String returnTo, Again again) {
    return new Attempt(Base64Url.random(random, 32), provider, now, returnTo, again);
  }

  /** The same, shorter: the person comes back to where everybody does. */
  Attempt withoutReturnTo() {
    return new Attempt(seed, provider, begun, "", again);
  }

  /** What comes back with the answer (RFC 6749, 10.12). */
  String state() {
    return derived("state");
  }

  /** What comes back in the ID token (OpenID Connect Core, 15.5.2). */
  String nonce() {
    return derived("nonce");
  }

  /** What nobody else can show to the token endpoint (RFC 7636, 4.1). */
  CodeVerifier verifier() {
    return new CodeVerifier(derived("verifier"));
  }

  boolean isState(String shown) {
    return Digests.same(state(), shown);
  }

  String write() {
    return Fields.write()
        .put("k", seed)
        .put("p", provider)
        .put("b", begun)
        .put("r", returnTo)
        .put("a", again.word())
        .toString();
  }

  static Optional<Attempt> read(String text) {
    return Fields.parse(text)
        .filter(fields -> fields.text("k").isPresent() && fields.text("p").isPresent())
        .flatMap(fields -> fields
            .instant("b")
            .map(begun -> new Attempt(
                fields.text("k").orElseThrow(),
                fields.text("p").orElseThrow(),
                begun,
                fields.text("r").orElse(""),
                Again.of(fields.text("a").orElse("")))));
  }

  private String derived(String what) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(seed.getBytes(US_ASCII), "HmacSHA256"));
      return Base64Url.encode(mac.doFinal(what.getBytes(US_ASCII)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }

  @Override
  public String toString() {
    return "Attempt[" + provider + ", " + begun + "]";
  }
}
